"""Workbooks with entries of ledgers."""

from guben.office.entry_book import BookEntry, write_entry_book
from guben.office.entry_sheet import EntryRow, EntrySheet, read_entries

__all__ = ["BookEntry", "EntryRow", "EntrySheet", "read_entries", "write_entry_book"]
