"""What is done with rounds, from preparing one to closing it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.appraisals.judging import evaluated_on
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import names_of, townships_of
from guben_web.promotion.enums import MOVED, ROUND_TRANSITIONS, Asked, Outcome, RoundState, RoundStep
from guben_web.promotion.grades import (
    Meanings,
    Order,
    meanings_of,
    order_as_data,
    order_from_data,
    order_of_scheme,
)
from guben_web.promotion.models import GradeWord, Path, Round
from guben_web.promotion.refusals import (
    EvaluationDoesNotFit,
    GradesAreUnknown,
    NothingToBeginWith,
    RoundHasMovedOn,
    TargetDoesNotFit,
)
from guben_web.promotion.sources import (
    Given,
    Source,
    given_at_baseline,
    given_by,
    second_sources,
)
from guben_web.results.models import Evaluation
from guben_web.shared.bulk import Ready

_NOT_EVALUATED = Text("这个制度不考核，或者已经撤销", "not evaluated by this scheme, or dissolved")
_UNGRADED = Text("没有评定等次", "was given no grade")
_LEFT_OUT = Text("这个等次不列入", "this grade is left out")
_NOT_A_GRADE = Text("目标不在等次里", "the target is none of the grades")
_NONE_CHOSEN = Text("没有选组织", "no organization was chosen")
_BELOW = Text("{name}的目标低于基准等次", "the target of {name} lies below its baseline grade")
_NO_REASON = Text("和建议的目标不同，要写理由", "another target than the one proposed needs a reason")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is about, as the department sets it."""

    title: str
    scheme: str
    period: str
    grades_up: int
    asks: Asked
    plans_due: date
    finish_by: date


@transaction.atomic
def prepare_round(*, terms: Terms, source: Source, by: Account, now: datetime) -> Round:
    """Begin a round; only the department sees it until it is opened."""
    round_ = Round.objects.create(
        title=terms.title,
        scheme=terms.scheme,
        period=terms.period,
        grades_up=terms.grades_up,
        asks=terms.asks,
        plans_due=terms.plans_due,
        finish_by=terms.finish_by,
        baseline=source.evaluation,
        baseline_period=source.period,
        baseline_appraisal=source.appraisal,
        grades=order_as_data(order_of_scheme(terms.scheme)),
        opened_by=by,
        opened_at=now,
    )
    facts = {"scheme": terms.scheme, "period": terms.period, "from": source.period}
    audit.record("promotion.prepared", by=by, subject=round_, at=now, detail=facts)
    return round_


@transaction.atomic
def map_words(*, round_: Round, meant: Mapping[str, int | None], by: Account, now: datetime) -> None:
    """Keep what grades in words mean: a place in the round's order, or None where they are left out.

    Raises RoundHasMovedOn.
    """
    round_ = _step(round_, RoundStep.MAP_WORDS)
    order = order_from_data(round_.grades)
    grades = {words: "" if place is None else order.titles[place].zh for words, place in meant.items()}
    for words, grade in grades.items():
        GradeWord.objects.update_or_create(scheme=round_.scheme, words=words, defaults={"grade": grade})
    facts = {"words": {words: grade or "—" for words, grade in grades.items()}}
    audit.record("promotion.words_mapped", by=by, subject=round_, at=now, detail=facts)


@transaction.atomic
def open_round(*, round_: Round, by: Account, now: datetime) -> int:
    """Derive the path of every organization with its proposed target, let the units begin, and return how many there are.

    Raises RoundHasMovedOn, GradesAreUnknown and NothingToBeginWith.
    """
    round_ = _step(round_, RoundStep.OPEN)
    order = order_from_data(round_.grades)
    given = given_at_baseline(round_)
    meanings = _known(given, round_.scheme, order)
    today = timezone.localdate(now)
    versions = {each.organization_id: each for each in evaluated_on(round_.scheme, today)}
    townships = townships_of(today)
    paths = []
    for key, version in versions.items():
        place = meanings.places.get(given[key].words) if key in given else None
        if place is not None:
            path = _path(round_, version, townships.get(key))
            paths.append(_begun(path, given[key], place, order))
    if not paths:
        raise NothingToBeginWith
    Ready(paths).insert()
    round_.left_out = _left_out(given, versions, meanings)
    round_.opened_at = now
    round_.save()
    facts = {"organizations": len(paths)}
    audit.record("promotion.opened", by=by, subject=round_, at=now, detail=facts)
    return len(paths)


