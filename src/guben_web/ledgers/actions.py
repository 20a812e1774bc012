"""Storing reported values. Whoever calls holds the transaction and records the act."""

from collections.abc import Sequence

from guben_web.ledgers.models import ReportedValue
from guben_web.shared import bulk


def store_values(*, changed: Sequence[ReportedValue], new: Sequence[ReportedValue]) -> None:
    """Store reported values."""
    bulk.update_rows(changed, ("number", "scale", "choice", "is_not_applicable", "source", "batch"))
    bulk.insert_rows(new)


def remove_values(rows: Sequence[ReportedValue]) -> None:
    """Remove values that an undone import had added."""
    bulk.delete_rows(ReportedValue, [row.pk for row in rows])
