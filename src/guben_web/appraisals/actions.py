"""What is done with appraisals, from opening one to sealing its results. Each step obeys the table of stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.appraisals.enums import (
    OPEN_TO_OBJECTIONS,
    TRANSITIONS,
    Answer,
    Body,
    Objector,
    Stage,
    Step,
    Subject,
)
from guben_web.appraisals.models import Appraisal, Decision, Objection, Override, Trial
from guben_web.appraisals.refusals import (
    AppraisalExists,
    AppraisalHasMovedOn,
    CorrectionIsOutstanding,
    GradesAreWrong,
    NotComputedYet,
    NoticeIsGoingOn,
    ObjectionIsAnswered,
    ObjectionsAreOpen,
    sentence_of,
)
from guben_web.appraisals.sealing import sealed_words
from guben_web.audit import actions as audit
from guben_web.engine.sealing import write_decision
from guben_web.engine.texts import Text
from guben_web.results import actions as results
from guben_web.results import folders
from guben_web.results.enums import State
from guben_web.results.models import Evaluation, Result

_UNKNOWN = Text("第{number}个组织不在这次考核里", "organization {number} is not part of this appraisal")
_TWICE = Text("{name}写了两次", "{name} stands there twice")
_NO_REASON = Text("{name}没有写理由", "there is no reason for {name}")
_SAME = Text("{name}的等次和计算的相同", "the grade of {name} is the one computed")
_NO_GRADE = Text("{name}的等次不在制度里", "the grade of {name} is none of the scheme's")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who decided together, when, and what the minutes say."""

    body: Body
    met_on: date
    document: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The grade, by its place, that a meeting set for an organization, and why."""

    organization_id: int
    grade: int
    reason: str


@transaction.atomic
def open_appraisal(*, scheme: str, period: str, as_of: date, by: Account, now: datetime) -> Appraisal:
    """Open an appraisal by a scheme for a period.

    Raises AppraisalExists.
    """
    if Appraisal.objects.filter(scheme=scheme, period=period).exclude(stage=Stage.CANCELLED).exists():
        raise AppraisalExists(period=period)
    appraisal = Appraisal.objects.create(
        scheme=scheme, period=period, as_of=as_of, opened_by=by, opened_at=now
    )
    facts = {"scheme": scheme, "period": period, "as_of": as_of.isoformat()}
    audit.record("appraisal.opened", by=by, subject=appraisal, at=now, detail=facts)
    return appraisal


@transaction.atomic
def open_marks(*, appraisal: Appraisal, by: Account, now: datetime) -> None:
    """Let judges give marks, until the next trial run.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _step(appraisal, Step.OPEN_MARKS)
    _save(appraisal, "appraisal.marks_opened", by, now)


@transaction.atomic
def run_trial(*, appraisal: Appraisal, by: Account, now: datetime) -> Evaluation:
    """Have the results computed on what is known now; the trial run before stays to be compared with.

    Raises AppraisalHasMovedOn, and EvaluationIsBusy while the trial run before is being computed.
    """
    appraisal = _step(appraisal, Step.COMPUTE)
    appraisal.evaluation = _computed_anew(appraisal, appraisal.evaluation, by, now)
    number = appraisal.trials.count() + 1
    Trial.objects.create(appraisal=appraisal, evaluation=appraisal.evaluation, number=number)
    _save(appraisal, "appraisal.tried", by, now, {"trial": number})
    return appraisal.evaluation


@transaction.atomic
def decide(
    *, appraisal: Appraisal, meeting: Meeting, grades: Sequence[Decided], by: Account, now: datetime
) -> Decision:
    """Keep what a meeting decided about the trial run that stands; where it set other grades, both stay visible.

    Raises AppraisalHasMovedOn, NotComputedYet, and GradesAreWrong with everything that is wrong.
    """
    appraisal = _step(appraisal, Step.DECIDE)
    evaluation = _need_computed(appraisal.evaluation)
    decision = _decided(appraisal, evaluation, Subject.GRADES, meeting, grades, by, now)
    facts = {"met_on": meeting.met_on.isoformat(), "body": meeting.body, "overrides": len(grades)}
    _save(appraisal, "appraisal.decided", by, now, facts)
    return decision