@transaction.atomic
def set_targets(
    *, round_: Round, paths: Sequence[Path], target: int, reason: str, by: Account, now: datetime
) -> int:
    """Give some organizations a target of their township's and return how many changed.

    Raises RoundHasMovedOn, and TargetDoesNotFit with all that is wrong; nothing is stored then.
    """
    round_ = _step(round_, RoundStep.SET_TARGETS)
    order = order_from_data(round_.grades)
    problems: list[Text] = [] if paths else [_NONE_CHOSEN]
    if not 0 <= target <= order.last:
        problems.append(_NOT_A_GRADE)
    problems += [_BELOW.filled(name=each.name) for each in paths if _is_below(each, target)]
    if any(target != each.proposed for each in paths) and not reason.strip():
        problems.append(_NO_REASON)
    if problems:
        raise TargetDoesNotFit(reasons=_sentence(problems))
    changed = [each for each in paths if each.target != target]
    for each in changed:
        each.target = target
        each.target_reason = reason.strip() if target != each.proposed else ""
    Path.objects.bulk_update(changed, ["target", "target_reason"])
    if changed:
        facts = {
            "organization_id": [each.organization_id for each in changed],
            "to": order.titles[target].zh,
            "reason": reason.strip(),
        }
        audit.record("promotion.targets_set", by=by, subject=round_, at=now, detail=facts)
    return len(changed)


@transaction.atomic
def assess(*, round_: Round, evaluation: Evaluation, by: Account, now: datetime) -> None:
    """Take the second grades from a later evaluation and say how everybody moved; done anew, it replaces the first time.

    Raises RoundHasMovedOn, EvaluationDoesNotFit and GradesAreUnknown.
    """
    round_ = _step(round_, RoundStep.ASSESS)
    if evaluation.pk not in {each.pk for each in second_sources(round_)}:
        raise EvaluationDoesNotFit
    order = order_from_data(round_.grades)
    given = given_by(evaluation)
    meanings = _known(given, round_.scheme, order)
    round_.paths.filter(outcome=Outcome.NEW).delete()
    paths = list(round_.paths.all())
    for path in paths:
        _assessed(path, given.get(path.organization_id), meanings)
    Path.objects.bulk_update(paths, ["second", "outcome", "has_reached"], batch_size=500)
    known = {path.organization_id for path in paths}
    today = timezone.localdate(now)
    townships = townships_of(today)
    versions = evaluated_on(round_.scheme, today).filter(organization_id__in=set(given) - known)
    fresh = [_path(round_, each, townships.get(each.organization_id)) for each in versions]
    for path in fresh:
        path.outcome, path.second = Outcome.NEW, meanings.places.get(given[path.organization_id].words)
    Ready(fresh).insert()
    round_.second, round_.assessed_at = evaluation, now
    round_.save()
    facts = {"period": evaluation.period, "result_digest": evaluation.result_digest}
    audit.record("promotion.assessed", by=by, subject=round_, at=now, detail=facts)


@transaction.atomic
def close_round(*, round_: Round, by: Account, now: datetime) -> None:
    """End a round; nothing about it changes any more.

    Raises RoundHasMovedOn.
    """
    round_ = _step(round_, RoundStep.CLOSE)
    round_.save()
    audit.record("promotion.closed", by=by, subject=round_, at=now)


