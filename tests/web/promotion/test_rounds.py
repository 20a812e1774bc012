"""Rounds: every step in every state, paths that are derived, targets, second grades."""

import pytest
from django.db import transaction
from promotion.ways import (
    ADVANCED,
    BACKWARD,
    MIDDLE,
    assessed,
    fresh,
    give,
    imported,
    opened,
    path_of,
    terms,
)
from web.builders import NOW, make_account
from web.scored import scored_county
from web.structure.trees import make_organization

from guben_web.audit.models import Entry
from guben_web.org.models import Organization
from guben_web.promotion import round_actions
from guben_web.promotion.enums import ROUND_TRANSITIONS, Asked, Kind, Outcome, RoundState, RoundStep
from guben_web.promotion.models import GradeWord, Path, Round
from guben_web.promotion.refusals import (
    EvaluationDoesNotFit,
    GradesAreUnknown,
    NothingToBeginWith,
    RoundHasMovedOn,
    TargetDoesNotFit,
)
from guben_web.promotion.sources import Source, called
from guben_web.results import actions as results
from guben_web.results.layout import layout_from_data
from guben_web.results.models import Evaluation, Result

pytestmark = pytest.mark.django_db


def taken(step: RoundStep, round_: Round, by, evaluation: Evaluation) -> None:
    """Take a step with a round."""
    match step:
        case RoundStep.MAP_WORDS:
            round_actions.map_words(round_=round_, meant={"较好": MIDDLE}, by=by, now=NOW)
        case RoundStep.OPEN:
            round_actions.open_round(round_=round_, by=by, now=NOW)
        case RoundStep.SET_TARGETS:
            round_actions.set_targets(
                round_=round_, paths=[path_of(round_)], target=ADVANCED, reason="底子好", by=by, now=NOW
            )
        case RoundStep.ASSESS:
            round_actions.assess(round_=round_, evaluation=evaluation, by=by, now=NOW)
        case RoundStep.CLOSE:
            round_actions.close_round(round_=round_, by=by, now=NOW)
        case RoundStep.CANCEL:
            round_actions.cancel_round(round_=round_, reason="基准选错了", by=by, now=NOW)


def got_by(step: RoundStep, state: RoundState, round_: Round, by, evaluation: Evaluation):
    """Return the state that a step leads to, None where it is refused, and how many acts it records; undone again."""
    with transaction.atomic():
        Round.objects.update(state=state)
        if state is RoundState.PREPARING and step is RoundStep.OPEN:
            round_.paths.all().delete()
        before = Entry.objects.count()
        try:
            taken(step, fresh(round_), by, evaluation)
            got = RoundState(fresh(round_).state)
        except RoundHasMovedOn:
            got = None
        recorded = Entry.objects.count() - before
        transaction.set_rollback(True)
    return got, recorded


def test_every_step_in_every_state_does_what_the_table_says_and_is_recorded(tmp_path):
    round_, department, evaluation = opened(tmp_path)

    found = {
        (state, step): got_by(step, state, round_, department, evaluation)
        for state in RoundState
        for step in RoundStep
    }

    assert found == {
        (state, step): (to := ROUND_TRANSITIONS[step].get(state), int(to is not None))
        for state in RoundState
        for step in RoundStep
    }


def test_an_opened_round_has_every_evaluated_organization_with_a_grade_and_a_target_one_up(tmp_path):
    round_, _, _ = opened(tmp_path)

    rows = round_.paths.order_by("organization__key")
    held = rows.values_list("organization__key", "township_name", "given", "baseline", "target", "kind")
    assert list(held) == [
        ("V1", "篁川镇党委", "后进", BACKWARD, MIDDLE, Kind.RECTIFY),
        ("V2", "鹭屏乡党委", "中间", MIDDLE, ADVANCED, Kind.CATCH_UP),
    ]
    assert (round_.state, [zh for zh, _ in round_.grades]) == (RoundState.OPEN, ["先进", "中间", "后进"])


