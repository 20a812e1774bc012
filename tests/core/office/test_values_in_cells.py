"""Cells of measures: units, percents, bounds, words for nothing, and what cannot be understood."""

import zipfile

import pytest
from office_workbooks import (
    AS_OF,
    COUNTY,
    INCOME,
    MEETINGS,
    ORGANIZATION_HEADINGS,
    RATE,
    TOWNSHIP,
    measure,
    read_values,
    said,
    write_workbook,
)
from openpyxl import Workbook

from guben.diagnostics import Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.values import Kind
from guben.office.county import read_county

OPEN = measure("open", "是否公开", Kind.YES_NO)
SIZE = measure("size", "规模", Kind.CHOICE, choices=ChoiceSet("size", Text("规模", "Size"), (
    Choice("small", Text("小型", "Small"), ("小",)), Choice("large", Text("大型", "Large"), ("大",)),
)))  # fmt: skip
LAND = measure("land", "活动场所面积", Kind.AREA)
HELD = measure("held", "换届日期", Kind.DATE)


def numbers(reading):
    return [each.number for each in reading.records.values]


@pytest.mark.parametrize(
    ("heading", "cell", "number"),
    [
        ("年人均纯收入", 0.1 + 0.2, 3000),
        ("年人均纯收入", "3.5万元", 350_000_000),
        ("年人均纯收入", "3.5 万", 350_000_000),
        ("年人均纯收入", "1,234.5", 12_345_000),
        ("年人均纯收入", "１２３", 1_230_000),
        ("年人均纯收入", "4500元", 45_000_000),
        ("年人均纯收入(万元)", 1.2, 120_000_000),
        ("年人均纯收入（万元）", "4500元", 45_000_000),
        ("年人均纯收入（2025年）", 7, 70_000),
        ("活动场所面积", "3亩", 20_000_000),
        ("活动场所面积", "120㎡", 1_200_000),
    ],
)
def test_numbers_are_read_with_their_units(tmp_path, heading, cell, number):
    reading = read_values(tmp_path, [INCOME, LAND], [heading], [cell])

    assert (numbers(reading), [each for each in reading.findings if each.is_error]) == ([number], [])


@pytest.mark.parametrize(
    ("heading", "cells", "percents"),
    [
        ("参会率", [0.85, 1, 0], [85, 100, 0]),
        ("参会率", [85, 2, 0], [85, 2, 0]),
        ("参会率(%)", [85, 0.5], [85, 0.5]),
        ("参会率", ["85%", "85％", 0.85], [85, 85, 85]),
        ("参会率", ["0.5%", 90], [0.5, 90]),
    ],
)
def test_percents_are_decided_by_the_column(tmp_path, heading, cells, percents):
    reading = read_values(tmp_path, [RATE], [heading], *([cell] for cell in cells))

    assert (numbers(reading), reading.findings) == ([round(each * 10**6) for each in percents], ())


def test_a_column_that_mixes_fractions_and_percents_is_an_error(tmp_path):
    reading = read_values(tmp_path, [RATE], ["参会率"], [90], [0.85], [0.9])

    message = "It cannot be told whether 0.85 means 85% or 0.85%: the same column has 90 in row 2."
    assert said(reading) == [("E528", message, 1)]
    assert reading.findings[0].place.label().zh == "工作表“组织”第3行“参会率”列"


@pytest.mark.parametrize(
    ("usual", "slip", "because"),
    [
        (0.85, 1.7, "all others in the column are at most 1 and read as fractions"),
        (85, 0.9, "all others in the column are above 1 and read as percents"),
    ],
)
def test_one_percent_out_of_line_among_many_is_refused_alone(tmp_path, usual, slip, because):
    reading = read_values(tmp_path, [RATE], ["参会率"], *([usual] for _ in range(10)), [slip])

    (finding,) = reading.findings
    assert (finding.code.number, finding.place.row) == ("E528", 12)
    assert finding.message.en.endswith(f": {because}.")
    assert numbers(reading) == [85 * 10**6] * 10


def test_a_bare_one_beside_percents_is_an_error(tmp_path):
    reading = read_values(tmp_path, [RATE], ["参会率"], [90], [1], [0])

    message = "It cannot be told whether 1 means 100% or 1%: the same column has 90 in row 2."
    assert said(reading) == [("E528", message, 0)]


def test_a_percent_heading_above_fractions_is_an_error(tmp_path):
    reading = read_values(tmp_path, [RATE], ["参会率（%）"], [0.92], [1], [0], ["50%"])

    message = "It cannot be told whether 0.92 means 92% or 0.92%: the heading says %, and no number in the column is above 1."
    assert said(reading) == [("E528", message, 1)]


