"""Members: identity numbers, days, posts; and nothing personal comes out."""

from dataclasses import astuple
from datetime import date

import pytest
from office_workbooks import (
    AS_OF,
    COUNTY,
    MEMBER_HEADINGS,
    ORGANIZATION_HEADINGS,
    TOWNSHIP,
    VILLAGE,
    read_members,
    read_sheets,
    said,
)

from guben.office import members
from guben.office.columns import MEMBER_COLUMNS, ORGANIZATION_COLUMNS
from guben.office.headings import HeadingReader, wanted_columns
from guben.office.organizations import read_organizations
from guben.office.workbook import Sheet

WOMAN = "110105198506120026"
MAN = "110105197001010011"
NUMBER = "公民身份号码"


def test_birth_date_and_sex_are_taken_from_the_identity_number_where_they_are_empty(tmp_path):
    reading = read_members(tmp_path, [NUMBER, "性别", "出生日期"], [WOMAN, "", ""], [MAN, "男", "1970年1月"])

    assert reading.findings == ()
    assert [(each.birth_date, each.sex) for each in reading.records.people] == [
        (19850612, "female"),
        (19700101, "male"),
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (float(WOMAN), "E540"),
        ("1.10105E+17", "E540"),
        ("110105198506120000", "E540"),
        ("110105850612002", "E541"),
        (110105850612002, "E541"),
        ("11010519850612", "E542"),
        ("11010519851332002X", "E543"),
        ("110105198506120027", "E544"),
    ],
)
def test_an_identity_number_that_cannot_be_right_is_an_error(tmp_path, cell, code):
    if code == "E543":
        cell = "110105198513120026"[:17] + _check_digit("110105198513120026")

    reading = read_members(tmp_path, [NUMBER], [cell])

    assert [each.code.number for each in reading.findings] == [code]


def _check_digit(number):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    ]


@pytest.mark.parametrize(
    ("birth", "codes"),
    [
        ("18991231", ["E548"]),
        ("19000101", []),
        ("20251231", []),
        ("20260101", ["E548"]),
        ("00010101", ["E548"]),
        ("99991231", ["E548"]),
    ],
)
def test_an_identity_number_of_somebody_born_before_1900_or_after_the_cut_off_day_is_an_error(
    tmp_path, birth, codes
):
    number = f"110105{birth}002"

    reading = read_members(tmp_path, [NUMBER], [number + _check_digit(number)])

    assert [each.code.number for each in reading.findings] == codes
    assert [each.birth_date for each in reading.records.people] == [None if codes else int(birth)]


@pytest.mark.parametrize("heading", ["出生日期", "入党日期", "转正日期", "任职日期"])
@pytest.mark.parametrize(
    ("cell", "code"), [("1899-12-31", "E534"), ("2026-01-01", "E533"), (date(2026, 1, 1), "E533")]
)
def test_a_day_before_1900_or_after_the_cut_off_day_is_an_error_in_every_column(
    tmp_path, heading, cell, code
):
    reading = read_members(tmp_path, ["姓名", heading], ["甲", cell])

    assert [each.code.number for each in reading.findings] == [code]


def test_an_identity_number_that_contradicts_birth_date_or_sex_is_an_error(tmp_path):
    reading = read_members(tmp_path, [NUMBER, "性别", "出生日期"], [WOMAN, "男", "1985.06.13"])

    assert [each.code.number for each in reading.findings] == ["E545", "E546"]


def test_an_identity_number_that_is_there_twice_is_said_of_both_rows_with_the_other(tmp_path):
    reading = read_members(tmp_path, [NUMBER], [WOMAN], [MAN], [WOMAN])

    assert [(each.place.row, each.code.number, each.message.en) for each in reading.every_finding] == [
        (2, "E547", "The identity number is the same as in row 4."),
        (4, "E547", "The identity number is the same as in row 2."),
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1985.13", "E531"),
        ("1985-02-30", "E531"),
        (1985.1, "E532"),
        ("2031-01-01", "E533"),
        (date(2026, 1, 1), "E533"),
        ("1899.12.31", "E534"),
        ("85.6", "E530"),
        ("1985", "E530"),
    ],
)
def test_a_birth_date_that_cannot_be_is_an_error(tmp_path, cell, code):
    reading = read_members(tmp_path, ["姓名", "出生日期"], ["甲", cell])

    assert [each.code.number for each in reading.findings] == [code]


def test_dates_that_contradict_each_other_are_warnings(tmp_path):
    reading = read_members(
        tmp_path,
        ["出生日期", "入党日期"],
        ["1985-06-12", "1984-01-01"],
        ["1985-06-12", "2003-06-11"],
        ["1985-06-12", "2003-06-12"],
    )

    assert [(each.code.number, each.place.row) for each in reading.findings] == [("W536", 2), ("W537", 3)]


def test_months_without_a_day_give_one_warning_for_the_column(tmp_path):
    reading = read_members(
        tmp_path, ["姓名", "出生日期"], *(["甲", f"19{year}年6月"] for year in range(40, 80))
    )

    assert said(reading) == [("W535", '"1940.06" has no day; it is read as the first of the month.', 39)]


def test_two_secretaries_in_one_organization_are_an_error(tmp_path):
    reading = read_members(tmp_path, ["姓名", "党内职务"], ["甲", "书记"], ["乙", "村支书"])

    assert said(reading) == [("E560", '"东村党支部" has a secretary already, in row 2.', 0)]


