"""Workbooks and measures for the tests of reading: as offices have them, written with xlsxwriter."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import xlsxwriter

from guben.diagnostics import Finding, SourceSpan, Text
from guben.model.choices import ChoiceSet
from guben.model.scheme import Collected, Measure, SourceKind
from guben.model.values import Kind, value_type
from guben.office.county import Reading, read_county

AS_OF = date(2025, 12, 31)
SPAN = SourceSpan("scheme.yaml", 1, 1)

ORGANIZATION_HEADINGS = ["组织代码", "党组织名称", "上级党组织", "组织类别", "层级", "领域"]
COUNTY = ["C1", "甲县县委", "", "党委", "县", "机关"]
TOWNSHIP = ["T1", "城关镇党委", "C1", "党委", "乡镇", "农村"]
VILLAGE = ["V1", "东村党支部", "T1", "党支部", "村", "农村"]
MEMBER_HEADINGS = ["姓名", "公民身份号码", "性别", "出生日期", "所在党组织", "入党日期", "党内职务"]

Rows = Sequence[Sequence[object]]


def measure(
    name: str,
    title: str,
    kind: Kind,
    *,
    digits: int | None = None,
    bounds: tuple[int, int] | None = None,
    choices: ChoiceSet | None = None,
    aliases: tuple[str, ...] = (),
) -> Measure:
    """Return a reported measure."""
    limits = (Fraction(bounds[0]), Fraction(bounds[1])) if bounds else None
    type_ = value_type(kind, digits=digits, bounds=limits, choices=choices)
    return Measure(
        name, Text(title, name.title()), type_, Collected(SourceKind.REPORT, "year"), SPAN, aliases
    )


INCOME = measure("income", "年人均纯收入", Kind.YUAN)
RATE = measure("rate", "参会率", Kind.PERCENT)
MEETINGS = measure("meetings", "会议次数", Kind.COUNT)


def write_workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write plain cells; a date becomes a date of Excel, a text that begins with =ERROR an error cell."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("=ERROR"):
                    sheet.write_formula(row, column, "=1/0", None, cell.removeprefix("=ERROR "))
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                else:
                    sheet.write(row, column, cell)
    book.close()
    return path


def read_sheets(folder: Path, sheets: dict[str, Rows], measures: Sequence[Measure] = ()) -> Reading:
    """Write a workbook and read it."""
    path = write_workbook(folder / "county.xlsx", sheets)
    return read_county(path, measures=measures, period="2025", as_of=AS_OF)


def read_organizations(folder: Path, *rows: Sequence[object]) -> Reading:
    """Read a workbook with these organizations and one member of the first."""
    members = [["姓名", "所在党组织"], ["甲", rows[0][1]]]
    return read_sheets(folder, {"组织": [ORGANIZATION_HEADINGS, *rows], "党员": members})


def read_values(
    folder: Path, measures: Sequence[Measure], headings: Sequence[str], *cells: Sequence[object]
) -> Reading:
    """Read one village for each row of cells, under the headings of measures."""
    villages = [
        [f"V{n}", f"第{n}村党支部", "", "党支部", "村", "农村", *row] for n, row in enumerate(cells, start=1)
    ]
    sheets: dict[str, Rows] = {
        "组织": [[*ORGANIZATION_HEADINGS, *headings], *villages],
        "党员": [["姓名", "所在党组织"], ["甲", "V1"]],
    }
    return read_sheets(folder, sheets, measures)


def read_members(folder: Path, headings: Sequence[str], *rows: Sequence[object]) -> Reading:
    """Read members of one village under the given headings; the last column is added: their organization."""
    members = [[*headings, "所在党组织"], *([*row, "V1"] for row in rows)]
    return read_sheets(folder, {"组织": [ORGANIZATION_HEADINGS, COUNTY, TOWNSHIP, VILLAGE], "党员": members})


def said(reading: Reading) -> list[tuple[str, str, int]]:
    """Return each finding's code, English sentence, and count of other places."""
    return [_said(finding) for finding in reading.findings]


def _said(finding: Finding) -> tuple[str, str, int]:
    return (finding.code.number, finding.message.en, finding.elsewhere)
