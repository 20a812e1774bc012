"""Plans: every step in every state, what is offered, what has to be there, and who may do it."""

import pytest
from django.db import transaction
from promotion.ways import (
    DRAFT,
    DUE,
    FINISH,
    WHO,
    brought_to,
    fresh,
    imported,
    number_of,
    opened,
    path_of,
    revision_of,
    terms,
)
from web.builders import NOW, make_account

from guben_web.accounts.enums import RoleCode
from guben_web.audit.models import Entry
from guben_web.engine.texts import Text
from guben_web.promotion import access, desk, plan_actions, round_actions
from guben_web.promotion.enums import PLAN_TRANSITIONS, PlanState, PlanStep, RoundState
from guben_web.promotion.lost import find_result, lost_in
from guben_web.promotion.models import Path, Plan, ProgressNote, Round, Undertaking
from guben_web.promotion.plan_actions import Draft, Wish
from guben_web.promotion.refusals import PlanHasMovedOn, PlanIsIncomplete, RoundHasMovedOn
from guben_web.promotion.sources import Source, called

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ACTS = {
    PlanStep.SAVE: (plan_actions.save_plan, {"draft": DRAFT, "is_proxy": False}),
    PlanStep.SUBMIT: (plan_actions.submit_plan, {"draft": DRAFT, "is_proxy": False}),
    PlanStep.WITHDRAW: (plan_actions.withdraw_plan, {}),
    PlanStep.APPROVE: (plan_actions.approve_plan, {}),
    PlanStep.RETURN: (plan_actions.return_plan, {"reason": "措施太空"}),
    PlanStep.NOTE: (plan_actions.note_progress, {"on": NOW.date(), "text": "公开栏已补齐。"}),
    PlanStep.FULFIL: (plan_actions.fulfil_plan, {}),
}


def got_by(step: PlanStep, path: Path, by):
    """Return the state that a step leads to, None where it is refused, and how many acts it records; undone again."""
    act, more = ACTS[step]
    if step not in (PlanStep.WITHDRAW, PlanStep.NOTE):
        more = {**more, "revision": revision_of(path)}
    with transaction.atomic():
        before = Entry.objects.count()
        try:
            act(path=path, by=by, now=NOW, **more)
            got = PlanState(Plan.objects.get(path=path).state)
        except PlanHasMovedOn:
            got = None
        recorded = Entry.objects.count() - before
        transaction.set_rollback(True)
    return got, recorded


def test_every_step_in_every_state_does_what_the_table_says_and_is_recorded(tmp_path):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    found = {}

    for state in PlanState:
        Plan.objects.all().delete()
        brought_to(state, path, department)
        found |= {(state, step): got_by(step, path, department) for step in PlanStep}

    assert found == {
        (state, step): (to := PLAN_TRANSITIONS[step].get(state), int(to is not None))
        for state in PlanState
        for step in PlanStep
    }


def test_a_plan_that_is_not_written_can_only_be_saved_and_handed_in(tmp_path):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)

    possible = {step for step in PlanStep if got_by(step, path, department)[0] is not None}

    assert possible == {PlanStep.SAVE, PlanStep.SUBMIT}


@pytest.mark.parametrize("state", [RoundState.PREPARING, RoundState.CLOSED, RoundState.CANCELLED])
def test_plans_rest_while_their_round_is_not_going_on(tmp_path, state):
    round_, department, _ = opened(tmp_path)
    Round.objects.update(state=state)

    with pytest.raises(RoundHasMovedOn):
        plan_actions.save_plan(
            path=path_of(round_), draft=DRAFT, revision=0, is_proxy=False, by=department, now=NOW
        )

    assert Plan.objects.count() == 0


def test_a_plan_is_handed_in_with_a_line_a_deadline_and_somebody_who_answers(tmp_path):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)

    with pytest.raises(PlanIsIncomplete) as refused:
        plan_actions.submit_plan(
            path=path, draft=Draft([], None, None), revision=0, is_proxy=False, by=department, now=NOW
        )
    assert refused.value.words == Text(
        "方案还不能上报，缺少：至少一条措施、完成期限、责任人。",
        "The plan cannot be handed in yet; it lacks at least one undertaking, a deadline, the person responsible.",
    )

    plan_actions.save_plan(
        path=path, draft=Draft([], None, None), revision=0, is_proxy=False, by=department, now=NOW
    )
    plan_actions.submit_plan(path=path, draft=DRAFT, revision=1, is_proxy=True, by=department, now=NOW)
    plan = Plan.objects.get()
    assert (plan.state, plan.deadline, plan.responsible_name, plan.is_proxy) == (
        PlanState.SUBMITTED,
        FINISH,
        WHO.name,
        True,
    )


