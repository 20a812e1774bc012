"""Marks: what a scheme asks judges to give, what was given, and storing it as reported values.

A mark is a reported value of its measure, so that it is frozen, computed and explained like any other figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.appraisals import access
from guben_web.appraisals.access import Sight
from guben_web.appraisals.comparing import TrialRun, difference, find_own, trial_run
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.judging import Judged, evaluated_on, judged_in
from guben_web.appraisals.models import Appraisal, Mark
from guben_web.appraisals.refusals import AppraisalHasMovedOn, MarksAreWrong, sentence_of
from guben_web.audit import actions as audit
from guben_web.engine.marks import plain_number
from guben_web.engine.texts import Text
from guben_web.ledgers.models import ReportedValue

_NOT_A_NUMBER = Text("“{words}”不是数", "'{words}' is not a number")
_OUTSIDE = Text("{words}不在{low}到{high}之间", "{words} is not between {low} and {high}")
_TOO_FINE = Text("最多{digits}位小数", "at most {digits} decimals")
_TOO_LONG = Text("理由最多{most}字", "a reason has at most {most} characters")
_NOT_YOURS = Text("这个组织不由您评分", "this organization is not yours to judge")
_PLACE = Text("{name}·{title}：{problem}", "{name}, {title}: {problem}")

LONGEST_REASON = 500
# A reported value that is a mark says so with this and its number.
SOURCE = "mark:"
# A whole number and its scale.
Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it was typed, for an organization and a measure.

    Where nothing was asked about its reason, the one on record stays if the mark does.
    """

    organization_id: int
    measure: str
    words: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A mark that was read: what is wrong with it, or its number and its reason; no number takes it back."""

    given: Given
    judged: Judged
    problem: Text | None
    number: Number | None
    reason: str
    is_same: bool

    @property
    def key(self) -> tuple[int, str]:
        return self.given.organization_id, self.given.measure


@dataclass(frozen=True, slots=True)
class _Standing:
    """What marks are held against: who gives them, what is asked for, the trial run, and all marks as they would be."""

    sight: Sight
    asked: Mapping[str, Judged]
    trial: TrialRun
    numbers: Mapping[tuple[int, str], Fraction | None]

    def problem_of(self, read: _Read) -> Text | None:
        organization_id, judged, number = read.given.organization_id, read.judged, self.numbers.get(read.key)
        # Even where it is the mark on record: else one could find out by guessing what others gave.
        if not self.sight.gives(judged.judge, organization_id):
            return _NOT_YOURS
        if read.problem is not None:
            return read.problem
        if number is None or read.reason:
            return None
        own = find_own(judged, self.asked.values())
        return difference(
            judged,
            number,
            own=self.numbers.get((organization_id, own)) if own else None,
            computed=self.trial.beside(judged, organization_id, self.sight),
        )


@transaction.atomic
def give(*, appraisal: Appraisal, marks: Iterable[Given], by: Account, now: datetime, today: date) -> int:
    """Store marks and return how many changed; empty words take a mark back.

    A mark that differs from the organization's own, or from what its giver sees computed, needs a reason, whether it was
    changed or not. Raises AppraisalHasMovedOn, and MarksAreWrong with everything that is wrong; nothing is stored then.
    """
    appraisal = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
    if appraisal.stage != Stage.MARKING:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    asked = {each.measure.name: each for each in judged_in(appraisal.scheme)}
    sight = access.sight_of(by, appraisal, today)
    before = {(each.organization_id, each.measure): each for each in Mark.objects.filter(appraisal=appraisal)}
    read = [
        _read(asked[each.measure], each, before.get((each.organization_id, each.measure))) for each in marks
    ]
    trial = trial_run(appraisal, asked.values(), {each.given.organization_id for each in read})
    stand = _Standing(sight, asked, trial, _numbers(before, read, sight))
    names = {each.organization_id: each.name for each in evaluated_on(appraisal.scheme, appraisal.as_of)}
    problems = [
        _PLACE.filled(
            name=names.get(each.given.organization_id, str(each.given.organization_id)),
            title=each.judged.measure.title,
            problem=problem,
        )
        for each in read
        if (problem := stand.problem_of(each)) is not None
    ]
    if problems:
        raise MarksAreWrong(reasons=sentence_of(problems))
    changed = [each for each in read if not each.is_same]
    for each in changed:
        _store(appraisal, each, by, now)
    if changed:
        detail = {"marks": [[*each.key, each.given.words.strip()] for each in changed]}
        audit.record("appraisal.marked", by=by, subject=appraisal, at=now, detail=detail)
    return len(changed)


def exact(mark: Mark) -> Fraction:
    """Return the number of a mark."""
    return Fraction(mark.number, 10**mark.scale)


def _numbers(
    before: Mapping[tuple[int, str], Mark], read: Iterable[_Read], sight: Sight
) -> dict[tuple[int, str], Fraction | None]:
    """Return all marks as they would be once those that are right were stored; None where one is taken back."""
    numbers: dict[tuple[int, str], Fraction | None] = {key: exact(mark) for key, mark in before.items()}
    for each in read:
        if each.problem is None and sight.gives(each.judged.judge, each.given.organization_id):
            numbers[each.key] = (
                None if each.number is None else Fraction(each.number[0], 10 ** each.number[1])
            )
    return numbers


def _read(judged: Judged, given: Given, held: Mark | None) -> _Read:
    problem, number = read_mark(judged, given.words)
    stored = held.reason if held is not None else ""
    is_same_number = number == ((held.number, held.scale) if held is not None else None)
    reason = given.reason.strip() if given.reason is not None else stored if is_same_number else ""
    if problem is None and len(reason) > LONGEST_REASON:
        problem = _TOO_LONG.filled(most=LONGEST_REASON)
    is_same = is_same_number and (number is None or reason == stored)
    return _Read(given, judged, problem, number, reason, is_same)


def read_mark(judged: Judged, typed: str) -> tuple[Text | None, Number | None]:
    """Return what is wrong with a mark, and the mark; neither for an empty one."""
    words = typed.strip().replace("，", "").translate(_FULL_WIDTH)
    if not words:
        return None, None
    whole, dot, decimals = words.removeprefix("-").partition(".")
    is_number = whole.isdecimal() and (not dot or decimals.isdecimal()) and len(words) < _LONGEST
    if not is_number:
        return _NOT_A_NUMBER.filled(words=typed.strip()), None
    digits = judged.measure.type.digits
    if len(decimals.rstrip("0")) > digits:
        return _TOO_FINE.filled(digits=digits), None
    number, (low, high) = Fraction(words), judged.range
    if not low <= number <= high:
        return _OUTSIDE.filled(words=words, low=plain_number(low), high=plain_number(high)), None
    scale = judged.measure.type.scale
    return None, (int(number * 10**scale), scale)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_LONGEST = 20


def _store(appraisal: Appraisal, read: _Read, by: Account, now: datetime) -> None:
    where: dict[str, Any] = {"organization_id": read.given.organization_id, "measure": read.given.measure}
    if read.number is None:
        Mark.objects.filter(appraisal=appraisal, **where).delete()
        ReportedValue.objects.filter(period=appraisal.period, **where).delete()
        return
    number, scale = read.number
    mark, _ = Mark.objects.update_or_create(
        appraisal=appraisal,
        **where,
        defaults={
            "number": number,
            "scale": scale,
            "reason": read.reason,
            "given_by": by,
            "given_at": now,
        },
    )
    ReportedValue.objects.update_or_create(
        period=appraisal.period,
        **where,
        defaults={
            "number": number,
            "scale": scale,
            "choice": None,
            "is_not_applicable": False,
            "source": f"{SOURCE}{mark.pk}",
            "batch": None,
        },
    )
