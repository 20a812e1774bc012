"""What stands on the workbench about appraisals, and what is still open before a trial run."""

from datetime import timedelta

import pytest
from appraisals.lives import FIRST, LAST, decided, number_of, objected, on_notice, opened, tried
from web.builders import NOW, make_account

from guben_web.accounts import workbench
from guben_web.appraisals import actions, preparing
from guben_web.appraisals.enums import Answer
from guben_web.ledgers.models import ReportedValue
from guben_web.reporting.enums import Stage as Asking
from guben_web.reporting.enums import State
from guben_web.reporting.models import Collection, Sheet

pytestmark = pytest.mark.django_db


def desk_of(account, day) -> list[tuple[str, int | None, str]]:
    """Return what stands there about appraisals: what, how many, colour."""
    return [
        (item.what.zh, item.number, item.colour)
        for items in workbench.items_for(account, day).values()
        for item in items
        if "/appraisals/" in item.url
    ]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (opened, [("准备中的考核，还没有试算", 1, "none")]),
        (tried, [("试算完成，等集体研究的考核", 1, "amber")]),
        (decided, [("已研究，等公示的考核", 1, "amber")]),
    ],
)
def test_the_department_has_the_next_step_on_its_workbench(tmp_path, stage, expected):
    _, department = stage(tmp_path)

    assert desk_of(department, FIRST) == expected


def test_objections_are_answered_before_the_end_is_offered(tmp_path):
    appraisal, department = on_notice(tmp_path)
    objection = objected(appraisal, department)
    after = LAST + timedelta(days=1)

    assert desk_of(department, after) == [("待答复的异议", 1, "red")]
    actions.answer(objection=objection, answer=Answer.REJECTED, words="以报表为准", by=department, now=NOW)
    assert desk_of(department, LAST) == []
    assert desk_of(department, after) == [("公示期满，可以封存的考核", 1, "amber")]


def test_a_unit_has_the_notice_until_its_last_day(tmp_path):
    on_notice(tmp_path)
    secretary = make_account("secretary", organization_id=number_of("V1"))

    assert desk_of(secretary, LAST) == [("公示中的考核结果，可以提出异议", 1, "red")]
    assert desk_of(secretary, LAST - timedelta(days=2)) == [("公示中的考核结果，可以提出异议", 1, "amber")]
    assert desk_of(secretary, LAST + timedelta(days=1)) == []


def test_forms_that_are_not_accepted_and_figures_that_lack_are_named_before_the_trial_run(tmp_path):
    appraisal, department = opened(tmp_path)
    asked = {"level": "village", "deadline": FIRST, "jump_percent": 30, "sample_size": 1, "answer_days": 5}
    made = {"made_by": department, "made_at": NOW, "stage": Asking.PUBLISHED}
    collection = Collection.objects.create(
        title="年度填报", schemes=[appraisal.scheme], period="2025", **asked, **made
    )
    Collection.objects.create(title="别的", schemes=["other/one"], period="2025", **asked, **made)
    for key, state in (("V1", State.SUBMITTED), ("V2", State.ACCEPTED)):
        Sheet.objects.create(collection=collection, organization_id=number_of(key), state=state, asked=1)
    assert preparing.lacking(appraisal) == []
    gone = ReportedValue.objects.filter(organization_id=number_of("V2"), period="2025").first()
    assert gone is not None
    gone.delete()

    assert [(each.collection.title, each.number) for each in preparing.open_forms(appraisal)] == [
        ("年度填报", 1)
    ]
    lacks = preparing.lacking(appraisal)
    assert [(each.organization_id, [m.name for m in each.measures]) for each in lacks] == [
        (number_of("V2"), [gone.measure])
    ]
    assert preparing.open_ledgers(appraisal) == []
