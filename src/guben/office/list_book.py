"""Tables as a workbook that says on every sheet, and on every printed page, who took it out, when and what for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from guben.diagnostics import Language
from guben.office.template import EXPLANATION_SHEET, LISTS_SHEET

_A4 = 9
_LONGEST_HEADER = 240
_WIDEST, _NARROWEST, _NOTES_WIDTH = 40, 8, 100
# Rows below the last that still get the drop-downs, for those who add people.
_MORE_ROWS = 1000
_MARK_ROW, _HEADING_ROW, _FIRST_ROW = range(3)

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: its name, its headings and its rows; `widths` in characters where the headings do not tell."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = field(default=())
    # Columns whose cells are from these words, by place; Excel offers them and warns of others.
    choices: dict[int, Sequence[str]] = field(default_factory=dict)


def list_book(
    sheets: Sequence[ListSheet], *, mark: str, language: Language = "zh", notes: Sequence[str] = ()
) -> bytes:
    """Return the workbook; `mark` stands above every table and in the head of every printed page.

    `notes` stand on a sheet of their own behind the others.
    """
    stream = BytesIO()
    lists: dict[tuple[str, ...], int] = {}
    lists_sheet = LISTS_SHEET.say(language)
    with xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        marked = book.add_format({"font_color": "#9C1C1C", "font_size": 9})
        heading = book.add_format({"bold": True, "bg_color": "#E7EDF5", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        text = book.add_format({"num_format": "@"})
        numbers = _Numbers(book)
        for each in sheets:
            sheet = book.add_worksheet(each.name)
            for place, words in enumerate(each.headings):
                wide = each.widths[place] if place < len(each.widths) else 2 + 2 * len(words)
                sheet.set_column(place, place, max(_NARROWEST, min(_WIDEST, wide)), text)
            sheet.set_header("&L&9" + mark.replace("&", "&&")[:_LONGEST_HEADER])
            sheet.set_footer("&C&P / &N")
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(_HEADING_ROW)
            sheet.freeze_panes(_FIRST_ROW, 1)
            sheet.write_string(_MARK_ROW, 0, mark, marked)
            for place, words in enumerate(each.headings):
                sheet.write_string(_HEADING_ROW, place, words, heading)
            last = _FIRST_ROW
            for last, row in enumerate(each.rows, start=_FIRST_ROW):
                for place, cell in enumerate(row):
                    if cell is None or cell == "":
                        continue
                    if isinstance(cell, date):
                        sheet.write_datetime(last, place, cell, day)
                    elif isinstance(cell, (int, Decimal)):
                        sheet.write_number(last, place, cell)
                    elif isinstance(cell, Decimal):
                        # Excel knows no other numbers; they are shown with the digits that they have.
                        sheet.write_number(last, place, float(cell), numbers[_digits_of(cell)])
                    else:
                        sheet.write_string(last, place, cell, text)
            for place, offered in each.choices.items():
                column = lists.setdefault(tuple(offered), len(lists))
                rule = {
                    "validate": "list",
                    "source": _place(lists_sheet, column, len(offered)),
                    "error_type": "warning",
                }
                sheet.data_validation(_FIRST_ROW, place, last + _MORE_ROWS, place, rule)
        if notes:
            sheet = book.add_worksheet(EXPLANATION_SHEET.say(language))
            sheet.set_column(0, 0, _NOTES_WIDTH, book.add_format({"text_wrap": True, "valign": "top"}))
            for line, words in enumerate(notes):
                sheet.write_string(line, 0, f"{line + 1}. {words}")
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
        if lists:
            sheet = book.add_worksheet(lists_sheet)
            for line, side_by_side in enumerate(zip_longest(*lists)):
                sheet.write_row(line, 0, side_by_side)
            sheet.hide()
    return stream.getvalue()


class _Numbers(dict[int, Any]):
    """Formats of numbers by how many digits stand behind the point."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, digits: int) -> Any:
        shape = f"0.{'0' * digits}" if digits else "0"
        self[digits] = self.book.add_format({"num_format": shape})
        return self[digits]


def _digits_of(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _place(sheet: str, column: int, length: int) -> str:
    """Return where the words of a drop-down stand."""
    letter = chr(ord("A") + column)
    return f"='{sheet}'!${letter}$1:${letter}${length}"
