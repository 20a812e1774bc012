"""Measures that some organizations lack are one line each, with the rows."""

from office_workbooks import (
    COUNTY,
    INCOME,
    MEETINGS,
    ORGANIZATION_HEADINGS,
    TOWNSHIP,
    read_sheets,
    read_values,
    said,
)


def test_a_measure_that_some_organizations_lack_is_one_line_with_their_rows(tmp_path):
    headings = ["年人均纯收入", "会议次数"]

    reading = read_values(tmp_path, [INCOME, MEETINGS], headings, [1000, 1], ["", 2], ["无数据", 3], [4, 4])

    (finding,) = reading.findings
    assert (finding.code.number, finding.message.zh) == (
        "W576",
        "年人均纯收入：4个组织里2个没有数据（第3、4行）。",
    )


def test_many_rows_are_cut_short(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], [1000], *([""] for _ in range(12)))

    assert said(reading) == [
        (
            "W576",
            "Income: 12 of 13 organizations have no figure (rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and others).",
            0,
        )
    ]


def test_figures_of_villages_are_not_missing_for_those_above(tmp_path):
    village = ["V1", "东村党支部", "T1", "党支部", "村", "农村", 1000]
    rows = [[*COUNTY, ""], [*TOWNSHIP, ""], village]
    members = [["姓名", "所在党组织"], ["甲", "V1"]]

    reading = read_sheets(
        tmp_path, {"组织": [[*ORGANIZATION_HEADINGS, "年人均纯收入"], *rows], "党员": members}, [INCOME]
    )

    assert reading.findings == ()


def test_not_applicable_is_an_answer(tmp_path):
    reading = read_values(tmp_path, [INCOME], ["年人均纯收入"], [1000], ["不适用"])

    assert reading.findings == ()
