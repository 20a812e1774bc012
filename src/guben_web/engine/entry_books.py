"""Workbooks with entries of ledgers."""

from guben.office.entry_book import BookEntry, entry_book
from guben.office.entry_sheet import EntryRow, EntrySheet, read_entries
from guben.office.streamed_sheet import MOST_ROWS, RowsDoNotAgree

__all__ = ["MOST_ROWS", "BookEntry", "EntryRow", "EntrySheet", "RowsDoNotAgree", "entry_book", "read_entries"]