@transaction.atomic
def withdraw(*, appraisal: Appraisal, reason: str, by: Account, now: datetime) -> None:
    """Go back to the trial run; the decision stays on record as withdrawn.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _step(appraisal, Step.WITHDRAW)
    _withdraw_decisions(appraisal, reason, now)
    assert appraisal.evaluation is not None
    results.set_grades(evaluation=appraisal.evaluation, decided={})
    _save(appraisal, "appraisal.decision_withdrawn", by, now, {"reason": reason})


@transaction.atomic
def publish(
    *, appraisal: Appraisal, first: date, last: date, contact: str, by: Account, now: datetime
) -> None:
    """Put the results on public notice; units see theirs and can object.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _step(appraisal, Step.PUBLISH)
    appraisal.public_from, appraisal.public_to, appraisal.contact = first, last, contact
    assert appraisal.evaluation is not None
    results.show_to_units(evaluation=appraisal.evaluation, by=by, now=now, as_holder=True)
    facts = {"from": first.isoformat(), "to": last.isoformat()}
    _save(appraisal, "appraisal.published", by, now, facts)


@transaction.atomic
def object_to(
    *,
    appraisal: Appraisal,
    organization_id: int,
    path: str,
    objector: Objector,
    text: str,
    by: Account,
    now: datetime,
) -> Objection:
    """Enter an objection to a cell of a result that is on notice.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _locked(appraisal)
    if appraisal.stage not in OPEN_TO_OBJECTIONS:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    objection = Objection.objects.create(
        appraisal=appraisal,
        organization_id=organization_id,
        path=path,
        objector=objector,
        text=text,
        raised_by=by,
        raised_at=now,
    )
    facts = {"organization_id": organization_id, "part": path}
    audit.record("objection.raised", by=by, subject=objection, at=now, detail=facts)
    return objection


@transaction.atomic
def answer(*, objection: Objection, answer: Answer, words: str, by: Account, now: datetime) -> None:
    """Uphold or reject an objection in words.

    Raises AppraisalHasMovedOn and ObjectionIsAnswered.
    """
    appraisal = _locked(objection.appraisal)
    if appraisal.stage not in OPEN_TO_OBJECTIONS:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answer != Answer.OPEN:
        raise ObjectionIsAnswered
    objection.answer, objection.words = answer, words
    objection.answered_by, objection.answered_at = by, now
    objection.save()
    audit.record("objection.answered", by=by, subject=objection, at=now, detail={"answer": str(answer)})


@transaction.atomic
def recompute(*, appraisal: Appraisal, by: Account, now: datetime) -> Evaluation:
    """Have the results computed on the corrected records, beside those on notice.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _step(appraisal, Step.RECOMPUTE)
    appraisal.candidate = _computed_anew(appraisal, None, by, now)
    _save(appraisal, "appraisal.recomputed", by, now)
    return appraisal.candidate


@transaction.atomic
def adopt(
    *, appraisal: Appraisal, meeting: Meeting, grades: Sequence[Decided], by: Account, now: datetime
) -> Decision:
    """Let the corrected results stand in place of those on notice; grades set before are decided anew or fall away.

    Raises AppraisalHasMovedOn, NotComputedYet and GradesAreWrong.
    """
    appraisal = _step(appraisal, Step.ADOPT)
    candidate, before = _need_computed(appraisal.candidate), appraisal.evaluation
    assert before is not None
    decision = _decided(appraisal, candidate, Subject.CORRECTION, meeting, grades, by, now)
    results.take_back(evaluation=before, by=by, now=now, as_holder=True)
    results.show_to_units(evaluation=candidate, by=by, now=now, as_holder=True)
    number = appraisal.trials.count() + 1
    Trial.objects.create(appraisal=appraisal, evaluation=candidate, number=number)
    appraisal.evaluation, appraisal.candidate = candidate, None
    facts = {"met_on": meeting.met_on.isoformat(), "overrides": len(grades), "before": before.pk}
    _save(appraisal, "appraisal.correction_adopted", by, now, facts)
    return decision


