"""Marks: who gives which, within what bounds, with which reasons, and what becomes of them in the computation.

The scheme has one part of 20 points: self 40 %, superior 60 %.
"""

from datetime import date
from pathlib import Path

import pytest
from appraisals.lives import MARKED, computed, fresh, number_of
from django.urls import reverse
from web.builders import NOW, make_account
from web.counties import bring_in
from web.scored import AS_OF, write_scored_county

from guben_web.appraisals import actions
from guben_web.appraisals.actions import Meeting
from guben_web.appraisals.enums import Body
from guben_web.appraisals.judging import judged_in
from guben_web.appraisals.marks import Given, give
from guben_web.appraisals.models import Appraisal, Mark
from guben_web.appraisals.refusals import AppraisalHasMovedOn, MarksAreWrong
from guben_web.ledgers.models import ReportedValue
from guben_web.results.models import Result

pytestmark = pytest.mark.django_db
OWN, SUPERIOR = "work.self", "work.superior"
TODAY = NOW.date()


@pytest.fixture
def marking(tmp_path: Path) -> Appraisal:
    """An appraisal whose marks are open."""
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    path = tmp_path / "marked.yaml"
    path.write_text(MARKED, encoding="utf-8")
    row = actions.open_appraisal(scheme=str(path), period="2025", as_of=AS_OF, by=department, now=NOW)
    actions.open_marks(appraisal=row, by=department, now=NOW)
    return fresh(row)


def secretary_of(key: str):
    return make_account("secretary", organization_id=number_of(key))


def township_of(key: str):
    return make_account("township", organization_id=number_of(key))


def mark(appraisal, by, key: str, measure: str, words: str, reason: str = "") -> int:
    given = [Given(number_of(key), measure, words, reason)]
    return give(appraisal=appraisal, marks=given, by=by, now=NOW, today=TODAY)


def test_marks_become_points_by_their_weights(marking):
    mark(marking, secretary_of("V1"), "V1", OWN, "18")
    mark(marking, township_of("T1"), "V1", SUPERIOR, "15.5", "台账不全")
    department = marking.opened_by

    computed(actions.run_trial(appraisal=marking, by=department, now=NOW))

    # 18 × 40 % + 15.5 × 60 % = 7.2 + 9.3 = 16.5
    row = Result.objects.get(evaluation=fresh(marking).evaluation, organization__key="V1")
    assert (row.total, row.grade) == (1650, 0)


def test_a_mark_is_a_reported_value_whose_source_leads_back_to_it(marking):
    mark(marking, secretary_of("V1"), "V1", OWN, "18")

    given = Mark.objects.get()
    value = ReportedValue.objects.get(measure=OWN)
    assert (value.source, value.period) == (f"mark:{given.pk}", "2025")
    assert (value.number, value.scale) == (given.number, given.scale)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("20.01", "20.01不在0到20之间"),
        ("-1", "-1不在0到20之间"),
        ("十五", "“十五”不是数"),
        ("15.125", "最多2位小数"),
    ],
)
def test_a_mark_outside_its_bounds_is_refused(marking, words, problem):
    with pytest.raises(MarksAreWrong) as refusal:
        mark(marking, secretary_of("V1"), "V1", OWN, words)

    assert problem in refusal.value.words.zh
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("words", ["0", "20", "２０", "15.50"])
def test_marks_at_the_bounds_and_in_full_width_are_taken(marking, words):
    assert mark(marking, secretary_of("V1"), "V1", OWN, words) == 1


def test_a_superior_who_differs_from_the_own_mark_says_why(marking):
    mark(marking, secretary_of("V1"), "V1", OWN, "18")
    township = township_of("T1")

    with pytest.raises(MarksAreWrong) as refusal:
        mark(marking, township, "V1", SUPERIOR, "17")
    assert "和自评18分不同，要写理由" in refusal.value.words.zh

    assert mark(marking, township, "V1", SUPERIOR, "18") == 1
    assert mark(marking, township, "V1", SUPERIOR, "17", "缺会议记录") == 1


@pytest.mark.parametrize(
    ("who", "key", "measure"),
    [
        ("secretary:V1", "V2", OWN),
        ("secretary:V1", "V1", SUPERIOR),
        ("township:T1", "V1", OWN),
        ("township:T1", "V2", SUPERIOR),
        ("department:", "V1", SUPERIOR),
    ],
)
def test_nobody_gives_the_marks_of_others(marking, who, key, measure):
    role, _, where = who.partition(":")
    by = make_account(role, organization_id=number_of(where)) if where else make_account(role)

    with pytest.raises(MarksAreWrong) as refusal:
        mark(marking, by, key, measure, "10")

    assert "这个组织不由您评分" in refusal.value.words.zh


