"""Names, identity numbers and phones go to a caller that asks for them and nowhere else; headings are reported."""

from dataclasses import asdict

import pytest
from office_workbooks import AS_OF, COUNTY, INCOME, ORGANIZATION_HEADINGS, TOWNSHIP, VILLAGE, write_workbook
from openpyxl import load_workbook

from guben.office.county import read_county
from guben.office.marking import mark_findings
from guben.office.members import PrivatePerson

WOMAN = "110105198506120026"
HEADINGS = ["姓名", "公民身份号码", "所在党组织", "联系电话", "入党日期"]
ROWS = [["林荷生", WOMAN, "V1", "15400000001", "2010-07-01"], ["郭松年", "", "T1", 15400000002, "某年"]]


def workbook(folder, headings=HEADINGS, organizations=ORGANIZATION_HEADINGS, rows=ROWS):
    sheets = {
        "组织": [organizations, *([*each, 5] for each in (COUNTY, TOWNSHIP, VILLAGE))],
        "党员": [["花名册"], headings, *rows],
    }
    return write_workbook(folder / "county.xlsx", sheets)


def read(path, **more):
    return read_county(path, measures=[INCOME], period="2025", as_of=AS_OF, **more)


def test_by_default_nothing_private_comes_out(tmp_path):
    reading = read(workbook(tmp_path))

    said = str(asdict(reading.records)) + str(reading.findings) + str(reading.every_finding)
    assert [
        each for each in ("林荷生", "郭松年", WOMAN, "1540000") if each in said + str(reading.columns)
    ] == []


def test_a_caller_that_may_keep_them_gets_name_identity_number_and_phone_beside_the_same_records(tmp_path):
    path = workbook(tmp_path)
    private = []

    reading = read(path, private=private)

    assert (reading.records, reading.columns) == (read(path).records, read(path).columns)
    assert private == [
        PrivatePerson("p0000002", "党员!3", "林荷生", WOMAN, "15400000001"),
        PrivatePerson("p0000001", "党员!4", "郭松年", None, "15400000002"),
    ]


def test_a_row_of_an_unknown_organization_is_named_too_though_it_is_in_no_record(tmp_path):
    private = []

    reading = read(workbook(tmp_path, rows=[["林荷生", "", "荒村", "", ""]]), private=private)

    assert (reading.records.people, private) == ([], [PrivatePerson(None, "党员!3", "林荷生", None, None)])


def test_who_may_see_names_is_told_what_stands_where_a_day_belongs_but_no_identity_number(tmp_path):
    rows = [["林荷生", "", "V1", "", "某年"], ["郭松年", "", "V1", "", f"第{WOMAN}号"]]
    path = workbook(tmp_path, rows=rows)

    told, untold = (
        [each.facts["value"] for each in reading.every_finding if each.code.number == "E530"]
        for reading in (read(path, private=[]), read(path))
    )

    assert (told, untold) == (["某年", "第***号"], ["***", "***"])


def test_a_private_person_does_not_print_what_is_private():
    assert repr(PrivatePerson("p1", "党员!2", "林荷生", WOMAN, "15400000001")) == (
        "PrivatePerson(person='p1', source='党员!2')"
    )


def test_every_heading_is_reported_with_what_it_was_taken_for(tmp_path):
    headings = [*HEADINGS[:4], "备注"]

    columns = read(workbook(tmp_path, headings, [*ORGANIZATION_HEADINGS, "人均收入"])).columns

    assert [(each.of, each.letter, each.heading, each.name) for each in columns][5:] == [
        ("organizations", "F", "领域", "field"),
        ("organizations", "G", "人均收入", ""),
        ("members", "A", "姓名", "name"),
        ("members", "B", "公民身份号码", "identity_number"),
        ("members", "C", "所在党组织", "organization"),
        ("members", "D", "联系电话", "phone"),
        ("members", "E", "备注", ""),
    ]


@pytest.mark.parametrize(("meaning", "count"), [("income", 3), ("", 0)])
def test_what_was_decided_about_a_heading_is_followed(tmp_path, meaning, count):
    path = workbook(tmp_path, organizations=[*ORGANIZATION_HEADINGS, "村民手里的钱"])

    reading = read(path, decided={"organizations": {"村民手里的钱": meaning}})

    assert len(reading.records.values) == count


def test_findings_are_marked_in_the_same_workbook(tmp_path):
    path = workbook(tmp_path)
    reading = read(path)

    mark_findings(path, reading.every_finding, tmp_path / "marked.xlsx")

    book = load_workbook(tmp_path / "marked.xlsx")
    cell = book["党员"]["E4"]
    assert book.sheetnames == ["核对结果", "组织", "党员"]
    assert (cell.value, cell.fill.start_color.rgb) == ("某年", "FFF8CFCB")
    assert cell.comment.text.startswith("E530 “***”不是日期。")
    assert [row[1].value for row in book["核对结果"].iter_rows(min_row=2)] == [
        each.code.number for each in reading.every_finding
    ]


def test_headings_of_both_sheets_are_reported_though_a_needed_one_of_the_first_is_unknown(tmp_path):
    organizations = ["组织代码", "叫什么", *ORGANIZATION_HEADINGS[2:]]

    columns = read(workbook(tmp_path, [*HEADINGS[:4], "哪天来的"], organizations)).columns

    assert [each.heading for each in columns if not each.name] == ["叫什么", "哪天来的"]
