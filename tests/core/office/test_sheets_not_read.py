"""Sheets that look like the ones that are read are never left out silently."""

import xlsxwriter
from office_workbooks import AS_OF, ORGANIZATION_HEADINGS, VILLAGE, read_sheets, said

from guben.office.county import read_county

TOP_VILLAGE = [*VILLAGE[:2], "", *VILLAGE[3:]]
ORGANIZATIONS = [ORGANIZATION_HEADINGS, TOP_VILLAGE]
MEMBERS = [["姓名", "性别", "所在党组织"], ["甲", "男", "V1"]]


def write_with_hidden(path, sheets, hidden):
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def read_with_hidden(folder, sheets, hidden):
    path = write_with_hidden(folder / "county.xlsx", sheets, hidden)
    return read_county(path, measures=[], period="2025", as_of=AS_OF)


def test_members_on_several_sheets_are_an_error_in_one_line(tmp_path):
    sheets = {"组织": ORGANIZATIONS, "城关镇": MEMBERS, "石桥乡": MEMBERS, "青坪镇": MEMBERS}

    reading = read_sheets(tmp_path, sheets)

    (finding,) = reading.findings
    assert finding.code.number == "E570"
    assert finding.message.zh == "工作表“石桥乡”“青坪镇”也像党员名册，没有读；读的是“城关镇”。"


def test_members_on_other_sheets_than_the_one_of_that_name_are_an_error(tmp_path):
    reading = read_sheets(tmp_path, {"组织": ORGANIZATIONS, "党员": MEMBERS, "石桥乡": MEMBERS})

    assert [each.code.number for each in reading.findings] == ["E570"]


def test_organizations_on_several_sheets_are_an_error(tmp_path):
    sheets = {"组织": ORGANIZATIONS, "青坪镇组织": ORGANIZATIONS, "党员": MEMBERS}

    reading = read_sheets(tmp_path, sheets)

    assert said(reading) == [
        (
            "E570",
            'These sheets look like a list of organizations too and were not read: "青坪镇组织"; "组织" was.',
            0,
        )
    ]


def test_a_sheet_with_headings_only_or_about_something_else_is_left_alone(tmp_path):
    others = {"空表": MEMBERS[:1], "培训": [["姓名", "所在党组织", "培训天数"], ["甲", "V1", 3]]}

    reading = read_sheets(tmp_path, {"组织": ORGANIZATIONS, "党员": MEMBERS, **others})

    assert reading.findings == ()


def test_a_hidden_members_sheet_is_an_error_that_says_so(tmp_path):
    reading = read_with_hidden(tmp_path, {"组织": ORGANIZATIONS, "党员": MEMBERS}, {"党员"})

    assert said(reading) == [("E571", 'The sheet "党员" is hidden and was not read.', 0)]


def test_a_hidden_organizations_sheet_is_an_error_that_says_so(tmp_path):
    reading = read_with_hidden(tmp_path, {"党员": MEMBERS, "组织": ORGANIZATIONS}, {"组织"})

    assert said(reading) == [("E571", 'The sheet "组织" is hidden and was not read.', 0)]


def test_a_hidden_sheet_beside_the_one_that_is_read_is_a_warning(tmp_path):
    sheets = {"组织": ORGANIZATIONS, "党员": MEMBERS, "旧名册": MEMBERS}

    reading = read_with_hidden(tmp_path, sheets, {"旧名册"})

    assert [each.code.number for each in reading.findings] == ["W572"]