@transaction.atomic
def drop(*, appraisal: Appraisal, reason: str, by: Account, now: datetime) -> None:
    """Leave the results on notice as they are.

    Raises AppraisalHasMovedOn, and EvaluationIsBusy while the correction is being computed.
    """
    appraisal = _step(appraisal, Step.DROP)
    candidate = appraisal.candidate
    assert candidate is not None
    appraisal.candidate = None
    _save(appraisal, "appraisal.correction_dropped", by, now, {"reason": reason})
    results.discard(evaluation=candidate, by=by, now=now, as_holder=True)


@transaction.atomic
def finish(*, appraisal: Appraisal, by: Account, now: datetime) -> str:
    """Make the results final and return their seal; nothing about them changes any more.

    Raises AppraisalHasMovedOn, NoticeIsGoingOn, ObjectionsAreOpen, CorrectionIsOutstanding, and ArchiveIsAltered.
    """
    appraisal = _step(appraisal, Step.FINISH)
    need_finishable(appraisal=appraisal, today=timezone.localdate(now))
    evaluation = appraisal.evaluation
    assert evaluation is not None
    folder = folders.open_folder(evaluation)
    appraisal.sealed_at = now
    appraisal.seal = write_decision(folder.folder, sealed_words(appraisal, now))
    _save(appraisal, "appraisal.finished", by, now, {"seal": appraisal.seal})
    return appraisal.seal


def need_finishable(*, appraisal: Appraisal, today: date) -> None:
    """Return if an appraisal on notice can be made final today.

    Raises NoticeIsGoingOn, ObjectionsAreOpen and CorrectionIsOutstanding.
    """
    assert appraisal.public_to is not None
    if today <= appraisal.public_to:
        raise NoticeIsGoingOn(day=appraisal.public_to.isoformat())
    objections = Objection.objects.filter(appraisal=appraisal)
    if count := objections.filter(answer=Answer.OPEN).count():
        raise ObjectionsAreOpen(count=count)
    upheld = objections.filter(answer=Answer.UPHELD).order_by("-answered_at").first()
    corrected = Decision.objects.filter(appraisal=appraisal, subject=Subject.CORRECTION, withdrawn_at=None)
    last = corrected.order_by("-entered_at").first()
    if upheld and upheld.answered_at and (last is None or last.entered_at < upheld.answered_at):
        raise CorrectionIsOutstanding


@transaction.atomic
def cancel(*, appraisal: Appraisal, reason: str, by: Account, now: datetime) -> None:
    """Stop an appraisal for good; its trial runs stay with the department.

    Raises AppraisalHasMovedOn.
    """
    appraisal = _locked(appraisal)
    before = Stage(appraisal.stage)
    appraisal = _step(appraisal, Step.CANCEL)
    appraisal.cancelled_because = reason
    if before in (Stage.PUBLIC, Stage.CORRECTING) and appraisal.evaluation is not None:
        results.take_back(evaluation=appraisal.evaluation, by=by, now=now, as_holder=True)
    _save(appraisal, "appraisal.cancelled", by, now, {"reason": reason})


@transaction.atomic
def record_download(*, appraisal: Appraisal, file: str, by: Account, now: datetime) -> None:
    """Record that somebody took a paper of an appraisal."""
    audit.record("appraisal.letters_taken", by=by, subject=appraisal, at=now, detail={"file": file})


