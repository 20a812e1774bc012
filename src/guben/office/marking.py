"""The workbook that was read, with every cell marked that something was said about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from guben.diagnostics import CellPlace, Finding, Language, Severity, Text
from guben.office.headings import HEADER_ROWS
from guben.office.wording import on_one_line
from guben.office.workbook import ErrorCell, open_workbook

_AUTHOR = "Guben"
_FILLS = {
    Severity.ERROR: PatternFill("solid", start_color="FFF8CFCB"),
    Severity.WARNING: PatternFill("solid", start_color="FFFFEBB0"),
}
_LIST = Text("核对结果", "Findings")
_LIST_HEADINGS = (
    Text("位置", "Place"),
    Text("编号", "Code"),
    Text("问题", "What is wrong"),
    Text("怎么办", "What to do"),
)
_LIST_WIDTHS = (36, 10, 80, 60)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 120


def mark_findings(
    workbook_path: Path, findings: Iterable[Finding], out_path: Path, *, language: Language = "zh"
) -> None:
    """Write the workbook anew as .xlsx with the cells of all findings coloured and commented.

    A finding about a row marks its first cell, one about a column its heading; a first sheet lists all of them. Pass
    findings that are not gathered, so that every cell is marked. Raises Refusal if the file cannot be read.
    """
    findings = tuple(findings)
    book = _opened(workbook_path)
    by_cell: defaultdict[tuple[str, int, int], list[Finding]] = defaultdict(list)
    columns = {name: _Columns(book[name]) for name in book.sheetnames}
    for finding in findings:
        place = finding.place
        if isinstance(place, CellPlace) and place.sheet in columns:
            row, column = columns[place.sheet].find(place)
            by_cell[place.sheet, row, column].append(finding)
    for (sheet, row, column), found in by_cell.items():
        _mark(book[sheet], row, column, found, language)
    _write_list(book, findings, language)
    book.save(out_path)


def _opened(path: Path) -> Workbook:
    checked = open_workbook(path)
    if path.suffix.lower() != ".xls":
        return load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    # The old format cannot be written; its cells are.
    book = Workbook()
    del book[book.sheetnames[0]]
    for name in checked.sheet_names:
        sheet = book.create_sheet(name)
        for row in checked.sheet(name).rows:
            sheet.append([cell.words if isinstance(cell, ErrorCell) else cell for cell in row])
    return book


class _Columns:
    """Where the headings of a sheet stand."""

    def __init__(self, sheet: Worksheet) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        rows = sheet.iter_rows(max_row=min(HEADER_ROWS, sheet.max_row), values_only=True)
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells, start=1):
                if isinstance(cell, str):
                    self._places.setdefault(on_one_line(cell), (row, column))

    def find(self, place: CellPlace) -> tuple[int, int]:
        """Return the row and column to mark, counted from 1."""
        row, column = place.row or 1, 1
        if place.column is not None:
            if place.column in self._places:
                heading_row, column = self._places[place.column]
                row = place.row or heading_row
            elif _LETTERS.fullmatch(place.column):
                column = column_index_from_string(place.column)
        return row, column


def _mark(sheet: Worksheet, row: int, column: int, findings: Sequence[Finding], language: Language) -> None:
    # Of merged cells only the first can be written.
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            row, column = merged.min_row, merged.min_col
            break
    cell = sheet.cell(row, column)
    worst = Severity.ERROR if any(each.is_error for each in findings) else Severity.WARNING
    cell.fill = _FILLS[worst]
    words = "\n".join(_sentence(each, language) for each in findings)
    if cell.comment is not None:
        words = f"{cell.comment.text}\n{words}"
    cell.comment = Comment(words, _AUTHOR, height=_COMMENT_HEIGHT, width=_COMMENT_WIDTH)


def _sentence(finding: Finding, language: Language) -> str:
    words = f"{finding.code.number} {finding.message.say(language)}"
    return f"{words} {finding.hint.say(language)}" if finding.hint else words


def _write_list(book: Workbook, findings: Sequence[Finding], language: Language) -> None:
    name = _LIST.say(language)
    while name in book.sheetnames:
        name += "_"
    sheet = book.create_sheet(name, 0)
    book.active = 0
    sheet.append([heading.say(language) for heading in _LIST_HEADINGS])
    for finding in findings:
        hint = finding.hint.say(language) if finding.hint else ""
        row = (finding.place.label(), finding.code.number, finding.message, hint)
        sheet.append([each.say(language) if isinstance(each, Text) else each for each in row])
        sheet.cell(sheet.max_row, 1).fill = _FILLS[finding.code.severity]
        # Words out of the workbook, even if they begin with =, are words.
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"
    for column, width in enumerate(_LIST_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
