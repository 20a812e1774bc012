"""The life of an appraisal: every step in every stage, decisions, objections, corrections and the seal."""

import json
import zipfile
from datetime import timedelta

import pytest
from appraisals.lives import (
    ADVANCED,
    AFTER,
    FIRST,
    LAST,
    MEETING,
    MIDDLE,
    computed,
    decided,
    final,
    fresh,
    number_of,
    objected,
    on_notice,
    opened,
    stage_of,
    tried,
)
from web.builders import NOW
from web.counties import bring_in
from web.scored import AS_OF, SCHEME, write_scored_county

from guben.evaluation import verify
from guben.evaluation.sealing import seal_of
from guben.evaluation.verifying import Basis
from guben_web.appraisals import actions
from guben_web.appraisals.actions import Decided
from guben_web.appraisals.enums import TRANSITIONS, Answer, Stage, Step, Subject
from guben_web.appraisals.models import Appraisal, Decision
from guben_web.appraisals.queries import changes_between
from guben_web.appraisals.refusals import (
    AppraisalExists,
    AppraisalHasMovedOn,
    CorrectionIsOutstanding,
    GradesAreWrong,
    NotComputedYet,
    NoticeIsGoingOn,
    ObjectionIsAnswered,
    ObjectionsAreOpen,
)
from guben_web.results import actions as results
from guben_web.results import folders
from guben_web.results.archives import FILES, open_file
from guben_web.results.enums import State
from guben_web.results.models import Result

pytestmark = pytest.mark.django_db

# Each step with what it needs besides the appraisal, who acts and when.
STEPS = {
    Step.OPEN_MARKS: (actions.open_marks, {}),
    Step.COMPUTE: (actions.run_trial, {}),
    Step.DECIDE: (actions.decide, {"meeting": MEETING, "grades": ()}),
    Step.WITHDRAW: (actions.withdraw, {"reason": "漏了一个村"}),
    Step.PUBLISH: (actions.publish, {"first": FIRST, "last": LAST, "contact": "组织科"}),
    Step.RECOMPUTE: (actions.recompute, {}),
    Step.ADOPT: (actions.adopt, {"meeting": MEETING, "grades": ()}),
    Step.DROP: (actions.drop, {"reason": "数据没有变"}),
    Step.FINISH: (actions.finish, {}),
    Step.CANCEL: (actions.cancel, {"reason": "制度改了"}),
}


def grade_of(appraisal: Appraisal, key: str) -> tuple[int | None, int | None]:
    """Return the grade of an organization and, where a meeting decided otherwise, the one computed."""
    row = Result.objects.get(evaluation=fresh(appraisal).evaluation, organization__key=key)
    return row.grade, row.computed_grade


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_a_step_is_taken_in_the_stages_of_the_table_and_refused_in_all_others(tmp_path, step, stage):
    appraisal, department = tried(tmp_path)
    candidate = results.start_evaluation(
        scheme=SCHEME, period="2025", as_of=AS_OF, by=department, now=NOW, is_held=True
    )
    computed(candidate)
    shown = stage in (Stage.PUBLIC, Stage.CORRECTING, Stage.FINAL)
    if shown:
        results.show_to_units(evaluation=appraisal.evaluation, by=department, now=NOW, as_holder=True)
    Appraisal.objects.filter(pk=appraisal.pk).update(
        stage=stage,
        candidate=candidate if stage == Stage.CORRECTING else None,
        public_from=FIRST if shown else None,
        public_to=LAST if shown else None,
    )
    act, more = STEPS[step]
    origins, target = TRANSITIONS[step]

    if stage in origins:
        act(appraisal=fresh(appraisal), by=department, now=AFTER, **more)
        assert stage_of(appraisal) == target
    else:
        with pytest.raises(AppraisalHasMovedOn):
            act(appraisal=fresh(appraisal), by=department, now=AFTER, **more)
        assert stage_of(appraisal) == stage


def test_nothing_leads_out_of_a_final_or_cancelled_appraisal():
    ends = {Stage.FINAL, Stage.CANCELLED}

    assert [step for step, (origins, _) in TRANSITIONS.items() if origins & ends] == []


def test_a_scheme_has_one_appraisal_a_period_until_it_is_cancelled(tmp_path):
    appraisal, department = opened(tmp_path)
    with pytest.raises(AppraisalExists):
        actions.open_appraisal(scheme=SCHEME, period="2025", as_of=AS_OF, by=department, now=NOW)

    actions.cancel(appraisal=appraisal, reason="重来", by=department, now=NOW)

    again = actions.open_appraisal(scheme=SCHEME, period="2025", as_of=AS_OF, by=department, now=NOW)
    assert again.stage == Stage.PREPARING


