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
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.judging import Judged, evaluated_on, judged_in
from guben_web.appraisals.models import Appraisal, Mark
from guben_web.appraisals.refusals import AppraisalHasMovedOn, MarksAreWrong, sentence_of
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.ledgers.models import ReportedValue

_NOT_A_NUMBER = Text("“{words}”不是数", "'{words}' is not a number")
_OUTSIDE = Text("{words}不在{low}到{high}之间", "{words} is not between {low} and {high}")
_TOO_FINE = Text("最多{digits}位小数", "at most {digits} decimals")
_NO_REASON = Text("和自评不同，要写理由", "it differs from the organization's own mark: say why")
_NOT_YOURS = Text("这个组织不由您评分", "this organization is not yours to judge")
_PLACE = Text("{name}·{title}：{problem}", "{name}, {title}: {problem}")


@dataclass(frozen=True, slots=True)
class Given:
    """A mark as it was typed, for an organization and a measure."""

    organization_id: int
    measure: str
    words: str
    reason: str = ""


@transaction.atomic
def give(*, appraisal: Appraisal, marks: Iterable[Given], by: Account, now: datetime, today: date) -> int:
    """Store marks and return how many changed; empty words take a mark back.

    Raises AppraisalHasMovedOn, and MarksAreWrong with everything that is wrong; nothing is stored then.
    """
    appraisal = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
    if appraisal.stage != Stage.MARKING:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    asked = {each.measure.name: each for each in judged_in(appraisal.scheme)}
    allowed = access.given_by(by, appraisal, today)
    before = {(each.organization_id, each.measure): each for each in Mark.objects.filter(appraisal=appraisal)}
    problems: list[Text] = []
    changed: list[tuple[Judged, Given, tuple[int, int] | None]] = []
    names = {each.organization_id: each.name for each in evaluated_on(appraisal.scheme, appraisal.as_of)}
    for given in marks:
        judged = asked[given.measure]
        problem, number = _read(judged, given)
        held = before.get((given.organization_id, given.measure))
        is_same = (held is None and number is None) or (
            held is not None and number == (held.number, held.scale) and held.reason == given.reason
        )
        if is_same and problem is None:
            continue
        if problem is None and given.organization_id not in allowed.get(judged.judge, ()):
            problem = _NOT_YOURS
        if problem is None and number and _differs_without_reason(judged, asked, before, given, number):
            problem = _NO_REASON
        if problem is not None:
            name = names.get(given.organization_id, str(given.organization_id))
            problems.append(_PLACE.filled(name=name, title=judged.measure.title, problem=problem))
        changed.append((judged, given, number))
    if problems:
        raise MarksAreWrong(reasons=sentence_of(problems))
    for judged, given, number in changed:
        _store(appraisal, judged, given, number, by, now)
    if changed:
        detail = {
            "marks": [[each.organization_id, each.measure, each.words.strip()] for _, each, _ in changed]
        }
        audit.record("appraisal.marked", by=by, subject=appraisal, at=now, detail=detail)
    return len(changed)


def _read(judged: Judged, given: Given) -> tuple[Text | None, tuple[int, int] | None]:
    """Return what is wrong with a mark, and the mark as an integer with its scale; neither for an empty one."""
    words = given.words.strip().replace("，", "").translate(_FULL_WIDTH)
    if not words:
        return None, None
    whole, dot, decimals = words.removeprefix("-").partition(".")
    is_number = whole.isdecimal() and (not dot or decimals.isdecimal()) and len(words) < _LONGEST
    if not is_number:
        return _NOT_A_NUMBER.filled(words=given.words.strip()), None
    digits = judged.measure.type.digits
    if len(decimals.rstrip("0")) > digits:
        return _TOO_FINE.filled(digits=digits), None
    number, (low, high) = Fraction(words), judged.range
    if not low <= number <= high:
        return _OUTSIDE.filled(words=words, low=low, high=high), None
    scale = judged.measure.type.scale
    return None, (int(number * 10**scale), scale)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
_LONGEST = 20


def _differs_without_reason(
    judged: Judged,
    asked: Mapping[str, Judged],
    before: Mapping[tuple[int, str], Mark],
    given: Given,
    number: tuple[int, int],
) -> bool:
    if judged.judge in access.SELF or given.reason.strip():
        return False
    own = next(
        (each for each in asked.values() if each.part == judged.part and each.judge in access.SELF), None
    )
    held = before.get((given.organization_id, own.measure.name)) if own else None
    return held is not None and Fraction(held.number, 10**held.scale) != Fraction(number[0], 10 ** number[1])


def _store(
    appraisal: Appraisal,
    judged: Judged,
    given: Given,
    number: tuple[int, int] | None,
    by: Account,
    now: datetime,
) -> None:
    where: dict[str, Any] = {
        "organization_id": given.organization_id,
        "measure": judged.measure.name,
    }
    if number is None:
        Mark.objects.filter(appraisal=appraisal, **where).delete()
        ReportedValue.objects.filter(period=appraisal.period, **where).delete()
        return
    mark, _ = Mark.objects.update_or_create(
        appraisal=appraisal,
        **where,
        defaults={
            "number": number[0],
            "scale": number[1],
            "reason": given.reason.strip(),
            "given_by": by,
            "given_at": now,
        },
    )
    ReportedValue.objects.update_or_create(
        period=appraisal.period,
        **where,
        defaults={
            "number": number[0],
            "scale": number[1],
            "choice": None,
            "is_not_applicable": False,
            "source": f"mark:{mark.pk}",
            "batch": None,
        },
    )
