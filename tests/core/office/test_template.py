"""The template: what is filled in by hand is read back without a finding."""

from datetime import date

import pytest
from office_workbooks import AS_OF, INCOME, MEETINGS, RATE, measure
from openpyxl import load_workbook

from guben.diagnostics import Text
from guben.model.values import Kind
from guben.model.vocabulary import FIELD
from guben.office.county import read_county
from guben.office.template import write_template

MEASURES = [
    *(INCOME, RATE, MEETINGS),
    measure("open", "是否公开", Kind.YES_NO),
    measure("kind", "主导产业类别", Kind.CHOICE, choices=FIELD),
    measure("held", "换届日期", Kind.DATE),
    measure("motto", "特色做法", Kind.TEXT),
]


def fill(sheet, first_row, rows):
    headings = [str(cell.value).rstrip("*") for cell in sheet[3]]
    for number, row in enumerate(rows, start=first_row):
        for heading, value in row.items():
            sheet.cell(number, headings.index(heading) + 1, value)


def test_a_template_filled_in_by_hand_is_read_with_no_finding_but_what_is_left_out(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, title=Text("2025年度考核", "Appraisal 2025"), measures=MEASURES, language="zh")
    book = load_workbook(path)
    shared = {"组织类别": "党支部", "层级": "村（社区）", "领域": "农村", "上级党组织": "城关镇党委"}
    village = {
        "年人均纯收入": 18500.5,
        "参会率": 0.92,
        "会议次数": 12,
        "是否公开": "是",
        "主导产业类别": "农村",
    }
    fill(
        book["组织"],
        5,
        [
            {
                "组织代码": "T1",
                "党组织名称": "城关镇党委",
                "组织类别": "党委",
                "层级": "乡镇（街道）",
                "领域": "农村",
            },
            {
                "组织代码": "V1",
                "党组织名称": "东村党支部",
                **shared,
                "人口数": 900,
                **village,
                "换届日期": date(2021, 1, 5),
            },
            {
                "组织代码": "V2",
                "党组织名称": "西村党支部",
                **shared,
                "参会率": "不适用",
                "特色做法": "积分制",
            },
        ],
    )
    person = {
        "性别": "女",
        "民族": "汉族",
        "出生日期": date(1985, 6, 12),
        "入党日期": date(2010, 7, 1),
        "人员类别": "正式党员",
    }
    fill(
        book["党员"],
        5,
        [
            {"姓名": "甲", **person, "所在党组织": "V1", "党内职务": "书记", "任职日期": date(2021, 1, 5)},
            {"姓名": "乙", **person, "所在党组织": "东村党支部", "党内职务": "副书记、组织委员"},
            {
                "姓名": "丙",
                **person,
                "公民身份号码": "110105198506120026",
                "所在党组织": "V2",
                "学历": "大专",
            },
            {"姓名": "丁", "所在党组织": "T1", "联系电话": "13800000000"},
        ],
    )
    book.save(path)

    reading = read_county(path, measures=MEASURES, period="2025", as_of=AS_OF)

    assert {each.code.number for each in reading.findings} == {"W576"}
    assert [each.key for each in reading.records.organizations] == ["T1", "V1", "V2"]
    assert [(each.organization, each.birth_date) for each in reading.records.people] == [
        ("T1", None),
        ("V1", 19850612),
        ("V1", 19850612),
        ("V2", 19850612),
    ]
    assert [(each.person, each.post) for each in reading.records.posts] == [
        ("p0000002", "secretary"),
        ("p0000003", "deputy_secretary"),
        ("p0000003", "organization_member"),
    ]
    assert [
        (each.organization, each.measure, each.number, each.choice) for each in reading.records.values
    ] == [
        ("V1", "income", 185005000, None),
        ("V1", "rate", 92000000, None),
        ("V1", "meetings", 12, None),
        ("V1", "open", 1, None),
        ("V1", "kind", None, "rural"),
        ("V1", "held", 20210105, None),
        ("V2", "rate", None, None),
        ("V2", "motto", None, "积分制"),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_untouched_template_holds_no_records_and_its_example_rows_are_skipped(tmp_path, language):
    path = tmp_path / "template.xlsx"
    write_template(path, title=Text("考核", "Appraisal"), measures=MEASURES, language=language)

    reading = read_county(path, measures=MEASURES, period="2025", as_of=AS_OF)

    assert [each.code.number for each in reading.findings] == ["E518", "W519"]
    assert reading.records.organizations == reading.records.people == []


def test_long_lists_stand_on_a_hidden_sheet_and_identity_numbers_are_text(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, title=Text("考核", "Appraisal"), measures=MEASURES, language="en")

    book = load_workbook(path)

    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Instructions", "visible"),
        ("Organizations", "visible"),
        ("Members", "visible"),
        ("Lists", "hidden"),
    ]
    members = book["Members"]
    lists = {
        str(each.sqref).partition(":")[0]: each.formula1 for each in members.data_validations.dataValidation
    }
    assert (lists["C5"], lists["D5"]) == ('"Male,Female"', "'Lists'!$A$1:$A$56")
    assert members["B4"].number_format == "@"
    assert (members.page_setup.orientation, members.print_title_rows, members.freeze_panes) == (
        "landscape",
        "$3:$3",
        "C4",
    )


def test_titles_with_a_unit_of_their_own_are_filled_in_and_read_in_that_unit(tmp_path):
    path = tmp_path / "template.xlsx"
    measures = [measure("fund", "集体收入（万元）", Kind.YUAN), measure("rate", "参会率（%）", Kind.PERCENT)]
    write_template(path, title=Text("考核", "Appraisal"), measures=measures, language="zh")
    book = load_workbook(path)
    row = {"党组织名称": "东村党支部", "组织类别": "党支部", "层级": "村（社区）", "领域": "农村"}
    fill(book["组织"], 5, [{**row, "集体收入（万元）": 3.5, "参会率（%）": 92}])
    book.save(path)

    reading = read_county(path, measures=measures, period="2025", as_of=AS_OF)

    assert [each.number for each in reading.records.values] == [350_000_000, 92_000_000]
    assert [cell.value for cell in book["组织"][2]][-2:] == ["0—1,000,000", "0—100"]
    assert [cell.number_format for cell in book["组织"][4]][-2:] == ["#,##0.00", "#,##0.00"]


def test_notes_and_examples_of_measures_are_such_as_an_office_would_write(tmp_path):
    path = tmp_path / "template.xlsx"
    measures = [
        measure("income", "年人均纯收入", Kind.YUAN, bounds=(0, 1_000_000)),
        measure("fee", "党费标准", Kind.YUAN, bounds=(-2000, 300)),
        measure("fund", "集体收入（万元）", Kind.YUAN),
        *(RATE, MEETINGS),
        measure("open", "是否受到处分", Kind.YES_NO),
    ]
    write_template(path, title=Text("考核", "Appraisal"), measures=measures, language="zh")

    sheet = load_workbook(path)["组织"]

    assert [(sheet[2][column].value, sheet[4][column].value) for column in range(-6, 0)] == [
        ("0—1,000,000元", 5000),
        ("-2,000—300元", 300),
        ("0—1,000,000", 0.5),
        ("0—100%", 0.85),
        ("0—1,000,000,000", 12),
        ("是、否", "否"),
    ]