@pytest.mark.parametrize(
    ("grades_up", "asks", "expected"),
    [
        (0, Asked.BOTTOM, [("V1", BACKWARD, True), ("V2", MIDDLE, False)]),
        (2, Asked.BELOW_TOP, [("V1", ADVANCED, True), ("V2", ADVANCED, True)]),
        (9, Asked.EVERYBODY, [("V1", ADVANCED, True), ("V2", ADVANCED, True)]),
    ],
)
def test_the_rule_has_parameters_and_the_best_grade_keeps(tmp_path, grades_up, asks, expected):
    round_, _, _ = opened(tmp_path, grades_up=grades_up, asks=asks)

    rows = round_.paths.order_by("organization__key")
    assert list(rows.values_list("organization__key", "target", "must_plan")) == expected


def test_a_grade_that_the_scheme_does_not_know_is_said_and_once_meant_known_to_later_rounds(tmp_path):
    scored_county(tmp_path)
    give(V1="较差", V2="中间")
    department = make_account("department")
    round_ = round_actions.prepare_round(terms=terms(), source=imported(), by=department, now=NOW)

    with pytest.raises(GradesAreUnknown) as refused:
        round_actions.open_round(round_=round_, by=department, now=NOW)
    assert "较差" in refused.value.words.zh
    assert round_.paths.count() == 0

    round_actions.map_words(round_=round_, meant={"较差": BACKWARD}, by=department, now=NOW)
    later = round_actions.prepare_round(terms=terms(), source=imported(), by=department, now=NOW)
    assert round_actions.open_round(round_=later, by=department, now=NOW) == 2
    assert path_of(later, "V1").baseline == BACKWARD
    assert path_of(later, "V1").given == "较差"
    assert list(GradeWord.objects.values_list("words", "grade")) == [("较差", "后进")]


def test_who_has_no_path_is_named_with_the_reason(tmp_path):
    scored_county(tmp_path)
    gone = make_organization("V9", Organization.objects.get(key="T1"))
    gone.versions.update(valid_from="2020-01-01", valid_to="2025-06-01")
    give(V1="后进", V2="待定", V9="中间", T1="先进")
    department = make_account("department")
    round_ = round_actions.prepare_round(terms=terms(), source=imported(), by=department, now=NOW)
    round_actions.map_words(round_=round_, meant={"待定": None}, by=department, now=NOW)

    round_actions.open_round(round_=round_, by=department, now=NOW)

    assert [(each["name"], each["given"], each["why"][0]) for each in fresh(round_).left_out] == [
        ("V9党支部", "中间", "这个制度不考核，或者已经撤销"),
        ("篁川镇党委", "先进", "这个制度不考核，或者已经撤销"),
        ("菱渚村党支部", "待定", "这个等次不列入"),
    ]


def test_a_baseline_without_any_grade_of_them_opens_nothing(tmp_path):
    scored_county(tmp_path)
    give(T1="先进")
    department = make_account("department")
    round_ = round_actions.prepare_round(terms=terms(), source=imported(), by=department, now=NOW)

    with pytest.raises(NothingToBeginWith):
        round_actions.open_round(round_=round_, by=department, now=NOW)

    assert fresh(round_).state == RoundState.PREPARING


def test_from_an_evaluation_those_on_a_list_of_the_last_must_have_a_plan_whoever_is_asked(tmp_path):
    evaluation = scored_county(tmp_path)
    evaluation.layout["tails"] = {"weak": ["软弱涣散", "Weak and lax"]}
    evaluation.save()
    Result.objects.filter(organization__key="V1").update(tails=["weak"])
    department = make_account("department")
    source = Source("evaluation:1", called(evaluation), "2025", evaluation=evaluation)
    round_ = round_actions.prepare_round(
        terms=terms(period="2026", asks=Asked.BOTTOM), source=source, by=department, now=NOW
    )

    round_actions.open_round(round_=round_, by=department, now=NOW)

    rows = round_.paths.order_by("organization__key")
    assert list(rows.values_list("organization__key", "baseline", "tails", "must_plan")) == [
        ("V1", MIDDLE, [["软弱涣散", "Weak and lax"]], True),
        ("V2", BACKWARD, [], True),
    ]


