"""Tables as workbooks."""

from guben.office.list_book import Cell, ListSheet, list_book
from guben.office.prefilled import prefilled_book, prefilled_sheet

__all__ = ["Cell", "ListSheet", "list_book", "prefilled_book", "prefilled_sheet"]
