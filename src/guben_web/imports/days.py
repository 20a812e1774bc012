"""Days as the core writes them, yyyymmdd, and as the database keeps them."""

from datetime import date


def to_date(day: int | None) -> date | None:
    """Return the date of 19850612."""
    return date(day // 10_000, day // 100 % 100, day % 100) if day is not None else None


def to_number(day: date | None) -> int | None:
    """Return 19850612 for a date."""
    return day.year * 10_000 + day.month * 100 + day.day if day is not None else None
