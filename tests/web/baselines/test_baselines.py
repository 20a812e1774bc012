"""Grades of earlier years: brought in from the sheet an office has, shown as brought in, and undone."""

from decimal import Decimal

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.builders import NOW, make_account
from web.counties import AS_OF, bring_in, finish_runs, no_progress, read
from web.structure.trees import make_tree

from guben_web.baselines import queries
from guben_web.baselines.models import Baseline
from guben_web.baselines.queries import EarlierGrade
from guben_web.imports import actions, tasks

pytestmark = pytest.mark.django_db
HEADINGS = ["序号", "村党组织名称", "年度", "定级等次", "考核得分"]
ROWS = [
    [1, "V1", "2024年", "先进", 91.5],
    [2, "V2党支部", "2024", "后进", ""],
    [3, "T1/V3党支部", 2024, "中间", 80],
]


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def department():
    return make_account("department")


def write_grades(path, rows=ROWS, headings=HEADINGS, sheet="2024年分类定级"):
    """Write a list as an office has it: a title, then the table."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        page.merge_range(0, 0, 0, len(headings) - 1, "2024年度村党组织分类定级结果")
        for number, row in enumerate([headings, *rows]):
            page.write_row(number + 1, 0, row)
    return path


def held():
    return list(
        Baseline.objects.order_by("organization__key").values_list(
            "organization__key", "period", "grade", "points"
        )
    )


def test_an_offices_list_is_understood_and_brought_in_again_changes_nothing(tmp_path, tree, department):
    path = write_grades(tmp_path / "grades.xlsx")

    first = bring_in(path, department)
    again = read(path, department)

    assert held() == [
        ("V1", "2024", "先进", Decimal("91.5")),
        ("V2", "2024", "后进", None),
        ("V3", "2024", "中间", Decimal(80)),
    ]
    assert (first.counts, again.counts) == ({"BASELINE.CREATED": 3}, {"BASELINE.UNCHANGED": 3})


def test_a_heading_of_ones_own_is_decided_once(tmp_path, tree, department):
    path = write_grades(
        tmp_path / "grades.xlsx", headings=[*HEADINGS[:3], "评的啥", "考核得分"], sheet="等次"
    )
    batch = read(path, department)
    assert batch.state == "READ"

    mark = next(each["mark"] for each in batch.columns if each["heading"].endswith("评的啥"))
    actions.decide_columns(batch=batch, meanings={("baselines", mark): "grade"}, by=department, now=NOW)
    finish_runs()
    tasks.read(no_progress, batch_id=batch.pk, account_id=department.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("WAITING", {"BASELINE.CREATED": 3})


def test_without_a_column_of_periods_it_is_that_of_the_upload(tmp_path, tree, department):
    path = write_grades(
        tmp_path / "grades.xlsx", rows=[["V1", "先进"]], headings=["组织", "等次"], sheet="年度等次"
    )

    bring_in(path, department, period="2023")

    assert held() == [("V1", "2023", "先进", None)]


def test_what_is_no_period_or_no_organization_or_twice_is_refused(tmp_path, tree, department):
    rows = [
        *ROWS,
        [4, "T2", "去年", "中间", ""],
        [5, "无此村", "2024", "中间", ""],
        [6, "V1", "2024", "中间", ""],
    ]

    batch = read(write_grades(tmp_path / "grades.xlsx", rows), department)

    refused = batch.lines.filter(attempt=batch.attempt, outcome="REFUSED").order_by("row")
    assert [[each["code"] for each in line.reasons] for line in refused] == [["period"], ["E552"], ["twice"]]


def test_a_corrected_grade_is_told_in_words_and_undone(tmp_path, tree, department):
    bring_in(write_grades(tmp_path / "grades.xlsx"), department)
    before = held()
    corrected = [[1, "V1", "2024", "中间", 79.25]]

    batch = bring_in(write_grades(tmp_path / "again.xlsx", corrected), department)

    assert batch.lines.get().changes == {"grade": ["先进", "中间"], "points": ["91.5000", "79.2500"]}
    actions.undo(batch=batch, by=department, now=NOW)
    assert held() == before


def test_a_township_brings_in_and_sees_only_its_own(tmp_path, tree, department, sign_in):
    rows = [[1, "V1", "2024", "先进", ""], [2, "T2", "2024", "后进", ""]]
    township = make_account("township", organization_id=tree["T1"].pk)
    elsewhere = make_account("township", organization_id=tree["T2"].pk)

    batch = bring_in(write_grades(tmp_path / "grades.xlsx", rows), township)

    assert batch.counts == {"BASELINE.CREATED": 1, "BASELINE.REFUSED": 1}
    pages = [sign_in(account=each).get("/baselines/").content.decode() for each in (township, elsewhere)]
    assert ["V1党支部" in each for each in pages] == [True, False]


def test_pages_show_them_as_brought_in_and_never_as_computed(tmp_path, tree, department, sign_in):
    bring_in(write_grades(tmp_path / "grades.xlsx"), department)
    client = sign_in(account=department)

    organization = client.get(f"/organizations/{tree['V1'].pk}").content.decode()
    results = client.get("/results/").content.decode()
    found = client.get("/baselines/?of=2024:&grade=先进").content.decode()

    section = organization.split('id="baselines"')[1].split("</section>")[0]
    assert [each in section for each in ("2024", "先进", "91.5", "不是系统算出来的", "导入")] == [True] * 5
    assert "先进 1、" in results.split('id="earlier"')[1]
    assert ("V1党支部" in found, "V2党支部" in found) == (True, False)


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(tmp_path, tree, department, sign_in):
    client = sign_in(account=department)
    client.get("/baselines/")
    numbers = []
    for rows in (ROWS[:1], ROWS):
        bring_in(write_grades(tmp_path / "grades.xlsx", rows), department)
        with CaptureQueriesContext(connection) as queries_:
            client.get("/baselines/")
        numbers.append(len(queries_))

    assert numbers[0] == numbers[1]


def test_promotion_begins_at_the_grades_of_the_period_before(tmp_path, tree, department):
    bring_in(write_grades(tmp_path / "grades.xlsx"), department, as_of=AS_OF)

    assert queries.grades_for("2024")[tree["V1"].pk] == EarlierGrade("先进", Decimal("91.5000"))
