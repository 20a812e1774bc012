"""Sheets and headings that are missing, doubled or misspelt."""

import pytest
from office_workbooks import (
    COUNTY,
    INCOME,
    ORGANIZATION_HEADINGS,
    VILLAGE,
    measure,
    read_sheets,
    read_values,
    said,
)

from guben.model.values import Kind

TOP_VILLAGE = [*VILLAGE[:2], "", *VILLAGE[3:]]
MEMBERS = [["姓名", "所在党组织"], ["甲", "V1"]]


def test_sheets_are_found_by_their_headings_where_their_names_say_nothing(tmp_path):
    reading = read_sheets(
        tmp_path,
        {
            "封面": [["某县"]],
            "Sheet2": [["姓名", "性别", "所在党组织"], ["甲", "男", "V1"]],
            "Sheet3": [ORGANIZATION_HEADINGS, TOP_VILLAGE],
        },
    )

    assert reading.findings == ()
    assert [each.source for each in reading.records.organizations + reading.records.people] == [
        "Sheet3!2",
        "Sheet2!2",
    ]


def test_a_workbook_without_an_organizations_sheet_says_which_sheets_it_has(tmp_path):
    reading = read_sheets(tmp_path, {"台账": [["甲", "乙"], [1, 2]]})

    assert said(reading) == [("E510", 'There is no sheet "Organizations"; there are: 台账.', 0)]


def test_a_workbook_with_organizations_only_is_read_with_a_warning(tmp_path):
    reading = read_sheets(tmp_path, {"组织": [ORGANIZATION_HEADINGS, TOP_VILLAGE]})

    assert [each.code.number for each in reading.findings] == ["W511"]


def test_a_members_sheet_that_cannot_be_found_among_others_is_an_error(tmp_path):
    reading = read_sheets(tmp_path, {"组织": [ORGANIZATION_HEADINGS, TOP_VILLAGE], "另一张": [["甲"]]})

    assert said(reading) == [("E511", 'There is no sheet "Members"; there are: 组织, 另一张.', 0)]


def test_a_sheet_without_headings_is_an_error(tmp_path):
    reading = read_sheets(tmp_path, {"组织": [["甲", "乙"], [1, 2]], "党员": MEMBERS})

    assert said(reading) == [("E512", "No header row was found in the first 30 rows.", 0)]


def test_a_missing_required_column_names_the_nearest_heading(tmp_path):
    headings = ["组织代码", "党组织名称", "上级党组织", "组织类别别", "层级", "领域"]
    reading = read_sheets(tmp_path, {"组织": [headings, TOP_VILLAGE], "党员": MEMBERS})

    assert said(reading) == [
        ("E513", 'The column "Type of organization" is missing. The nearest heading is "组织类别别".', 0)
    ]


def test_a_column_that_is_there_twice_names_both_letters(tmp_path):
    reading = read_sheets(
        tmp_path, {"组织": [[*ORGANIZATION_HEADINGS, "级别"], [*TOP_VILLAGE, "村"]], "党员": MEMBERS}
    )

    assert said(reading) == [("E514", 'The column "Level" is there twice: in E and in G.', 0)]


def test_a_misspelt_heading_is_a_warning_and_a_foreign_one_is_left_alone(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收人", "备用"], [1000, "x"])

    assert said(reading) == [
        (
            "W516",
            'The heading "年人均纯收人" is not known and its column was not read; did you mean "Income"?',
            0,
        ),
        ("W517", "There are no columns for these measures; they will be missing: Income.", 0),
    ]


def test_a_unit_that_does_not_fit_the_measure_is_an_error(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入（人）"], [1000])

    assert said(reading)[0] == ("E515", 'The unit "人" in the heading does not fit "Income".', 0)


def test_units_in_a_row_below_the_headings_scale_the_numbers(tmp_path):
    fund = measure("fund", "集体收入", Kind.YUAN)
    members = [["姓名", "所在党组织"], ["甲", "V1"]]
    sheets = {
        "组织": [[*ORGANIZATION_HEADINGS, "集体收入"], ["", "", "", "", "", "", "万元"], [*TOP_VILLAGE, 3.5]],
        "党员": members,
    }

    reading = read_sheets(tmp_path, sheets, [fund])

    assert (reading.findings, [each.number for each in reading.records.values]) == ((), [350_000_000])


def test_no_rows_below_the_headings_is_an_error(tmp_path):
    reading = read_sheets(
        tmp_path, {"组织": [ORGANIZATION_HEADINGS, ["合计"]], "党员": [["姓名", "所在党组织"]]}
    )

    assert [each.code.number for each in reading.findings] == ["E518", "W519"]


def test_the_county_alone_needs_no_code(tmp_path):
    reading = read_sheets(tmp_path, {"组织": [ORGANIZATION_HEADINGS[1:], COUNTY[1:]]})

    assert [each.key for each in reading.records.organizations] == ["甲县县委"]


@pytest.mark.parametrize(
    ("note", "heading", "number"),
    [
        ("单位：万元", "集体收入", 350_000_000),
        ("（金额单位：万元、人）", "集体收入", 350_000_000),
        ("单位：万元", "集体收入（元）", 35_000),
        ("填报单位：万元村", "集体收入", 35_000),
        ("", "集体收入（万元/年）", 350_000_000),
    ],
)
def test_a_unit_noted_above_the_table_scales_the_numbers(tmp_path, note, heading, number):
    fund = measure("fund", "集体收入", Kind.YUAN)
    sheets = {
        "组织": [["情况表"], ["", "", note], [*ORGANIZATION_HEADINGS, heading], [*TOP_VILLAGE, 3.5]],
        "党员": MEMBERS,
    }

    reading = read_sheets(tmp_path, sheets, [fund])

    assert (reading.findings, [each.number for each in reading.records.values]) == ((), [number])


def test_a_unit_in_the_measures_own_title_scales_the_numbers(tmp_path):
    fund = measure("fund", "集体收入（万元）", Kind.YUAN)

    reading = read_values(tmp_path, [fund], ["集体收入（万元）"], [3.5])

    assert [each.number for each in reading.records.values] == [350_000_000]
