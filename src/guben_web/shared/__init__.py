"""What every app stands on: refusals, htmx answers, lists in pages, error pages, the base page."""