def need_possible(*, appraisal: Appraisal, step: Step) -> None:
    """Return if a step can be taken now; raises AppraisalHasMovedOn."""
    if appraisal.stage not in TRANSITIONS[step][0]:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)


def _step(appraisal: Appraisal, step: Step) -> Appraisal:
    appraisal = _locked(appraisal)
    need_possible(appraisal=appraisal, step=step)
    appraisal.stage = TRANSITIONS[step][1]
    return appraisal


def _locked(appraisal: Appraisal) -> Appraisal:
    return Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)


def _save(
    appraisal: Appraisal, act: str, by: Account, now: datetime, detail: Mapping[str, object] | None = None
) -> None:
    appraisal.save()
    audit.record(act, by=by, subject=appraisal, at=now, detail=detail)


def _computed_anew(appraisal: Appraisal, before: Evaluation | None, by: Account, now: datetime) -> Evaluation:
    if before is not None and before.state == State.COMPUTING:
        # What never came to results is nothing to compare with.
        results.discard(evaluation=before, by=by, now=now, as_holder=True)
    return results.start_evaluation(
        scheme=appraisal.scheme,
        period=appraisal.period,
        as_of=appraisal.as_of,
        by=by,
        now=now,
        is_held=True,
    )


def _need_computed(evaluation: Evaluation | None) -> Evaluation:
    if evaluation is None or evaluation.state == State.COMPUTING:
        raise NotComputedYet
    return evaluation


def _decided(
    appraisal: Appraisal,
    evaluation: Evaluation,
    subject: Subject,
    meeting: Meeting,
    grades: Sequence[Decided],
    by: Account,
    now: datetime,
) -> Decision:
    computed = _computed_grades(evaluation, grades)
    if subject is Subject.CORRECTION:
        _withdraw_decisions(appraisal, "", now)
    decision = Decision.objects.create(
        appraisal=appraisal,
        evaluation=evaluation,
        subject=subject,
        body=meeting.body,
        met_on=meeting.met_on,
        document=meeting.document,
        minutes=meeting.minutes,
        entered_by=by,
        entered_at=now,
    )
    Override.objects.bulk_create(
        Override(
            decision=decision,
            organization_id=each.organization_id,
            computed=computed[each.organization_id],
            decided=each.grade,
            reason=each.reason.strip(),
        )
        for each in grades
    )
    results.set_grades(evaluation=evaluation, decided={each.organization_id: each.grade for each in grades})
    return decision


def _computed_grades(evaluation: Evaluation, grades: Sequence[Decided]) -> dict[int, int | None]:
    """Return what was computed for those whose grades a meeting set; raises GradesAreWrong."""
    asked = [each.organization_id for each in grades]
    rows = {
        each.organization_id: each
        for each in Result.objects.filter(evaluation=evaluation, organization_id__in=asked)
    }
    most = len(evaluation.layout.get("grades", ()))
    problems: list[Text] = []
    for number, each in enumerate(grades, start=1):
        row = rows.get(each.organization_id)
        if row is None:
            problems.append(_UNKNOWN.filled(number=number))
        elif asked.count(each.organization_id) > 1:
            problems.append(_TWICE.filled(name=row.name))
        elif not 0 <= each.grade < most:
            problems.append(_NO_GRADE.filled(name=row.name))
        elif each.grade == (row.computed_grade if row.is_decided else row.grade):
            problems.append(_SAME.filled(name=row.name))
        elif not each.reason.strip():
            problems.append(_NO_REASON.filled(name=row.name))
    if problems:
        raise GradesAreWrong(reasons=sentence_of(problems))
    return {key: row.computed_grade if row.is_decided else row.grade for key, row in rows.items()}


def _withdraw_decisions(appraisal: Appraisal, reason: str, now: datetime) -> None:
    standing = Decision.objects.filter(appraisal=appraisal, withdrawn_at=None)
    standing.update(withdrawn_at=now, withdrawn_because=reason)
