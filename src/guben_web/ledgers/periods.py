"""Periods, as people write them: 2024, 2025上半年, 2025Q1."""

import re

# A year, then what of it; the column holds 16 letters.
PERIOD = re.compile(r"\A(?:19|20)[0-9]{2}\S{0,12}\Z")


def find_year(period: str) -> int | None:
    """Return the year that a period begins with; None for a text that is no period."""
    return int(period[:4]) if PERIOD.match(period) else None
