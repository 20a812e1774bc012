"""A scheme as an Excel workbook: a sheet to print, and sheets that are read back into the same scheme."""

from guben.office.scheme_sheet.reading import SheetReading, read_scheme_workbook
from guben.office.scheme_sheet.writing import write_scheme_workbook

__all__ = ["SheetReading", "read_scheme_workbook", "write_scheme_workbook"]