def test_one_wrong_mark_keeps_all_others_from_being_stored(marking):
    township = township_of("T1")
    given = [Given(number_of("V1"), SUPERIOR, "10"), Given(number_of("V2"), SUPERIOR, "10")]

    with pytest.raises(MarksAreWrong):
        give(appraisal=marking, marks=given, by=township, now=NOW, today=TODAY)

    assert Mark.objects.count() == ReportedValue.objects.filter(measure=SUPERIOR).count() == 0


def test_an_emptied_mark_is_taken_back(marking):
    secretary = secretary_of("V1")
    mark(marking, secretary, "V1", OWN, "18")

    assert mark(marking, secretary, "V1", OWN, "") == 1

    assert Mark.objects.count() == ReportedValue.objects.filter(measure=OWN).count() == 0


def test_the_same_marks_again_change_nothing(marking):
    secretary = secretary_of("V1")
    mark(marking, secretary, "V1", OWN, "18")

    assert mark(marking, secretary, "V1", OWN, "18.0") == 0


def test_marks_are_closed_once_the_results_are_computed(marking):
    actions.run_trial(appraisal=marking, by=marking.opened_by, now=NOW)

    with pytest.raises(AppraisalHasMovedOn):
        mark(marking, secretary_of("V1"), "V1", OWN, "18")


def marks_seen(client, appraisal, by) -> list[str]:
    """Return the marks that stand on the page for an account, in order: own, then superior's."""
    client.force_login(by)
    response = client.get(reverse("appraisals:marks", args=[appraisal.pk]))
    assert response.status_code == 200
    return [cell.words for row in response.context["rows"] for cell in row.cells]


def test_a_superior_sees_the_own_mark_and_an_organization_not_that_of_its_superior(client, marking):
    secretary, township = secretary_of("V1"), township_of("T1")
    mark(marking, secretary, "V1", OWN, "18")
    mark(marking, township, "V1", SUPERIOR, "15.5", "台账不全")

    assert marks_seen(client, marking, township) == ["18", "15.5"]
    assert marks_seen(client, marking, secretary) == ["18"]
    # V1 and V2, all there is; nothing of it is the department's to type.
    assert marks_seen(client, marking, marking.opened_by) == ["18", "15.5", "", ""]


def test_whoever_judges_after_a_trial_run_is_not_led_to_its_result(client, marking):
    secretary, department = secretary_of("V1"), marking.opened_by
    computed(actions.run_trial(appraisal=marking, by=department, now=NOW))
    actions.open_marks(appraisal=fresh(marking), by=department, now=NOW)
    client.force_login(secretary)

    page = client.get(reverse("appraisals:appraisal", args=[marking.pk])).content.decode()

    assert "看本单位结果" not in page


def test_marks_of_children_are_asked_for_under_their_own_scheme(tmp_path):
    packs = tmp_path / "test/schemes"
    packs.mkdir(parents=True)
    (packs / "village.yaml").write_text(MARKED.replace("test/marked", "test/village"), encoding="utf-8")
    above = MARKED.replace("test/marked", "test/township").replace("level: village", "level: township")
    above = above.replace("total: 20", "total: 20\nchildren: test/village").replace("work:", "guidance:")
    (packs / "township.yaml").write_text(above, encoding="utf-8")

    asked = [each.measure.name for each in judged_in(str(packs / "township.yaml"))]

    assert asked == ["guidance.self", "guidance.superior"]


def test_only_those_who_judge_see_an_appraisal_whose_marks_are_open(client, marking):
    viewer = make_account("viewer", organization_id=number_of("T1"))
    client.force_login(viewer)

    assert client.get(reverse("appraisals:appraisal", args=[marking.pk])).status_code == 404
    assert client.get(reverse("appraisals:marks", args=[marking.pk])).status_code == 404


def test_the_record_says_how_many_marks_were_given_and_what_a_meeting_decided_in_words(marking, sign_in):
    mark(marking, secretary_of("V1"), "V1", OWN, "18")
    actions.run_trial(appraisal=marking, by=marking.opened_by, now=NOW)
    computed(fresh(marking).evaluation)
    meeting = Meeting(Body.DEPARTMENT_MEETING, date(2026, 3, 1), "", "同意。")
    actions.decide(appraisal=fresh(marking), meeting=meeting, grades=[], by=marking.opened_by, now=NOW)

    page = sign_in("audit_admin").get("/record").content.decode()

    assert [words in page for words in ("评分数：1", "会议：部务会议", "会议日期：2026-03-01")] == [True] * 3
