"""The tables that a workbook is brought into, each with everything that is particular to it."""