@pytest.mark.parametrize(
    ("measure_", "cell", "code", "message"),
    [
        (INCOME, "=ERROR #DIV/0!", "E521", "The cell shows #DIV/0!: its formula has failed."),
        (INCOME, "=ERROR #N/A", "E521", "The cell shows #N/A: its formula has failed."),
        (SIZE, "巨无霸", "E522", '"巨无霸" is not one of the allowed values.'),
        (SIZE, "大大型", "E522", '"大大型" is not one of the allowed values. Did you mean 大型?'),
        (INCOME, "八十五", "E523", '"八十五" is not a number.'),
        (INCOME, "1,23", "E523", '"1,23" is not a number.'),
        (MEETINGS, True, "E523", '"True" is not a number.'),
        (MEETINGS, 3.5, "E524", "3.5 has decimals; this is a count."),
        (INCOME, "35人", "E525", 'The unit "人" of "35人" does not fit this column.'),
        (INCOME, -5, "E526", "-5 is out of bounds; from 0 to 10,000,000,000 yuan is allowed."),
        (INCOME, 1e300, "E526", "10^300 is out of bounds; from 0 to 10,000,000,000 yuan is allowed."),
        (RATE, "120%", "E526", "120% is out of bounds; from 0% to 100% is allowed."),
        (OPEN, "也许", "E529", '"也许" is neither yes nor no.'),
        (HELD, "去年", "E530", '"去年" is not a date.'),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_understood_is_an_error(tmp_path, measure_, cell, code, message):
    reading = read_values(tmp_path, [measure_], [measure_.title.zh], [cell])

    assert (said(reading), reading.records.values) == ([(code, message, 0)], [])


def test_more_decimals_than_are_kept_are_rounded_half_away_with_a_warning(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], [12.34565], [12.34564])

    assert numbers(reading) == [123457, 123456]
    assert said(reading) == [("W527", "12.34565 has too many decimals; 12.3457 is used.", 1)]


@pytest.mark.parametrize("cell", ["", "-", "—", "/", "无数据", "未统计", "缺", "  "])
def test_words_for_nothing_give_no_value(tmp_path, cell):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], [cell])

    assert (reading.records.values, reading.findings) == ([], ())


@pytest.mark.parametrize("cell", ["不适用", "N/A", "n/a"])
def test_not_applicable_is_kept_as_such(tmp_path, cell):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], [cell])

    assert [(each.number, each.is_not_applicable) for each in reading.records.values] == [(None, True)]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("是", 1), ("有", 1), ("√", 1), ("Y", 1), (1, 1), (True, 1), ("否", 0), ("无", 0), ("×", 0), (0, 0)],
)
def test_yes_and_no_are_read_as_offices_write_them(tmp_path, cell, number):
    assert numbers(read_values(tmp_path, [OPEN], ["是否公开"], [cell])) == [number]


def test_choices_are_read_without_regard_to_width_and_spaces(tmp_path):
    reading = read_values(tmp_path, [SIZE], ["规模"], [" 大 型"], ["小"], ["ＳＭＡＬＬ"])

    assert [each.choice for each in reading.records.values] == ["large", "small", "small"]


def test_two_hundred_errors_of_one_kind_are_one_line_with_the_count(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], *([f"约{number}"] for number in range(200)))

    assert said(reading) == [("E523", '"约0" is not a number.', 199)]


def test_a_number_cell_is_stored_as_its_text_would_be(tmp_path):
    cells = [0.0, 0.0001, 1.0, 0.1 + 0.2, 12.5, 99999.99, 1e9, 1234567.8901, 9999999999.0]

    as_numbers = read_values(tmp_path, [INCOME], ["年人均纯收入"], *([cell] for cell in cells))
    as_text = read_values(tmp_path, [INCOME], ["年人均纯收入"], *([f"{cell:.15g}"] for cell in cells))

    assert numbers(as_numbers) == numbers(as_text)
    assert numbers(as_numbers)[:5] == [0, 1, 10_000, 3_000, 125_000]


def test_formulas_without_a_result_are_errors_wherever_they_are_read(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "组织"
    sheet.append([*ORGANIZATION_HEADINGS, "备用", "年人均纯收入", "会议次数", "人口数"])
    sheet.append([*COUNTY, "=1+1", 5000, "=SUM(1,2)", 3])
    sheet.append([*TOWNSHIP, "", "=5000/2", 3, "=I2"])
    sheet.append([f'="{each}"' for each in ["V2", "西村党支部"]])
    book.save(tmp_path / "county.xlsx")

    reading = read_county(tmp_path / "county.xlsx", measures=[INCOME, MEETINGS], period="2025", as_of=AS_OF)

    assert [
        (each.code.number, each.place.row, each.place.column)
        for each in reading.findings
        if each.code.number == "E539"
    ] == [
        ("E539", 4, "组织代码"),
        ("E539", 4, "党组织名称"),
        ("E539", 3, "人口数"),
        ("E539", 3, "年人均纯收入"),
        ("E539", 2, "会议次数"),
    ]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ('<c r="H3"><f>1+1</f></c>', ["E539"]),
        ('<c r="H3"><f>1+1</f><v/></c>', ["E539"]),
        ('<c r="H3" s="0"><f t="shared" si="0"/><v></v></c>', ["E539"]),
        ('<c r="H3"><f t="shared" si="0"/><v>5</v></c>', []),
        ('<c r="G3" s="0"/><c r="H3"><f>1+1</f><v>5</v></c>', []),
        ('<c r="H3" t="str"><f>IF(1,"","")</f><v></v></c>', []),
        ('<c r="H3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ["E521"]),
    ],
)
def test_a_formula_counts_by_the_result_that_the_file_has(tmp_path, cell, codes):
    path, plain = tmp_path / "county.xlsx", tmp_path / "plain.xlsx"
    headings = [*ORGANIZATION_HEADINGS, "备用", "会议次数"]
    write_workbook(plain, {"组织": [headings, [*COUNTY, "", 1], [*TOWNSHIP, "", 77]]})
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            assert "sheet1" not in name or '<c r="H3"><v>77</v></c>' in content or "rels" in name
            new.writestr(name, content.replace('<c r="H3"><v>77</v></c>', cell))

    reading = read_county(path, measures=[MEETINGS], period="2025", as_of=AS_OF)

    assert [each.code.number for each in reading.findings if each.is_error] == codes
