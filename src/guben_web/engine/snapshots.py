"""Freezing records."""

from guben.snapshot.records import Records
from guben.snapshot.store import Snapshot, Source, write_snapshot
from guben.snapshot.tables import LEVEL_COLUMNS, Organization, Person, Post, ReportedValue, Workplace

__all__ = [
    "LEVEL_COLUMNS",
    "Organization",
    "Person",
    "Post",
    "Records",
    "ReportedValue",
    "Snapshot",
    "Source",
    "Workplace",
    "write_snapshot",
]