def test_a_first_secretary_sent_from_above_is_no_secretary(tmp_path):
    reading = read_members(tmp_path, ["姓名", "党内职务"], ["甲", "书记"], ["乙", "第一书记"])

    assert (
        [each.post for each in reading.records.posts],
        [each.code.number for each in reading.findings],
    ) == (
        ["secretary"],
        ["W561"],
    )


def test_a_member_of_an_unknown_organization_is_an_error(tmp_path):
    sheets = {"组织": [ORGANIZATION_HEADINGS, COUNTY], "党员": [["姓名", "所在党组织"], ["甲", "乙县县委"]]}

    reading = read_sheets(tmp_path, sheets)

    assert said(reading) == [
        ("E552", 'No organization has the code or name "乙县县委". Did you mean 甲县县委?', 0)
    ]


def test_members_of_many_unknown_organizations_are_one_line(tmp_path):
    members = [["姓名", "所在党组织"], *(["甲", f"X{number:03d}"] for number in range(300))]

    reading = read_sheets(tmp_path, {"组织": [ORGANIZATION_HEADINGS, COUNTY], "党员": members})

    assert [(each.code.number, each.elsewhere) for each in reading.findings] == [("E552", 299)]


# Names, numbers and phones that would be recognized anywhere.
NAMES = ("欧阳测试甲", "司马测试乙")
PHONES = ("13800001234", "139-0000-5678")


@pytest.mark.parametrize("shift", range(8))
def test_no_name_number_or_phone_reaches_records_or_findings_even_where_rows_have_slipped(tmp_path, shift):
    headings = [*MEMBER_HEADINGS, "联系电话"]
    good = [
        [NAMES[0], WOMAN, "男", "1985.13", "V1", "2031.01", f"书记、{NAMES[0]}", PHONES[0]],
        [NAMES[1], WOMAN, "女", WOMAN, "V9", PHONES[1], NAMES[1], PHONES[1]],
    ]
    slipped = [row[shift:] + row[:shift] for row in good]
    sheets = {"组织": [ORGANIZATION_HEADINGS, COUNTY, TOWNSHIP, VILLAGE], "党员": [headings, *good, *slipped]}

    reading = read_sheets(tmp_path, sheets)

    told = repr(astuple(reading.records)) + repr(
        [(each.facts, each.message, each.hint, each.place) for each in reading.findings]
    )
    assert [word for word in (*NAMES, *PHONES, WOMAN) if word in told] == []


# Names that look like places, organizations, or words of a list.
DOUBLE_EDGED = (
    *("陈建党", "王镇", "李乡", "赵新村", "孙委", "周书记", "吴支部", "欧阳小村", "司马建党", "陈李建乡"),
    *(
        "李白",
        "张汉",
        "王男",
        "刘大专",
        "郑农民",
        "何正式",
        "东方村",
        "村委",
        "年月",
        "#陈",
        "王镇1",
        "王镇、李乡",
    ),
)


def sheet_of(rows):
    return Sheet("表", rows, (), frozenset())


SLIPPED = {
    "one column to the right": lambda row: ["", *row],
    "two columns to the right": lambda row: ["", "", *row],
    "one column to the left": lambda row: row[1:],
    "two columns to the left": lambda row: row[2:],
}


@pytest.mark.parametrize("name", DOUBLE_EDGED)
@pytest.mark.parametrize("slip", SLIPPED)
def test_names_that_look_like_places_or_posts_are_hidden_where_rows_have_slipped(name, slip):
    titles = [column.title.zh for column in MEMBER_COLUMNS if column.name != "name"]
    organizations = sheet_of([ORGANIZATION_HEADINGS, COUNTY, TOWNSHIP, VILLAGE])
    tree = read_organizations(HeadingReader(wanted_columns(ORGANIZATION_COLUMNS)).layout(organizations), [])
    good = {"姓名": name, "所在党组织": "V1", "出生日期": "1985.06.12", "性别": "女"}
    told = []
    # Wherever the column of names stands, so that names slip into every other column.
    for place in range(len(MEMBER_COLUMNS)):
        headings = [*titles[:place], "姓名", *titles[place:]]
        row = [good.get(heading, "") for heading in headings]
        slipped = [*SLIPPED[slip](row), "", ""][: len(headings)]
        layout = HeadingReader(wanted_columns(MEMBER_COLUMNS)).layout(sheet_of([headings, row, slipped]))
        found = []

        people = members.read_members(layout, tree, AS_OF, found)

        told += [astuple(people), *((each.facts, each.message, each.hint) for each in found)]
    assert name not in repr(told)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("陈建党", "***"),
        ("王镇", "***"),
        ("城光镇", "***"),
        ("河西镇河边村", "河西镇河边村"),
        ("河西支部", "河西支部"),
        ("X77", "X77"),
        ("村主任", "村主任"),
        ("王镇 河西党支部", "***"),
    ],
)
def test_of_unknown_words_only_those_of_organizations_and_codes_are_shown(tmp_path, words, shown):
    sheets = {
        "组织": [ORGANIZATION_HEADINGS, COUNTY, TOWNSHIP],
        "党员": [["所在党组织", "性别"], [words, "男"]],
    }

    (finding,) = read_sheets(tmp_path, sheets).findings

    assert (finding.code.number, finding.facts["value"]) == ("E552", shown)
