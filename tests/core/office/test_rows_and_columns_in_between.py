"""Lists as township offices paste them: 乡镇 for the superior, sub-totals, separators, headings once more."""

from office_workbooks import COUNTY, ORGANIZATION_HEADINGS, TOWNSHIP, VILLAGE, read_sheets, said

MEMBERS = [["姓名", "所在党组织"], ["甲", "V1"]]
HEADINGS = ["组织代码", "党组织名称", "所在乡镇（街道）", "组织类别", "层级", "领域"]
TYPES = ["党支部", "村", "农村"]


def read_rows(folder, headings, *rows):
    return read_sheets(folder, {"组织": [headings, *rows], "党员": MEMBERS})


def parents(reading):
    return {each.key: each.parent for each in reading.records.organizations}


def test_the_township_is_the_superior_where_no_column_says_otherwise(tmp_path):
    township = ["T1", "城关镇党委", "城关镇", "党委", "乡镇", "农村"]

    reading = read_rows(tmp_path, HEADINGS, township, ["V1", "东村党支部", "城关镇", *TYPES])

    assert (reading.findings, parents(reading)) == ((), {"T1": None, "V1": "T1"})


def test_the_township_is_no_superior_beside_a_column_of_superiors(tmp_path):
    headings = [*ORGANIZATION_HEADINGS, "乡镇"]

    reading = read_rows(tmp_path, headings, [*COUNTY, ""], [*TOWNSHIP, "城关镇"], [*VILLAGE, "石桥镇"])

    assert (reading.findings, parents(reading)) == ((), {"C1": None, "T1": "C1", "V1": "T1"})


def test_a_list_of_villages_alone_needs_no_townships(tmp_path):
    reading = read_rows(tmp_path, HEADINGS, ["V1", "东村党支部", "城关镇", *TYPES])

    assert (reading.findings, parents(reading)) == ((), {"V1": None})


def test_a_township_that_is_not_in_the_list_of_townships_is_an_error(tmp_path):
    rows = [[*TOWNSHIP[:2], "", *TOWNSHIP[3:]], ["V1", "东村党支部", "城关镇", *TYPES]]

    reading = read_rows(tmp_path, HEADINGS, *rows, ["V2", "西村党支部", "石桥乡", *TYPES])

    assert [each.code.number for each in reading.findings] == ["E552"]
    assert (
        reading.findings[0].hint.zh == "请改成“组织”表里的代码或全称；“组织”表里确实没有的，请在那里补一行。"
    )


def test_sub_totals_separators_and_headings_written_again_are_skipped(tmp_path):
    headings = ["序号", *ORGANIZATION_HEADINGS, "人口数"]
    rows = [
        [1, *COUNTY, ""],
        [2, *TOWNSHIP, ""],
        ["", "", "一、城关镇"],
        [3, *VILLAGE, 1200],
        ["", "", "城关镇小计", "", "", "", "", 1200],
        headings,
        ["石桥乡"],
        [4],
        ["", "", "合计", "", "", "", "", 1200],
    ]

    reading = read_rows(tmp_path, headings, *rows)

    assert (reading.findings, list(parents(reading))) == ((), ["C1", "T1", "V1"])


def test_a_row_with_nothing_but_an_organization_is_still_an_error(tmp_path):
    reading = read_rows(tmp_path, ORGANIZATION_HEADINGS, COUNTY, TOWNSHIP, VILLAGE, ["", "西村党支部"])

    assert [each.code.number for each in reading.findings] == ["E520", "E520", "E520"]


def test_an_organization_without_inhabitants_is_an_error(tmp_path):
    headings = [*ORGANIZATION_HEADINGS, "人口数", "户数"]

    reading = read_rows(tmp_path, headings, [*COUNTY, "", ""], [*TOWNSHIP, "", ""], [*VILLAGE, 0, 0])

    assert said(reading) == [("E577", '"Population" is 0.', 0), ("E577", '"Households" is 0.', 0)]
