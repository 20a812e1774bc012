"""Workbooks of schemes that are wrong in every way: refused in words, or a scheme with its findings; never a traceback."""

from random import Random

import openpyxl
import pytest
from hostile import spoiled
from scheme_workbooks import exported, imported

from guben.diagnostics import Refusal, has_errors, print_findings


def sheets_of(path):
    """Return what stands in a workbook, sheet by sheet, percentages as they are shown."""
    book = openpyxl.load_workbook(path, read_only=True)
    return [(sheet.title, [[_shown(cell) for cell in row] for row in sheet]) for sheet in book.worksheets]


def _shown(cell):
    return f"{cell.value * 100:g}%" if cell.value and "%" in cell.number_format else cell.value


def _hostile(numbers, folder):
    sheets = sheets_of(exported(folder))
    path, out = folder / "制度.xlsx", folder / "制度.yaml"
    for number in numbers:
        path.write_bytes(spoiled(sheets, Random(number)))
        try:
            checked, findings = imported(path, out)
        except Refusal as refusal:
            findings = list(refusal.findings)
            assert has_errors(findings)
        else:
            assert checked.program is not None or has_errors(findings)
        for language in ("zh", "en"):
            assert print_findings(findings, language) or not findings


def test_hostile_workbooks_of_schemes_are_refused_in_words_or_read_with_findings(tmp_path):
    _hostile(range(200), tmp_path)


@pytest.mark.deep
def test_very_many_hostile_workbooks_of_schemes(tmp_path):
    _hostile(range(200, 10_200), tmp_path)
