"""Tables as workbooks."""

from guben.office.list_book import Cell, ListSheet, list_book

__all__ = ["Cell", "ListSheet", "list_book"]