def test_a_layout_keeps_the_titles_of_its_lists(tmp_path):
    evaluation = scored_county(tmp_path)

    # The scheme of the county has none; what a layout said before there were any is read as none.
    assert layout_from_data(evaluation.layout).tails == {}
    del evaluation.layout["tails"]
    assert layout_from_data(evaluation.layout).tails == {}


def test_another_target_needs_a_reason_and_is_not_below_the_baseline(tmp_path):
    round_, department, _ = opened(tmp_path)
    paths = list(round_.paths.order_by("organization__key"))

    def set_to(target, reason=""):
        return round_actions.set_targets(
            round_=round_, paths=paths, target=target, reason=reason, by=department, now=NOW
        )

    with pytest.raises(TargetDoesNotFit) as without:
        set_to(ADVANCED)
    with pytest.raises(TargetDoesNotFit) as below:
        set_to(BACKWARD, "实事求是")
    with pytest.raises(TargetDoesNotFit):
        set_to(3, "没有这个等次")
    assert without.value.words.zh == "目标没有改：和建议的目标不同，要写理由。"
    assert below.value.words.zh == "目标没有改：菱渚村党支部的目标低于基准等次。"

    # V2 has it already.
    assert set_to(ADVANCED, "今年换了班子") == 1
    rows = round_.paths.order_by("organization__key")
    assert list(rows.values_list("target", "proposed", "target_reason")) == [
        (ADVANCED, MIDDLE, "今年换了班子"),
        (ADVANCED, ADVANCED, ""),
    ]


def test_second_grades_say_who_moved_up_who_fell_and_who_reached_the_target(tmp_path):
    round_, _, evaluation = assessed(tmp_path)

    rows = round_.paths.order_by("organization__key")
    assert list(rows.values_list("organization__key", "second", "outcome", "has_reached")) == [
        ("V1", MIDDLE, Outcome.UP, True),
        ("V2", BACKWARD, Outcome.FELL, False),
    ]
    assert (round_.second_id, round_.state) == (evaluation.pk, RoundState.ASSESSED)


def test_new_and_gone_organizations_are_apart_and_taking_them_anew_counts_nobody_twice(tmp_path):
    evaluation = scored_county(tmp_path)
    make_organization("V3", Organization.objects.get(key="T1"))
    give(V1="后进", V3="中间")
    department = make_account("department")
    round_ = round_actions.prepare_round(terms=terms(), source=imported(), by=department, now=NOW)
    round_actions.open_round(round_=round_, by=department, now=NOW)

    for _ in range(2):
        round_actions.assess(round_=fresh(round_), evaluation=evaluation, by=department, now=NOW)

    rows = round_.paths.order_by("organization__key")
    assert list(rows.values_list("organization__key", "baseline", "second", "outcome")) == [
        ("V1", BACKWARD, MIDDLE, Outcome.UP),
        ("V2", None, BACKWARD, Outcome.NEW),
        ("V3", MIDDLE, None, Outcome.GONE),
    ]


def test_second_grades_stay_when_the_evaluation_is_taken_back_and_discarded(tmp_path):
    round_, department, evaluation = assessed(tmp_path)

    results.take_back(evaluation=evaluation, by=department, now=NOW)
    results.discard(evaluation=evaluation, by=department, now=NOW)

    assert path_of(round_).second == MIDDLE


def test_only_a_later_shown_evaluation_by_the_same_scheme_gives_second_grades(tmp_path):
    round_, department, evaluation = opened(tmp_path)
    results.take_back(evaluation=evaluation, by=department, now=NOW)
    with pytest.raises(EvaluationDoesNotFit):
        round_actions.assess(round_=round_, evaluation=evaluation, by=department, now=NOW)

    results.show_to_units(evaluation=evaluation, by=department, now=NOW)
    Round.objects.update(baseline_period="2025")
    with pytest.raises(EvaluationDoesNotFit):
        round_actions.assess(round_=fresh(round_), evaluation=evaluation, by=department, now=NOW)
    assert Path.objects.exclude(outcome=Outcome.NONE).count() == 0
