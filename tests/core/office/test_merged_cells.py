"""Merged cells among the data, and rows beside the data."""

import xlsxwriter
from office_workbooks import AS_OF, INCOME, ORGANIZATION_HEADINGS, RATE, VILLAGE

from guben.office.county import read_county


def write_and_read(path, write_more):
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("组织")
    sheet.write_row(0, 0, [*ORGANIZATION_HEADINGS, "年人均纯收入"])
    sheet.write_row(1, 0, [*VILLAGE[:2], "", *VILLAGE[3:]])
    sheet.write_row(2, 0, ["V2", "西村党支部", "", *VILLAGE[3:]])
    members = book.add_worksheet("党员")
    members.write_row(0, 0, ["所在党组织", "姓名", "性别"])
    members.write_row(1, 0, ["V1", "甲"])
    write_more(book, sheet, members)
    book.close()
    return read_county(path, measures=[INCOME], period="2025", as_of=AS_OF)


def test_an_organization_merged_over_its_members_is_that_of_each(tmp_path):
    def merge(book, sheet, members):
        members.merge_range("A2:A4", "V1")
        members.write_column("B2", ["甲", "乙", "丙"])

    reading = write_and_read(tmp_path / "a.xlsx", merge)

    assert [(each.organization, each.source) for each in reading.records.people] == [
        ("V1", "党员!2"),
        ("V1", "党员!3"),
        ("V1", "党员!4"),
    ]


def test_a_number_merged_over_two_organizations_is_an_error(tmp_path):
    reading = write_and_read(
        tmp_path / "a.xlsx", lambda book, sheet, members: sheet.merge_range("G2:G3", 100)
    )

    assert [(each.code.number, each.place.row, each.place.column) for each in reading.findings] == [
        ("E538", 2, "年人均纯收入")
    ]


def test_bands_totals_footnotes_and_examples_are_no_members(tmp_path):
    def write_around(book, sheet, members):
        members.merge_range("A3:C3", "一、东片")
        members.write_row(3, 0, ["V2", "乙"])
        members.write_row(4, 0, ["示例", "丙"])
        members.write_row(5, 0, ["合  计", "2"])
        members.write_row(7, 0, ["填表人：丁", "", "2025年12月1日"])
        members.write_row(8, 0, ["注：本表一式两份。"])

    reading = write_and_read(tmp_path / "a.xlsx", write_around)

    assert (reading.findings, [each.source for each in reading.records.people]) == ((), ["党员!2", "党员!4"])


def test_cells_shown_as_percent_are_certain_even_under_a_heading_that_says_percent(tmp_path):
    def write_percents(book, sheet, members):
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write(0, 6, "参会率（%）")
        sheet.write(1, 6, 0.85, percent)
        sheet.write(2, 6, 90)

    path = tmp_path / "a.xlsx"
    write_and_read(path, write_percents)

    reading = read_county(path, measures=[RATE], period="2025", as_of=AS_OF)

    assert [each.number for each in reading.records.values] == [85_000_000, 90_000_000]
