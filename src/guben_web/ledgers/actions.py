"""Storing reported values. Whoever calls holds the transaction and records the act."""

from collections.abc import Sequence

from guben_web.ledgers.models import ReportedValue
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready


def store_values(*, changed: Ready, new: Ready) -> None:
    """Store reported values."""
    changed.update(("number", "scale", "choice", "is_not_applicable", "source", "batch"))
    new.insert()


def remove_values(rows: Sequence[ReportedValue]) -> None:
    """Remove values that an undone import had added."""
    bulk.delete_rows(ReportedValue, [row.pk for row in rows])
