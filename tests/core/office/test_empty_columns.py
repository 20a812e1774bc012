"""Columns that figures are computed from: where they hold nothing, the figures are named."""

from core.counties import program
from office_workbooks import AS_OF, ORGANIZATION_HEADINGS, VILLAGE, said, write_workbook

from guben.diagnostics import Text
from guben.evaluation import needed_columns
from guben.office.county import read_county

AGE, FUNDS = Text("书记年龄", "Secretary's age"), Text("人均资金", "Funds per head")
TOP_VILLAGE = [*VILLAGE[:2], "", *VILLAGE[3:]]
WOMAN = "110105198506120026"


def read_needed(folder, members, needed):
    sheets = {"组织": [ORGANIZATION_HEADINGS, TOP_VILLAGE], "党员": members}
    path = write_workbook(folder / "county.xlsx", sheets)
    return read_county(path, measures=[], period="2025", as_of=AS_OF, needed=needed)


def test_a_column_that_is_absent_or_empty_names_what_cannot_be_computed(tmp_path):
    members = [["姓名", "所在党组织", "学历"], ["甲", "V1", ""]]
    needed = {"population": [FUNDS], "post": [AGE], "education": [AGE], "birth_date": [AGE]}

    reading = read_needed(tmp_path, members, needed)

    assert said(reading) == [
        ("W575", 'There is nothing under "Population"; these cannot be computed: Funds per head.', 0),
        ("W575", 'There is nothing under "Birth date"; these cannot be computed: Secretary\'s age.', 0),
        ("W575", 'There is nothing under "Education"; these cannot be computed: Secretary\'s age.', 0),
        ("W575", 'There is nothing under "Party post"; these cannot be computed: Secretary\'s age.', 0),
    ]


def test_identity_numbers_stand_in_for_birth_dates(tmp_path):
    members = [["姓名", "所在党组织", "公民身份号码"], ["甲", "V1", WOMAN]]

    reading = read_needed(tmp_path, members, {"birth_date": [AGE], "sex": [AGE]})

    assert reading.findings == ()


def test_the_columns_of_a_scheme_are_found_in_its_formulas():
    needed = needed_columns(program("pioneer-project/village"))

    assert {column: [each.zh for each in titles] for column, titles in needed.items()} == {
        "post": ["班子平均年龄", "书记年龄", "书记具有高中或中专以上学历", "书记具有大专以上学历"],
        "birth_date": ["班子平均年龄", "书记年龄", "45岁以下党员干部掌握1—2门农业适用技术的比例"],
        "education": ["书记具有高中或中专以上学历", "书记具有大专以上学历"],
        "techniques": ["45岁以下党员干部掌握1—2门农业适用技术的比例"],
        "population": ["人均可支配集体资金"],
    }
