"""What a scheme asks of the period before: last year's grades as they were brought in, or as they were computed here.

V1 was advanced with 16.5 points, kept with four digits, V2 backward, and V3 "excellent", which is no grade of this scheme.
"""

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in
from web.scored import AS_OF, evaluate, write_scored_county
from web.structure.trees import make_organization, make_tree
from web.test_own_schemes import read_in

from guben.evaluation import check_scheme
from guben.evaluation import evaluate as compute
from guben_web.baselines.models import Baseline
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization
from guben_web.results.before import values_before, where_from
from guben_web.results.models import Evaluation, Result
from guben_web.snapshots.freezing import freeze_snapshot

pytestmark = pytest.mark.django_db
SCHEME = """
scheme: pack/progress
version: "2025"
title: {zh: 分类定级, en: Classes}
for: {level: village, fields: [rural]}
period: year
total: 20
measures:
  income: {type: yuan, bounds: 0..1000000, title: {zh: 人均收入, en: Income}, report: {period: year}}
parts:
  steady: {title: {zh: 不后进, en: Steady}, points: 10, pass: previous(grade) >= middle}
  high: {title: {zh: 得分高, en: High}, points: 5, pass: previous(total) >= 15}
  more: {title: {zh: 增长, en: Growth}, points: 5, pass: income > previous(income)}
grades:
  advanced: {title: {zh: 先进, en: Advanced}, when: total >= 15}
  middle: {title: {zh: 中间, en: Middle}, when: total >= 10}
  backward: {title: {zh: 后进, en: Backward}}
"""


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "pack" / "schemes" / "progress.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SCHEME, encoding="utf-8")
    return check_scheme(str(path)).needed()


def give(organization, grade, points=None, *, period="2024", appraisal="分类定级"):
    return Baseline.objects.create(
        organization=organization,
        period=period,
        appraisal=appraisal,
        grade=grade,
        points=points,
        source="batch:1!年度等次!2",
    )


def known(program, period="2025"):
    return {
        (row.organization, row.measure): row.choice if row.choice is not None else row.number
        for row in values_before(program, period)
    }


def test_grades_and_points_that_were_brought_in_are_those_of_the_period_before(tree, program):
    give(tree["V1"], "先进", "16.5")
    give(tree["V2"], "后进")
    give(tree["V3"], "优秀")
    give(tree["V1"], "后进", period="2023")

    assert known(program) == {
        ("V1", "previous.grade"): "advanced",
        ("V1", "previous.total"): 165000,
        ("V2", "previous.grade"): "backward",
    }


def test_of_several_lists_of_a_year_the_one_that_is_called_as_the_scheme_counts(tree, program):
    give(tree["V1"], "后进", appraisal="星级评定")
    give(tree["V1"], "先进")

    assert known(program) == {("V1", "previous.grade"): "advanced"}
    Baseline.objects.filter(appraisal="分类定级").update(appraisal="述职评议")
    assert known(program) == {}


def test_what_was_computed_here_goes_before_what_was_brought_in(tree, program):
    give(tree["V1"], "后进")
    layout = {
        "title": ["分类定级", "Classes"],
        "level": "village",
        "digits": 2,
        "total": "20",
        "grades": [["先进", "Advanced"], ["中间", "Middle"], ["后进", "Backward"]],
        "vetoes": [],
        "parts": [],
    }
    evaluation = Evaluation.objects.create(
        scheme="pack/progress",
        period="2024",
        as_of=NOW.date(),
        state="SHOWN",
        started_by=make_account("department"),
        started_at=NOW,
        layout=layout,
    )
    Result.objects.create(
        evaluation=evaluation, organization=tree["V1"], name="V1", name_pinyin="v1", name_initials="v1",
        field="rural", total=1250, grade=1,
    )  # fmt: skip

    assert known(program) == {("V1", "previous.grade"): "middle", ("V1", "previous.total"): 125000}


def test_points_follow_from_the_grade_before_and_what_is_reported_goes_before_all(tree, program, tmp_path):
    give(tree["V1"], "先进", "16.5")
    give(tree["V2"], "后进", "3")
    for key, period, yuan in (("V1", "2024", 5000), ("V1", "2025", 5100), ("V2", "2025", 9000)):
        ReportedValue.objects.create(
            organization=tree[key],
            measure="income",
            period=period,
            number=yuan * 10_000,
            scale=4,
            source="by hand",
        )
    ReportedValue.objects.create(
        organization=tree["V2"], measure="previous.grade", period="2025", choice="middle", source="by hand"
    )

    snapshot = freeze_snapshot(
        as_of=NOW.date(),
        period="2025",
        folder=tmp_path / "frozen",
        before=lambda: values_before(program, "2025"),
    )
    (tmp_path / "results").mkdir()
    outcome = compute(program, snapshot, tmp_path / "results", language="zh")

    # V1: 10 + 5 + 5. V2: 10 by what somebody reported, 3 points are not 15, and of its income before nobody knows.
    points = {row.organization: row.total for row in outcome.rows}
    assert (points["V1"], points["V2"]) == (20, 10)


def test_a_scheme_of_the_county_counts_last_years_grade_and_its_page_says_where_it_is_from(
    settings, tmp_path, sign_in
):
    read_in(settings, tmp_path, SCHEME.replace("scheme: pack/", "scheme: county/"), name="progress")
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    diting = Organization.objects.get(key="V1")
    held = give(diting, "先进", "16.5")

    evaluation = evaluate(department, scheme="county/progress")

    place = f"/results/{evaluation.pk}/organizations/{diting.pk}"
    page = sign_in(account=department).get(f"{place}/records/before:baseline:{held.pk}").content.decode()
    # 10 for the grade and 5 for the points; nothing was reported in 2024 to grow from.
    assert Result.objects.get(organization=diting).total == 1500
    assert "导入的往年等次" in page
    assert "这条记录现在已经不在了" not in page


def test_each_value_says_where_it_was_taken_from(tree, program):
    give(tree["V1"], "先进")

    source = values_before(program, "2025")[0].source

    assert source == f"before:baseline:{Baseline.objects.get().pk}"
    assert where_from(source).zh == "导入的往年等次"


def test_what_is_out_of_the_range_of_the_scheme_is_missing(tree, program):
    give(tree["V1"], "先进", "91.5")

    assert known(program) == {("V1", "previous.grade"): "advanced"}


def test_nothing_is_known_where_nobody_can_say_which_period_is_the_one_before(tree, program):
    make_organization("V9", tree["T1"])
    give(tree["V1"], "先进")

    assert known(program, "考核一") == {}
