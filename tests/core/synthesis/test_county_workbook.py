"""The workbook of a synthetic county looks like an office's and says what the county says."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from guben.diagnostics import SourceSpan, Text
from guben.model.scheme import Collected, Measure, SourceKind
from guben.model.values import Kind, value_type
from guben.office.columns import MEMBER_COLUMNS, ORGANIZATION_COLUMNS
from guben.synthesis import County, make_county, write_county_workbook


def measure(name: str, title: str, kind: Kind) -> Measure:
    span = SourceSpan("village.yaml", 1, 1)
    return Measure(name, Text(title, name), value_type(kind), Collected(SourceKind.REPORT, "year"), span)


MEASURES = (
    measure("trust", "群众信任率", Kind.PERCENT),
    measure("rights_kept", "四项权利落实数", Kind.COUNT),
    measure("satisfaction", "群众满意率", Kind.PERCENT),
    measure("net_income", "年人均纯收入", Kind.YUAN),
    measure("collective_funds_total", "可支配集体资金", Kind.YUAN),
    measure("serious_violation", "严重违纪违法", Kind.YES_NO),
    measure("collective_income", "村集体经济收入", Kind.YUAN),
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


@pytest.fixture(scope="module")
def county() -> County:
    return make_county(7, townships=3, villages=30, members=1500)


@pytest.fixture(scope="module")
def sheets(county, tmp_path_factory) -> dict[str, list[tuple[object, ...]]]:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    write_county_workbook(county, path, MEASURES)
    return read(path)


def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_sheet_of_organizations_has_title_unit_line_and_two_header_rows(sheets):
    title, unit_line, groups, header = sheets["组织"][:4]

    assert title[0] == "云岭县党组织基本情况表"
    assert unit_line[0] == "填报单位：中共云岭县委员会组织部        统计截止日期：2024年12月31日"
    assert [word for word in groups if word] == ["基本情况", "经济情况", "群众评议", "班子和管理"]
    assert header == (
        *(each.title.zh for each in ORGANIZATION_COLUMNS),
        "年人均纯收入（元）",
        "可支配集体资金（元）",
        "村集体经济收入（万元）",
        "群众信任率",
        "群众满意率（%）",
        "四项权利落实数",
        "严重违纪违法",
    )


def test_the_sheet_of_members_has_title_unit_line_and_header(sheets):
    title, _, header = sheets["党员"][:3]

    assert title[0] == "云岭县党员信息表"
    assert header == tuple(each.title.zh for each in MEMBER_COLUMNS)


def test_figures_can_be_read_back_exactly(county, sheets):
    header, rows = sheets["组织"][3], sheets["组织"][4:]
    first = len(ORGANIZATION_COLUMNS)
    names = (
        "net_income",
        "collective_funds_total",
        "collective_income",
        "trust",
        "satisfaction",
        "rights_kept",
    )

    read_back = [
        tuple(as_number(cell, heading) for cell, heading in zip(row[first:], header[first:], strict=True))[:6]
        for row in rows
    ]

    assert read_back == [tuple(each.figures.get(name) for name in names) for each in county.organizations]


def as_number(cell: object, heading: str) -> Decimal | None:
    if cell is None or cell in {"是", "否"}:
        return None
    words = str(cell).translate(FULL_WIDTH)
    if words.endswith("万元"):
        return Decimal(words.removesuffix("万元")) * 10_000
    factor = 10_000 if "万元" in heading else 100 if heading == "群众信任率" else 1
    return Decimal(words) * factor


def test_violations_are_yes_or_no_or_empty(county, sheets):
    words = {True: "是", False: "否", None: None}

    expected = [words[each.figures.get("serious_violation")] for each in county.organizations]

    assert [row[-1] for row in sheets["组织"][4:]] == expected


def test_superiors_and_organizations_of_members_are_named_by_code_or_name(county, sheets):
    keys = {each.name: each.key for each in county.organizations}
    keys.update({each.code: each.key for each in county.organizations if each.code is not None})

    superiors = [keys[row[2]] if row[2] else None for row in sheets["组织"][4:]]
    homes = [keys[row[7]] for row in sheets["党员"][3:]]

    assert superiors == [each.parent for each in county.organizations]
    assert homes == [each.organization for each in county.members]


def test_dates_of_all_spellings_are_full_days(county, sheets):
    rows = sheets["党员"][3:]

    assert [as_day(row[4]) for row in rows] == [each.birth_date for each in county.members]
    assert [as_day(row[9]) for row in rows] == [each.full_date for each in county.members]
    assert {spelling(row[4]) for row in rows} == {"date", "dots", "words"}


def as_day(cell: object) -> date | None:
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    words = str(cell).replace("年", ".").replace("月", ".").removesuffix("日")
    return date(*(int(part) for part in words.split(".")))


def spelling(cell: object) -> str:
    return "date" if isinstance(cell, datetime) else "dots" if "." in str(cell) else "words"


def test_identity_numbers_and_phones_are_text(county, sheets):
    rows = sheets["党员"][3:]

    assert [(row[1], row[14]) for row in rows] == [
        (each.identity_number, each.phone) for each in county.members
    ]


def test_the_english_workbook_has_english_words(county, tmp_path):
    path = tmp_path / "county.xlsx"

    write_county_workbook(county, path, MEASURES, "en")

    sheets = read(path)
    assert list(sheets) == ["Organizations", "Members"]
    assert sheets["Organizations"][3][-7:-3] == (
        "net_income (yuan)",
        "collective_funds_total (yuan)",
        "collective_income (yuan)",
        "trust",
    )
    assert sheets["Organizations"][4][:6] == (
        "9901",
        "中共云岭县委员会",
        None,
        "Party committee",
        "County or district",
        "Agency",
    )


def test_the_same_county_gives_the_same_bytes(county, tmp_path):
    for name in ("first.xlsx", "second.xlsx"):
        write_county_workbook(county, tmp_path / name, MEASURES)

    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()