def test_a_trial_run_that_is_not_computed_cannot_be_decided_about(tmp_path):
    appraisal, department = opened(tmp_path)
    actions.run_trial(appraisal=appraisal, by=department, now=NOW)

    with pytest.raises(NotComputedYet):
        actions.decide(appraisal=appraisal, meeting=MEETING, grades=(), by=department, now=NOW)


def test_a_decided_grade_stands_and_the_computed_one_stays_visible(tmp_path):
    # Diting has 85 points and is in the middle.
    appraisal, _ = decided(tmp_path, ("V1", ADVANCED, "带动三个村"))

    assert grade_of(appraisal, "V1") == (ADVANCED, MIDDLE)
    override = appraisal.decisions.get().overrides.get()
    assert (override.computed, override.decided, override.reason) == (MIDDLE, ADVANCED, "带动三个村")


def test_withdrawing_a_decision_brings_the_computed_grades_back(tmp_path):
    appraisal, department = decided(tmp_path, ("V1", ADVANCED, "带动三个村"))

    actions.withdraw(appraisal=appraisal, reason="理由不充分", by=department, now=NOW)

    assert grade_of(appraisal, "V1") == (MIDDLE, None)
    assert [each.withdrawn_because for each in Decision.objects.all()] == ["理由不充分"]


def test_everything_wrong_with_decided_grades_is_said_at_once_and_nothing_is_stored(tmp_path):
    appraisal, department = tried(tmp_path)
    grades = [
        Decided(number_of("V1"), MIDDLE, "同计算"),
        Decided(number_of("V2"), ADVANCED, " "),
        Decided(10**6, ADVANCED, "没有这个组织"),
    ]

    with pytest.raises(GradesAreWrong) as refusal:
        actions.decide(appraisal=appraisal, meeting=MEETING, grades=grades, by=department, now=NOW)

    assert refusal.value.words.zh == (
        "不能这样评定：荻汀村党支部的等次和计算的相同；菱渚村党支部没有写理由；第3个组织不在这次考核里。"
    )
    assert stage_of(appraisal) == Stage.TRIAL
    assert Decision.objects.count() == 0


def test_units_see_their_results_from_the_notice_on(tmp_path):
    appraisal, department = decided(tmp_path)
    assert appraisal.evaluation.state == State.TRIAL

    actions.publish(appraisal=appraisal, first=FIRST, last=LAST, contact="组织科", by=department, now=NOW)

    assert fresh(appraisal).evaluation.state == State.SHOWN


def test_an_evaluation_of_an_appraisal_is_not_shown_or_discarded_by_itself(tmp_path):
    appraisal, department = tried(tmp_path)

    for act in (results.show_to_units, results.discard):
        with pytest.raises(results.EvaluationIsHeld):
            act(evaluation=appraisal.evaluation, by=department, now=NOW)


def test_results_are_not_final_before_the_notice_is_over(tmp_path):
    appraisal, department = on_notice(tmp_path)
    # The last day of the notice is 6 March, and counts.
    last_evening = NOW + timedelta(days=4)

    with pytest.raises(NoticeIsGoingOn):
        actions.finish(appraisal=appraisal, by=department, now=last_evening)


def test_results_are_not_final_while_an_objection_is_open_or_nothing_was_corrected(tmp_path):
    appraisal, department = on_notice(tmp_path)
    objection = objected(appraisal, department)
    with pytest.raises(ObjectionsAreOpen):
        actions.finish(appraisal=appraisal, by=department, now=AFTER)

    actions.answer(objection=objection, answer=Answer.UPHELD, words="属实", by=department, now=NOW)

    with pytest.raises(CorrectionIsOutstanding):
        actions.finish(appraisal=appraisal, by=department, now=AFTER)


def test_an_objection_is_answered_once(tmp_path):
    appraisal, department = on_notice(tmp_path)
    objection = objected(appraisal, department)
    actions.answer(objection=objection, answer=Answer.REJECTED, words="报表为准", by=department, now=NOW)

    with pytest.raises(ObjectionIsAnswered):
        actions.answer(objection=objection, answer=Answer.UPHELD, words="又想了想", by=department, now=NOW)


