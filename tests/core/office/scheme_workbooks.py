"""Workbooks of schemes: written, edited like an office worker does, read back."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook as OpenWorkbook

from guben.diagnostics import Finding, Language, Refusal, print_finding
from guben.evaluation import Checked, check_scheme, check_scheme_text
from guben.office.scheme_sheet import read_scheme_workbook, write_scheme_workbook
from guben.office.workbook import open_workbook
from guben.plan import Program

VILLAGE = "pioneer-project/village"
_HEADING_ROW, _KEY_ROW = 2, 3


def exported(folder: Path, scheme: str | Program = VILLAGE, language: Language = "zh") -> Path:
    """Return the workbook of a scheme."""
    program = check_scheme(scheme).needed() if isinstance(scheme, str) else scheme
    path = folder / f"scheme-{language}.xlsx"
    write_scheme_workbook(path, program, language=language)
    return path


def imported(workbook: Path, out: Path | None = None) -> tuple[Checked, list[Finding]]:
    """Return the scheme that a workbook holds, as if it stood in the file `out`, and everything found on the way."""
    reading = read_scheme_workbook(workbook)
    out = out or workbook.with_suffix(".yaml")
    checked = check_scheme_text(reading.text.text, out)
    return checked, reading.in_cells([*reading.findings, *checked.findings], out)


def found_in(workbook: Path) -> list[str]:
    """Return the findings about a workbook as they are printed in English, without hints."""
    try:
        findings = imported(workbook)[1]
    except Refusal as refusal:
        findings = list(refusal.findings)
    return [print_finding(each, "en").splitlines()[0] for each in findings]


def edited(workbook: Path, edit: Callable[[OpenWorkbook], None]) -> Path:
    """Change a workbook in place and return it."""
    book = load_workbook(workbook)
    edit(book)
    book.save(workbook)
    return workbook


def put(book: OpenWorkbook, sheet: str, name: str, key: str, value: object) -> None:
    """Write into the row of a name and the column of a key; a name that is not there becomes a new row."""
    found = book[sheet]
    names = [found.cell(row, _name_column(book, sheet)).value for row in range(1, found.max_row + 1)]
    if name in names:
        row = names.index(name) + 1
    else:
        row = next(index for index in range(_KEY_ROW, len(names)) if names[index] is None) + 1
        found.cell(row, _name_column(book, sheet), name)
    found.cell(row, column_of(book, sheet, key)).value = value


def column_of(book: OpenWorkbook, sheet: str, key: str) -> int:
    """Return the number of the column of a key."""
    keys = [cell.value for cell in book[sheet][_KEY_ROW]]
    return keys.index(key) + 1


def _name_column(book: OpenWorkbook, sheet: str) -> int:
    keys = [str(cell.value) for cell in book[sheet][_KEY_ROW]]
    return next(index for index, key in enumerate(keys, start=1) if key in ("$name", "$part", "$key"))


def cells(workbook: Path) -> dict[str, list[list[object]]]:
    """Return everything that stands in a workbook."""
    book = open_workbook(workbook)
    return {name: book.sheet(name).rows for name in book.sheet_names}
