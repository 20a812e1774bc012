"""A scheme as a workbook: the sheet to print first, then the sheets that are read back."""

import re
from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.office.scheme_sheet.comments import attach_comments
from guben.office.scheme_sheet.layout import LABEL_COLUMN, SETTINGS, VALUE_COLUMN, Column, Content, Shape
from guben.office.scheme_sheet.printed import write_printed_sheet
from guben.office.scheme_sheet.rows import Table, tables_of
from guben.office.scheme_sheet.trees import Group, tree_of
from guben.office.tables import wrapped_lines
from guben.plan import Program
from guben.reading.trees import Tree

_NUMBER = re.compile(r"(?P<digits>-?[0-9]{1,9}(?:\.(?P<decimals>[0-9]{1,6}))?)(?P<percent>%?)")
_TITLE_ROW, HEADING_ROW, KEY_ROW, FIRST_ROW = range(4)
# The time at which a workbook was written is no part of a scheme.
_ALWAYS = datetime(2000, 1, 1)
# Rows below the last one that are set up for what will be added.
_FREE_ROWS = 20
_TITLE = Text(
    "{sheet}：可以改，也可以在下面加行；灰色的一行是代号，请不要动；少用的列和表没有内容时是隐藏的",
    "{sheet}: change it, add rows below; leave the grey row of keys; rare columns and sheets are hidden while empty",
)


def write_scheme_workbook(path: Path, program: Program, *, language: Language) -> None:
    """Write the scheme of a program to `path`: as it is understood, and as its file says it.

    The same scheme gives the same bytes.
    """
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"title": program.scheme.title.say(language), "created": _ALWAYS})
        write_printed_sheet(book, program, language)
        writer = _TableWriter(book, language)
        for table in tables_of(_content_of(program)):
            writer.write(table)


def _content_of(program: Program) -> Group:
    scheme = program.scheme
    file = scheme.own_file
    text = scheme.files[file].decode("utf-8-sig")
    root = Tree(file, text).root
    assert root is not None
    content = tree_of(root)
    assert isinstance(content, Group)
    attach_comments(content, root, text)
    return content


class _TableWriter:
    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self.book = book
        self.language: Language = language
        self.formats: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 13, "valign": "vcenter"})
        header = {"bold": True, "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
        middle = {"align": "center", "valign": "vcenter"}
        self.heading = book.add_format({**header, **middle, "bg_color": "#E7EDF5"})
        self.text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "vcenter"})
        self.key = book.add_format({"font_color": "#808080", "font_size": 9, "bg_color": "#EFEFEF", "border": 1, "border_color": "#BFBFBF", **middle})  # fmt: skip

    def write(self, table: Table) -> None:
        """Write a sheet."""
        title = table.layout.title.say(self.language)
        sheet = self.book.add_worksheet(title)
        sheet.write_string(_TITLE_ROW, 0, _TITLE.say(self.language).format(sheet=title), self.title)
        sheet.set_row(_TITLE_ROW, 24)
        headings = [column.title.say(self.language) for column in table.columns]
        lines = max(
            wrapped_lines(heading, column.width - 2)
            for heading, column in zip(headings, table.columns, strict=True)
        )
        sheet.set_row(HEADING_ROW, 15 * lines + 6)
        for place, (column, heading) in enumerate(zip(table.columns, headings, strict=True)):
            is_empty = all(not cells.get(column.key) for cells in table.rows)
            sheet.set_column(place, place, column.width, self.text, {"hidden": column.is_rare and is_empty})
            sheet.write_string(HEADING_ROW, place, heading, self.heading)
            sheet.write_string(KEY_ROW, place, column.key, self.key)
        for row, cells in enumerate(table.rows, start=FIRST_ROW):
            self._write_row(sheet, row, table, cells)
        self._free_rows(sheet, table)
        if table.layout.is_rare and not table.rows:
            sheet.hide()
        fixed = 1 if table.layout.name_column else 0
        sheet.freeze_panes(FIRST_ROW, fixed)
        last = FIRST_ROW + len(table.rows) + _FREE_ROWS
        # A number kept as text, such as a line in a formula, is what is meant here.
        sheet.ignore_errors({"number_stored_as_text": f"A1:AZ{last}"})
        sheet.print_area(0, 0, FIRST_ROW + max(0, len(table.rows) - 1), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _write_row(self, sheet: Worksheet, row: int, table: Table, cells: dict[str, str]) -> None:
        for place, column in enumerate(table.columns):
            meant = self._meant(table, column, cells)
            words = meant.said(cells.get(column.key, ""), self.language)
            if column == LABEL_COLUMN:
                words = SETTINGS.column(cells["$key"]).title.say(self.language)
            self._offer(sheet, row, row, place, meant)
            number = _NUMBER.fullmatch(words) if meant.content is Content.NUMBER else None
            if number:
                value = float(number["digits"]) / (100 if number["percent"] else 1)
                places = len((number["decimals"] or "").rstrip("0"))
                decimals = f".{'0' * places}" if places else ""
                pattern = f"0{decimals}%" if number["percent"] else "General"
                sheet.write_number(row, place, value, self._format(pattern))
            elif words:
                sheet.write_string(row, place, words, self._format("@"))
            else:
                sheet.write_blank(row, place, None, self._format(self._pattern(column)))

    def _meant(self, table: Table, column: Column, cells: dict[str, str]) -> Column:
        """Return what a cell holds: on the sheet of settings each row is a column of its own."""
        is_setting = table.layout.shape is Shape.SETTINGS and column.key == VALUE_COLUMN.key
        return SETTINGS.column(cells["$key"]) if is_setting else column

    def _offer(self, sheet: Worksheet, first: int, last: int, place: int, column: Column) -> None:
        """Let the cells offer the words of a closed list; other words can be typed and are looked at on reading."""
        if column.choices is not None and column.content is Content.WORDS:
            words = [each.title.say(self.language) for each in column.choices]
            offer = {"validate": "list", "source": words, "show_error": False}
            sheet.data_validation(first, place, last, place, offer)

    def _free_rows(self, sheet: Worksheet, table: Table) -> None:
        """Let rows that are added look and take numbers as those above."""
        first = FIRST_ROW + len(table.rows)
        if table.layout.shape is not Shape.SETTINGS:
            for place, column in enumerate(table.columns):
                self._offer(sheet, first, first + _FREE_ROWS - 1, place, column)
        for row in range(first, first + (0 if table.layout.shape is Shape.SETTINGS else _FREE_ROWS)):
            for place, column in enumerate(table.columns):
                sheet.write_blank(row, place, None, self._format(self._pattern(column)))

    def _pattern(self, column: Column) -> str:
        return "General" if column.content is Content.NUMBER else "@"

    def _format(self, pattern: str) -> Format:
        if pattern not in self.formats:
            looks = {"num_format": pattern, "border": 1, "border_color": "#D9D9D9", "text_wrap": True}
            self.formats[pattern] = self.book.add_format({**looks, "valign": "vcenter"})
        return self.formats[pattern]