def test_an_upheld_objection_leads_through_a_correction_to_the_final_result(tmp_path):
    appraisal, department = on_notice(tmp_path, ("V1", ADVANCED, "带动三个村"))
    before = appraisal.evaluation
    objection = objected(appraisal, department)
    actions.answer(objection=objection, answer=Answer.UPHELD, words="属实", by=department, now=NOW)
    # 4,500 yuan is at the line: 10 points more, 95; all five but management are won.
    corrected = write_scored_county(
        tmp_path / "again.xlsx", diting=["85%", 3, "85%", 4500, 96000, 50000, "否"]
    )
    bring_in(corrected, department, as_of=AS_OF)
    candidate = actions.recompute(appraisal=fresh(appraisal), by=department, now=NOW)
    computed(candidate)
    candidate.refresh_from_db()

    changed = changes_between(before, candidate)
    actions.adopt(appraisal=fresh(appraisal), meeting=MEETING, grades=(), by=department, now=NOW)

    assert [(each.name, each.before.total, each.after.total) for each in changed] == [
        ("荻汀村党支部", 8500, 9500)
    ]
    # What the first meeting had set falls away unless the second one sets it again.
    assert grade_of(appraisal, "V1") == (MIDDLE, None)
    before.refresh_from_db()
    candidate.refresh_from_db()
    assert (before.state, candidate.state) == (State.TRIAL, State.SHOWN)
    subjects = [(each.subject, each.withdrawn_at is None) for each in Decision.objects.order_by("id")]
    assert subjects == [(Subject.GRADES, False), (Subject.CORRECTION, True)]
    actions.finish(appraisal=fresh(appraisal), by=department, now=AFTER)
    assert stage_of(appraisal) == Stage.FINAL


def test_a_correction_that_is_dropped_leaves_everything_as_it_was(tmp_path):
    appraisal, department = on_notice(tmp_path)
    candidate = actions.recompute(appraisal=appraisal, by=department, now=NOW)
    computed(candidate)

    actions.drop(appraisal=fresh(appraisal), reason="数据没有变", by=department, now=NOW)

    assert fresh(appraisal).evaluation == appraisal.evaluation
    assert fresh(appraisal).candidate is None
    candidate.refresh_from_db()
    assert candidate.state == State.DISCARDED


def test_the_seal_is_computed_again_from_the_archive_by_the_command_line(tmp_path):
    appraisal, _ = final(tmp_path, ("V1", ADVANCED, "带动三个村"))

    folder = folders.path_of(appraisal.evaluation.folder)
    verification = verify(folder)

    assert verification.findings == ()
    assert verification.seal == appraisal.seal
    said = json.loads((folder / "decision.json").read_text(encoding="utf-8"))["sealed"]
    assert said["result_digest"] == appraisal.evaluation.result_digest
    assert [each["decided"] for each in said["decisions"][0]["overrides"]] == [ADVANCED]
    assert appraisal.seal == seal_of(said)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"decided": 0', '"decided": 1', "E662"),
        ('"seal": "', '"seal": "0', "E662"),
        ("{", "", "E661"),
    ],
)
def test_a_decision_that_was_altered_is_found(tmp_path, old, new, code):
    appraisal, _ = final(tmp_path, ("V1", ADVANCED, "带动三个村"))
    path = folders.path_of(appraisal.evaluation.folder) / "decision.json"
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")

    verification = verify(path.parent)

    assert [finding.code.number for finding in verification.findings] == [code]


def test_a_decision_about_other_results_is_found(tmp_path):
    appraisal, _ = final(tmp_path)
    path = folders.path_of(appraisal.evaluation.folder) / "decision.json"
    said = json.loads(path.read_text(encoding="utf-8"))["sealed"]
    other = {**said, "result_digest": "0" * 64}
    path.write_text(json.dumps({"sealed": other, "seal": seal_of(other)}), encoding="utf-8")

    assert [each.code.number for each in verify(path.parent).findings] == ["E663"]


def test_the_public_archive_of_final_results_carries_the_seal_and_none_of_the_words(tmp_path):
    appraisal, _ = final(tmp_path, ("V1", ADVANCED, "带动三个村"))
    folder = tmp_path / "taken"

    with open_file(appraisal.evaluation, FILES["public.zip"]) as taken, zipfile.ZipFile(taken) as archive:
        archive.extractall(folder)

    (public,) = folder.iterdir()
    verified = verify(public, basis=Basis.MEASURES)
    assert (verified.findings, verified.seal) == ((), appraisal.seal)
    files = [path for path in public.rglob("*") if path.is_file()]
    assert [path for path in files if "带动三个村".encode() in path.read_bytes()] == []
