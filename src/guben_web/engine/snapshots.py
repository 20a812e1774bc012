"""Freezing records."""

from guben.snapshot.records import Records
from guben.snapshot.store import Snapshot, Source, write_snapshot
from guben.snapshot.tables import (
    LEVEL_COLUMNS,
    Closure,
    Entry,
    Organization,
    Person,
    Post,
    ReportedValue,
    Tally,
    Workplace,
)

__all__ = [
    "LEVEL_COLUMNS",
    "Closure",
    "Entry",
    "Organization",
    "Person",
    "Post",
    "Records",
    "ReportedValue",
    "Snapshot",
    "Source",
    "Tally",
    "Workplace",
    "record_as_data",
    "write_snapshot",
]


def record_as_data(row: Person | Post | Workplace | ReportedValue | Entry | Tally) -> dict[str, object]:
    """Return a row as the snapshot has it, by column."""
    return row._asdict()
