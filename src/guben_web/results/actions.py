"""What is done with evaluations: having them computed, showing them to the units, discarding them."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine import results as engine
from guben_web.engine.texts import Text, finding_as_data
from guben_web.jobs import actions as jobs
from guben_web.org.models import Organization
from guben_web.results import folders
from guben_web.results.enums import TRANSITIONS, State
from guben_web.results.layout import Layout, layout_as_data, layout_of
from guben_web.results.models import Evaluation, Result
from guben_web.results.peers import TOTAL, Standing, medians_of
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal
from guben_web.words.language import current_language
from guben_web.words.pinyin import initials_of, pinyin_of

COMPUTE = "results.compute"


class EvaluationHasMovedOn(Refusal):
    """The evaluation is in a state in which this cannot be done."""

    code = "results.evaluation-has-moved-on"
    message = Text(
        "这次考核现在是“{state}”，不能这样办理。",
        "This evaluation is in the state '{state}'; that cannot be done now.",
    )
    hint = Text("请刷新页面查看。", "Reload the page to see how it stands.")


class EvaluationIsBusy(Refusal):
    """A background run is computing the evaluation."""

    code = "results.evaluation-is-busy"
    message = Text("后台正在计算这次考核。", "This evaluation is being computed in the background.")
    hint = Text("请等它完成。", "Wait until that is done.")


class EvaluationIsHeld(Refusal):
    """The evaluation belongs to an appraisal, which decides about it."""

    code = "results.evaluation-is-held"
    message = Text(
        "这次计算属于一项考核，不能单独办理。",
        "This evaluation is part of an appraisal, which decides about it.",
    )
    hint = Text("请到考核的页面办理。", "Go to the page of the appraisal.")


class OrganizationsAreGone(Refusal):
    """Organizations were removed while they were being evaluated."""

    code = "results.organizations-are-gone"
    message = Text(
        "计算期间有{count}个组织被撤销，没有保存任何结果。",
        "{count} organizations were removed while this was computed; no results were stored.",
    )
    hint = Text("请再算一次。", "Compute it again.")


@transaction.atomic
def start_evaluation(
    *, scheme: str, period: str, as_of: date, by: Account, now: datetime, is_held: bool = False
) -> Evaluation:
    """Have a scheme computed in the background on what is known of a period and a day.

    One that `is_held` belongs to whoever started it: only with `as_holder` can the rest of this module decide about it.
    """
    evaluation = Evaluation.objects.create(
        scheme=scheme, period=period, as_of=as_of, started_by=by, started_at=now, is_held=is_held
    )
    _start(evaluation, by, now)
    facts = {"scheme": scheme, "period": period, "as_of": as_of.isoformat()}
    audit.record("evaluation.started", by=by, subject=evaluation, at=now, detail=facts)
    return evaluation


@transaction.atomic
def compute_again(*, evaluation: Evaluation, by: Account, now: datetime) -> None:
    """Have an evaluation whose computation stopped computed anew.

    Raises EvaluationHasMovedOn and EvaluationIsBusy.
    """
    evaluation = _locked(evaluation)
    if evaluation.state != State.COMPUTING:
        raise EvaluationHasMovedOn(state=State(evaluation.state).label)
    _start(evaluation, by, now)
    audit.record("evaluation.started_again", by=by, subject=evaluation, at=now)


@transaction.atomic
def show_to_units(*, evaluation: Evaluation, by: Account, now: datetime, as_holder: bool = False) -> None:
    """Let townships and villages see their own results.

    Raises EvaluationHasMovedOn, EvaluationIsBusy and EvaluationIsHeld.
    """
    _decide(evaluation, State.SHOWN, "evaluation.shown", by, now, as_holder=as_holder)


@transaction.atomic
def take_back(*, evaluation: Evaluation, by: Account, now: datetime, as_holder: bool = False) -> None:
    """Let only the department see an evaluation again.

    Raises EvaluationHasMovedOn, EvaluationIsBusy and EvaluationIsHeld.
    """
    _decide(evaluation, State.TRIAL, "evaluation.taken_back", by, now, as_holder=as_holder)


@transaction.atomic
def discard(*, evaluation: Evaluation, by: Account, now: datetime, as_holder: bool = False) -> None:
    """Remove the results of an evaluation; that it was made stays known.

    Raises EvaluationHasMovedOn and EvaluationIsBusy.
    """
    evaluation = _decide(evaluation, State.DISCARDED, "evaluation.discarded", by, now, as_holder=as_holder)
    Result.objects.filter(evaluation=evaluation).delete()
    evaluation.folder = ""
    evaluation.save(update_fields=["folder"])
    transaction.on_commit(lambda: folders.remove_others(evaluation))


def need_possible(*, evaluation: Evaluation, state: State, as_holder: bool = False) -> None:
    """Return if somebody can take the evaluation to a state now, also for the page that asks whether to go on.

    Raises EvaluationHasMovedOn, EvaluationIsBusy and EvaluationIsHeld.
    """
    if evaluation.is_held and not as_holder:
        raise EvaluationIsHeld
    if evaluation.run is not None and not evaluation.run.is_over:
        raise EvaluationIsBusy
    # Only its computation makes a trial run of what is being computed.
    is_computation = evaluation.state == State.COMPUTING and state == State.TRIAL
    if is_computation or state not in TRANSITIONS[State(evaluation.state)]:
        raise EvaluationHasMovedOn(state=State(evaluation.state).label)


@transaction.atomic
def record_download(*, evaluation: Evaluation, file: str, by: Account, now: datetime) -> None:
    """Record that somebody took a file of an evaluation."""
    audit.record("evaluation.downloaded", by=by, subject=evaluation, at=now, detail={"file": file})


@transaction.atomic
def set_grades(*, evaluation: Evaluation, decided: Mapping[int, int]) -> None:
    """Let these organizations have the grades that a meeting decided, and all others those computed.

    `decided` are places of grades by organization. What was computed stays beside it, and in the folder. Whoever calls
    holds the evaluation, and records the act.
    """
    rows = Result.objects.filter(evaluation=evaluation)
    rows.filter(is_decided=True).update(grade=F("computed_grade"), computed_grade=None, is_decided=False)
    for organization_id, grade in decided.items():
        rows.filter(organization_id=organization_id).update(
            computed_grade=F("grade"), grade=grade, is_decided=True
        )


# What the background does.


@transaction.atomic
def begin_attempt(*, evaluation: Evaluation) -> Evaluation | None:
    """Begin another attempt to compute an evaluation; None if there is nothing to compute any more."""
    evaluation = _locked(evaluation)
    if evaluation.state != State.COMPUTING:
        return None
    evaluation.attempt += 1
    evaluation.save(update_fields=["attempt"])
    return evaluation


def store_results(*, evaluation: Evaluation, outcome: engine.Evaluation, now: datetime) -> None:
    """Store what an attempt gave: the rows for pages, and which folder they are of, in one transaction.

    Raises EvaluationHasMovedOn if it was discarded or another attempt was faster.
    """
    layout = layout_of(outcome.program)
    # What costs time is made ready before the transaction begins.
    rows = _rows(evaluation, layout, outcome)
    ready = Ready(rows)
    standings = [Standing(row.field, {**row.points, TOTAL: row.total}) for row in rows]
    medians = medians_of(standings)
    folder = folders.name_of_attempt(evaluation)
    with transaction.atomic():
        held = _locked(evaluation)
        if held.attempt != evaluation.attempt:
            raise EvaluationHasMovedOn(state=State(held.state).label)
        Result.objects.filter(evaluation=held).delete()
        ready.insert()
        held.folder = folder
        held.version = outcome.result.scheme.version
        held.scheme_digest = outcome.result.scheme.digest
        held.snapshot_digest = outcome.result.snapshot_digest
        held.result_digest = outcome.result.result_digest
        held.organizations = len(rows)
        held.layout, held.medians = layout_as_data(layout), medians
        held.findings = [finding_as_data(each) for each in outcome.findings]
        held.finished_at = now
        _move(held, State.TRIAL)
        held.save()
        audit.record(
            "evaluation.computed",
            by=(held.run.started_by if held.run else None) or held.started_by,
            subject=held,
            at=now,
            detail={"result_digest": held.result_digest, "organizations": held.organizations},
        )
    folders.remove_others(held)


def _rows(evaluation: Evaluation, layout: Layout, outcome: engine.Evaluation) -> list[Result]:
    named = {key for row in outcome.rows for key in (row.organization, row.township_key) if key}
    organizations = {each.key: each for each in Organization.objects.filter(key__in=named)}
    if len(organizations) < len(named):
        raise OrganizationsAreGone(count=len(named) - len(organizations))
    places = {grade.name: place for place, grade in enumerate(outcome.program.scheme.grades)}
    return [_row(evaluation, layout, places, organizations, row) for row in outcome.rows]


def _row(
    evaluation: Evaluation,
    layout: Layout,
    places: Mapping[str, int],
    organizations: Mapping[str, Organization],
    row: engine.ResultRow,
) -> Result:
    return Result(
        evaluation=evaluation,
        organization=organizations[row.organization],
        code=row.code,
        name=row.name,
        name_pinyin=pinyin_of(row.name)[:1200],
        name_initials=initials_of(row.name)[:200],
        field=row.field,
        township=organizations[row.township_key] if row.township_key else None,
        township_name=row.township or "",
        total=layout.units(row.total),
        grade=places[row.grade] if row.grade else None,
        earned_grade=places[row.earned_grade] if row.earned_grade else None,
        veto=row.veto,
        rank=row.rank,
        points={path: layout.units(points) for path, points in row.points.items() if path},
        won=sorted(row.won),
        missing=sorted(row.missing),
        tails=sorted(row.tails),
    )


def _start(evaluation: Evaluation, by: Account, now: datetime) -> None:
    if evaluation.run is not None and not evaluation.run.is_over:
        raise EvaluationIsBusy
    evaluation.run = jobs.enqueue(
        COMPUTE, by=by, now=now, evaluation_id=evaluation.pk, language=current_language()
    )
    evaluation.save(update_fields=["run"])


def _decide(
    evaluation: Evaluation, state: State, act: str, by: Account, now: datetime, *, as_holder: bool
) -> Evaluation:
    evaluation = _locked(evaluation)
    need_possible(evaluation=evaluation, state=state, as_holder=as_holder)
    evaluation.state = state
    evaluation.save(update_fields=["state"])
    audit.record(act, by=by, subject=evaluation, at=now)
    return evaluation


def _locked(evaluation: Evaluation) -> Evaluation:
    # The run may be none, and an outer join cannot be locked.
    return Evaluation.objects.select_for_update().get(pk=evaluation.pk)


def _move(evaluation: Evaluation, state: State) -> None:
    if state not in TRANSITIONS[State(evaluation.state)]:
        raise EvaluationHasMovedOn(state=State(evaluation.state).label)
    evaluation.state = state
