"""A sheet with a title, a line below it and one table, set up for the screen and for A4 paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.office.shown_figures import Cell
from guben.office.styles import FONT_SIZE, HEAD_FONT, TITLE_SIZE, Styles, words_width

HEADER_ROW = 2
FIRST_ROW = HEADER_ROW + 1
_LINE_HEIGHT, _ROW_HEIGHT, _TITLE_LINE_HEIGHT = 15, 18, 24
_HEADING_WIDTH, _HEADING_LINES = 9, 3
_FILTER_BUTTON = 3
# Column widths count in digits of the standard font; the body font's are a little wider, and cells have margins.
_STRETCH, _MARGIN = 1.06, 2.4
# An A4 sheet in landscape takes so many at 100 %, and is hard to read below 55 %; a screen shows so many.
_PAPER_WIDTH, _LEAST_SCALE = 145, 0.55
_SCREEN_WIDTH = 240
_A4 = 9

_FOOTER = Text(
    '&L&"{font}"&9结果校验码 {digest}&C&"{font}"&9第 &P 页，共 &N 页&R&"{font}"&9&A',
    '&L&"{font}"&9Result digest {digest}&C&"{font}"&9Page &P of &N&R&"{font}"&9&A',
)
_LATIN_WORD_OR_CHARACTER = re.compile(r"[!-~]+ ?|.")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is that of its widest cell in half-width characters.

    The `remark` behind the heading, such as （20分）, stays in one piece: on a line of its own if it has to.
    """

    heading: str
    cells: Sequence[Cell]
    width: float
    remark: str = ""

    @property
    def shown_heading(self) -> str:
        """The heading with its remark, as it is written."""
        whole = self.heading + self.remark
        if not self.remark or words_width(whole) + _FILTER_BUTTON <= self.column_width / _STRETCH:
            return whole
        return f"{self.heading}\n{self.remark.strip()}"

    @property
    def column_width(self) -> float:
        """The width to set: that of the cells, or what the heading needs in a few lines."""
        wanted = words_width(self.heading) + _FILTER_BUTTON
        longest = max(_longest_word(self.heading), words_width(self.remark.strip()))
        least = max(_HEADING_WIDTH, ceil(wanted / _HEADING_LINES) + 2)
        return max(self.width, min(wanted, least), longest) * _STRETCH + _MARGIN


@dataclass(slots=True)
class Output:
    """The workbook being written, and what all its sheets share."""

    book: Workbook
    styles: Styles
    language: Language
    digest: str
    _names: set[str] = field(default_factory=set)

    def say(self, text: Text) -> str:
        """Return a text in the workbook's language."""
        return text.say(self.language)

    def add_sheet(self, name: str) -> Worksheet:
        """Return a new sheet; its name is mended where spreadsheets would refuse it."""
        plain = _NOT_IN_SHEET_NAMES.sub(" ", name).strip()[:_LONGEST_SHEET_NAME] or "-"
        free, number = plain, 1
        while free.casefold() in self._names:
            number += 1
            free = f"{plain[: _LONGEST_SHEET_NAME - len(str(number)) - 1]} {number}"
        self._names.add(free.casefold())
        return self.book.add_worksheet(free)


def write_top(
    output: Output, sheet: Worksheet, title: str, subtitle: str, widths: Sequence[float], repeated: int = 0
) -> None:
    """Write title and subtitle, and set the sheet up for columns of these widths.

    Where all columns on one page would be too small to read, they take several and the first `repeated` are printed
    on each.
    """
    for place, each in enumerate(widths):
        sheet.set_column(place, place, each)
    pages = max(1, ceil(sum(widths) * _LEAST_SCALE / _PAPER_WIDTH))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.center_horizontally()
    sheet.fit_to_pages(pages, 0)
    if pages > 1 and repeated:
        sheet.repeat_columns(0, repeated - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_header("", {"margin": 0.3})
    footer = output.say(_FOOTER).format(font=f"{HEAD_FONT},Regular", digest=output.digest[:16])
    sheet.set_footer(footer, {"margin": 0.3})
    sheet.set_default_row(_ROW_HEIGHT)

    # On a wide sheet the middle of the title would be out of sight.
    is_wide = sum(widths) > _SCREEN_WIDTH
    styles = output.styles
    lines = wrapped_lines(title, sum(widths) * FONT_SIZE / TITLE_SIZE / _STRETCH)
    sheet.set_row(0, lines * _TITLE_LINE_HEIGHT + 6)
    merge(sheet, 0, 0, len(widths) - 1, title, styles.left_title if is_wide else styles.title)
    merge(sheet, 1, 0, len(widths) - 1, subtitle, styles.left_subtitle if is_wide else styles.subtitle)


def write_table(
    output: Output, sheet: Worksheet, columns: Sequence[Column], frozen: int, total: Iterable[Cell] = ()
) -> int:
    """Write a table below the top, and a total row that filters leave alone; return the next free row."""
    sheet.set_row(HEADER_ROW, header_height(columns))
    for place, column in enumerate(columns):
        sheet.write_string(HEADER_ROW, place, column.shown_heading, output.styles.header)
    row = HEADER_ROW
    for row, cells in enumerate(_rows(columns), start=FIRST_ROW):
        write_cells(sheet, row, cells)
    sheet.autofilter(HEADER_ROW, 0, row, len(columns) - 1)
    sheet.freeze_panes(FIRST_ROW, frozen)
    sheet.repeat_rows(HEADER_ROW)
    total_row = tuple(total)
    if total_row:
        row += 1
        write_cells(sheet, row, total_row)
    return row + 1


def write_cells(sheet: Worksheet, row: int, cells: Iterable[Cell]) -> None:
    """Write the cells of a row."""
    for place, (value, style) in enumerate(cells):
        if isinstance(value, str):
            sheet.write_string(row, place, value, style)
        elif value is None:
            sheet.write_blank(row, place, None, style)
        else:
            sheet.write_number(row, place, value, style)


def merge(sheet: Worksheet, row: int, first: int, last: int, words: str, style: Format) -> None:
    """Write words over several columns of a row."""
    if first == last:
        sheet.write_string(row, first, words, style)
    else:
        sheet.merge_range(row, first, row, last, words, style)


def header_height(columns: Iterable[Column]) -> float:
    """Return the height of a header row with these columns."""
    lines = max(wrapped_lines(each.shown_heading, each.column_width / _STRETCH - 1) for each in columns)
    return lines * _LINE_HEIGHT + 8


def row_height(lines: int) -> float:
    """Return the height of a row with so many lines."""
    return max(_ROW_HEIGHT, lines * _LINE_HEIGHT + 3)


def wrapped_lines(words: str, width: float) -> int:
    """Return how many lines words take at a width; Latin words stay whole."""
    if "\n" in words:
        return sum(wrapped_lines(line, width) for line in words.split("\n"))
    lines, used = 1, 0
    for piece in _LATIN_WORD_OR_CHARACTER.findall(words):
        needed = words_width(piece.rstrip())
        if used and used + needed > width:
            lines, used = lines + 1, 0
        used += words_width(piece)
    return lines


def _longest_word(heading: str) -> int:
    return (
        max((words_width(each.strip()) for each in _LATIN_WORD_OR_CHARACTER.findall(heading)), default=0) + 1
    )


def _rows(columns: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
    return zip(*(column.cells for column in columns), strict=True)
