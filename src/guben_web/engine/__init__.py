"""The one door to the core; everything the application takes from `guben` passes through these modules."""
