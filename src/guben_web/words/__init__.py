"""Words and formats on pages: two languages, dates, numbers."""