def test_what_is_written_takes_the_place_of_what_was_there(tmp_path):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)

    for revision, texts in enumerate((["一", "二"], ["三"])):
        draft = Draft([Wish(each) for each in texts], None, None)
        plan_actions.save_plan(
            path=path, draft=draft, revision=revision, is_proxy=False, by=department, now=NOW
        )

    assert list(Undertaking.objects.values_list("text", flat=True)) == ["三"]


def test_a_returned_plan_says_why_and_notes_stay_when_a_running_plan_is_returned(tmp_path):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    brought_to(PlanState.APPROVED, path, department)
    plan_actions.note_progress(path=path, on=NOW.date(), text="公开栏已补齐。", by=department, now=NOW)

    plan_actions.return_plan(path=path, revision=1, reason="补一条措施", by=department, now=NOW)

    assert (Plan.objects.get().state, Plan.objects.get().reason) == (PlanState.RETURNED, "补一条措施")
    assert ProgressNote.objects.get().text == "公开栏已补齐。"


def test_the_points_lost_at_the_baseline_are_offered_most_first(tmp_path):
    _, department, evaluation = opened(tmp_path)
    source = Source("evaluation", called(evaluation), "2025", evaluation=evaluation)
    round_ = round_actions.prepare_round(terms=terms(period="2026"), source=source, by=department, now=NOW)
    round_actions.open_round(round_=round_, by=department, now=NOW)

    lost = lost_in(find_result(path_of(round_)))

    # Of 100 V1 has 85: no income (10), and one of four rights not kept (5).
    assert [(each.part, each.points, each.of) for each in lost] == [
        ("strength.income", 10, 10),
        ("management", 5, 20),
    ]
    assert lost[0].text.zh == f"改进“{lost[0].title.zh}”"


def test_imported_grades_have_no_points_behind_them(tmp_path):
    round_, _, _ = opened(tmp_path)

    assert lost_in(find_result(path_of(round_))) == []
    assert imported().evaluation is None


@pytest.mark.parametrize(
    ("role", "at", "expected"),
    [
        ("secretary", "V1", (True, False)),
        ("secretary", "V2", (False, False)),
        ("township", "T1", (True, True)),
        ("township_officer", "T1", (True, True)),
        ("township", "T2", (False, False)),
        ("viewer", "T1", (False, False)),
        ("department", None, (False, False)),
    ],
)
def test_the_unit_and_its_township_write_and_only_the_township_approves(tmp_path, role, at, expected):
    round_, _, _ = opened(tmp_path)
    account = make_account(role, organization_id=number_of(at) if at else 1)

    assert access.may(access.hand_of(account), path_of(round_), NOW.date()) == expected


def test_a_plan_of_an_organization_below_no_township_is_the_departments_to_approve(tmp_path):
    round_, department, _ = opened(tmp_path)
    Path.objects.filter(organization__key="V1").update(township=None)

    assert access.may(access.hand_of(department), path_of(round_), NOW.date()) == (False, True)


def said(role: str, at: str | None, day=TODAY) -> list[tuple[str, str, int | None]]:
    """Return what the workbench shows to somebody."""
    account = make_account(role, organization_id=number_of(at) if at else 1)
    return [(item.what.zh, item.word.zh, item.number) for item in desk.items(account, day)]


def test_the_workbench_says_what_is_to_be_written_to_be_approved_and_late(tmp_path):
    round_, department, _ = opened(tmp_path)
    assert said("secretary", "V1") == [("要制定的提升方案", "还有18天", 1)]
    assert said("secretary", "V1", DUE.replace(day=25)) == [("要制定的提升方案", "逾期5天", 1)]

    brought_to(PlanState.SUBMITTED, path_of(round_), department)
    assert said("secretary", "V1") == []
    assert said("township", "T1") == [("等审定的提升方案", "等审定", 1)]
    assert said("township", "T2") == [("要制定的提升方案", "还有18天", 1)]

    plan_actions.approve_plan(path=path_of(round_), revision=1, by=department, now=NOW)
    assert said("secretary", "V1") == [("正在落实的提升方案", "还有243天", 1)]
    late = FINISH.replace(month=11, day=3)
    assert said("secretary", "V1", late) == [("过了期限还没有完成的提升方案", "逾期3天", 1)]
    assert said("viewer", "T1") == []

    Path.objects.filter(organization__key="V2").update(tails=[["软弱涣散", "Weak"]])
    assert said("department", None, late) == [
        ("过了期限还没有完成的提升方案", "逾期3天", 1),
        ("没有方案的倒排组织", "没有方案", 1),
    ]


def test_second_grades_are_news_to_those_they_concern(tmp_path):
    round_, department, evaluation = opened(tmp_path)
    round_actions.assess(round_=round_, evaluation=evaluation, by=department, now=NOW)

    assert ("晋位升级已定升降", "可以查看", 1) in said(RoleCode.MEMBER, "V1")
    assert said("viewer", "C1")[-1][0] == "晋位升级已定升降"
    round_actions.close_round(round_=fresh(round_), by=department, now=NOW)
    assert said(RoleCode.MEMBER, "V1") == []