@transaction.atomic
def cancel_round(*, round_: Round, reason: str, by: Account, now: datetime) -> None:
    """Stop a round for good; units do not see it any more.

    Raises RoundHasMovedOn.
    """
    round_ = _step(round_, RoundStep.CANCEL)
    round_.cancelled_because = reason
    round_.save()
    audit.record("promotion.cancelled", by=by, subject=round_, at=now, detail={"reason": reason})


@transaction.atomic
def record_download(*, round_: Round | None, file: str, by: Account, now: datetime) -> None:
    """Record that somebody took a list."""
    audit.record("promotion.exported", by=by, subject=round_, at=now, detail={"file": file})


def need_possible(*, round_: Round, step: RoundStep) -> None:
    """Return if a step can be taken now; raises RoundHasMovedOn."""
    if RoundState(round_.state) not in ROUND_TRANSITIONS[step]:
        raise RoundHasMovedOn(state=RoundState(round_.state).label)


def _step(round_: Round, step: RoundStep) -> Round:
    """Return the round, locked and in the state that the step leads to; not stored yet."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    need_possible(round_=round_, step=step)
    round_.state = ROUND_TRANSITIONS[step][RoundState(round_.state)]
    return round_


def _known(given: Mapping[int, Given], scheme: str, order: Order) -> Meanings:
    """Return what the grades mean; raises GradesAreUnknown."""
    meanings = meanings_of({each.words for each in given.values() if each.words}, scheme, order)
    if meanings.unknown:
        raise GradesAreUnknown(words=Text("、".join(meanings.unknown), ", ".join(meanings.unknown)))
    return meanings


def _path(round_: Round, version: OrganizationVersion, township: tuple[int, str] | None) -> Path:
    return Path(
        round=round_,
        organization_id=version.organization_id,
        code=version.organization.code,
        name=version.name,
        name_pinyin=version.name_pinyin,
        name_initials=version.name_initials,
        field=version.field or "",
        township_id=township[0] if township else None,
        township_name=township[1] if township else "",
    )


def _begun(path: Path, given: Given, place: int, order: Order) -> Path:
    path.given = given.words
    path.baseline = place
    path.proposed = path.target = order.above(place, path.round.grades_up)
    path.kind = order.kind_at(place)
    path.tails = [[title.zh, title.en] for title in given.tails]
    path.must_plan = (
        bool(given.tails)
        or {
            Asked.EVERYBODY: True,
            Asked.BELOW_TOP: place > 0,
            Asked.BOTTOM: place == order.last,
        }[Asked(path.round.asks)]
    )
    return path


def _left_out(
    given: Mapping[int, Given], versions: Collection[int], meanings: Meanings
) -> list[dict[str, object]]:
    """Return those that have no path, with the reason."""
    why: dict[int, Text] = {}
    for key, each in given.items():
        if key not in versions:
            why[key] = _NOT_EVALUATED
        elif not each.words:
            why[key] = _UNGRADED
        elif meanings.places[each.words] is None:
            why[key] = _LEFT_OUT
    names = names_of(why)
    return [
        {"name": names.get(key, ""), "given": given[key].words, "why": [reason.zh, reason.en]}
        for key, reason in sorted(why.items(), key=lambda each: names.get(each[0], ""))
    ]


def _assessed(path: Path, given: Given | None, meanings: Meanings) -> None:
    path.second = meanings.places.get(given.words) if given else None
    path.has_reached = None
    if given is None:
        path.outcome = Outcome.GONE
    elif path.second is None or path.baseline is None or path.target is None:
        path.outcome = Outcome.UNGRADED
    else:
        # The best grade has the place 0.
        rise = path.baseline - path.second
        path.outcome = MOVED[0] if rise > 0 else MOVED[1] if rise == 0 else MOVED[2]
        path.has_reached = path.second <= path.target


def _is_below(path: Path, target: int) -> bool:
    return path.baseline is not None and target > path.baseline


def _sentence(problems: Sequence[Text]) -> Text:
    return Text(f"{'；'.join(each.zh for each in problems)}。", f"{'; '.join(each.en for each in problems)}.")
