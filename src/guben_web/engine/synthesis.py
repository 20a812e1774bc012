"""Invented counties."""

from guben.synthesis import County, make_county, write_county_workbook

__all__ = ["County", "make_county", "write_county_workbook"]
