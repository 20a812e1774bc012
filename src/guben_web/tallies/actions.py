"""Counts: opened, typed in by two tellers apart, decided where they differ, released, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.tallies import AskedBallot
from guben_web.engine.texts import Text
from guben_web.org.queries import townships_above
from guben_web.tallies.access import hand_of, need_typing
from guben_web.tallies.arithmetic import Numbers, differing, read_numbers
from guben_web.tallies.enums import Act, State
from guben_web.tallies.models import Count, CountAct, CountSheet, Typing
from guben_web.tallies.queries import countable, last_typing
from guben_web.tallies.refused import (
    CountHasBegun,
    NobodyIsCounted,
    NothingToDecide,
    NothingToRelease,
    NothingToReopen,
    NumbersDisagree,
    ReasonIsMissing,
    SheetHasTwoTellers,
    SheetIsCounted,
    TellerCannotDecide,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be counted: a ballot for a period, of whom, how many ballots each got at most, until when."""

    ballot: AskedBallot
    title: str
    period: str
    deadline: date
    township_id: int | None = None
    ballots: int | None = None


@transaction.atomic
def open_count(*, plan: Plan, by: Account, now: datetime) -> Count:
    """Open a count, with a sheet for each organization in the scheme's scope that is not counted for this already.

    Raises NobodyIsCounted.
    """
    day, asked = timezone.localdate(now), plan.ballot
    organizations = countable(asked, plan.period, plan.township_id, day)
    if not organizations:
        raise NobodyIsCounted(ballot=asked.name)
    count = Count.objects.create(
        title=plan.title,
        scheme=asked.scheme,
        ballot=asked.name,
        period=plan.period,
        township_id=plan.township_id,
        ballots=plan.ballots,
        deadline=plan.deadline,
        questions=_questions(asked),
        opened_by=by,
        opened_at=now,
    )
    townships = townships_above(day)
    CountSheet.objects.bulk_create(
        (
            CountSheet(
                count=count,
                ballot=count.ballot,
                period=count.period,
                organization_id=each,
                township_id=townships.get(each),
            )
            for each in organizations
        ),
        batch_size=1000,
    )
    detail = {"period": count.period, "organizations": len(organizations)}
    audit.record("tallies.opened", by=by, subject=count, at=now, detail=detail)
    return count


@transaction.atomic
def type_in(*, sheet: CountSheet, typed: Mapping[str, str], by: Account, now: datetime) -> CountSheet:
    """Keep what a teller read off a sheet. Once two tellers have typed the same, it stands.

    Raises NumbersDisagree with all that does not add up, SheetIsCounted, SheetHasTwoTellers.
    """
    sheet = _locked(sheet)
    need_typing(hand_of(by), sheet, timezone.localdate(now))
    if sheet.state == State.STANDS:
        raise SheetIsCounted
    act = _part_of(sheet, by)
    numbers = _read(sheet.count, typed)
    _keep(sheet, numbers, by, now)
    if act == Act.FIRST:
        sheet.first_teller, sheet.state = by, State.FIRST
    if act == Act.SECOND:
        sheet.second_teller = by
    if sheet.second_teller_id is not None:
        _compare(sheet, numbers, by, now)
    sheet.save()
    _record(sheet, act, by, now)
    return sheet


@transaction.atomic
def decide(*, sheet: CountSheet, typed: Mapping[str, str], reason: str, by: Account, now: datetime) -> None:
    """Let what a third person reads off a sheet stand, where two tellers differ.

    Raises NothingToDecide, TellerCannotDecide, ReasonIsMissing, and NumbersDisagree.
    """
    sheet = _locked(sheet)
    need_typing(hand_of(by), sheet, timezone.localdate(now))
    if sheet.state != State.DIFFERS:
        raise NothingToDecide
    if by.pk in (sheet.first_teller_id, sheet.second_teller_id):
        raise TellerCannotDecide
    if not reason.strip():
        raise ReasonIsMissing
    numbers = _read(sheet.count, typed)
    _keep(sheet, numbers, by, now)
    _stand(sheet, numbers, now)
    sheet.save()
    _record(sheet, Act.DECIDED, by, now, reason)


@transaction.atomic
def reopen(*, sheet: CountSheet, reason: str, by: Account, now: datetime) -> None:
    """Have a sheet counted anew; what was typed in stays on record. Until it stands again, it is not counted.

    Raises NothingToReopen and ReasonIsMissing.
    """
    sheet = _locked(sheet)
    if sheet.state == State.OPEN:
        raise NothingToReopen
    if not reason.strip():
        raise ReasonIsMissing
    sheet.round += 1
    sheet.state, sheet.first_teller, sheet.second_teller = State.OPEN, None, None
    sheet.differing, sheet.numbers, sheet.stands_since = [], None, None
    sheet.save()
    _record(sheet, Act.REOPENED, by, now, reason)


@transaction.atomic
def release(*, count: Count, by: Account, now: datetime) -> None:
    """Let those who read see what stands, now and whatever comes to stand later. Raises NothingToRelease."""
    count = Count.objects.select_for_update().get(pk=count.pk)
    number = count.sheets.filter(state=State.STANDS).count()
    if count.released_at is not None or not number:
        raise NothingToRelease
    count.released_by, count.released_at = by, now
    count.save(update_fields=["released_by", "released_at"])
    audit.record("tallies.released", by=by, subject=count, at=now, detail={"organizations": number})


@transaction.atomic
def remove_count(*, count: Count, by: Account, now: datetime) -> None:
    """Remove a count that nobody has begun. Raises CountHasBegun."""
    count = Count.objects.select_for_update().get(pk=count.pk)
    begun = CountAct.objects.filter(sheet__count=count).values("sheet_id").distinct().count()
    if begun:
        raise CountHasBegun(n=begun)
    audit.record("tallies.removed", by=by, subject=count, at=now)
    count.sheets.all().delete()
    count.delete()


@transaction.atomic
def record_download(*, count: Count, rows: int, by: Account, now: datetime) -> None:
    """Record that counts were taken out."""
    audit.record("tallies.exported", by=by, subject=count, at=now, detail={"rows": rows})


def _part_of(sheet: CountSheet, by: Account) -> Act:
    """Return what somebody's typing is: the first, the second, or a teller's once more."""
    if by.pk in (sheet.first_teller_id, sheet.second_teller_id):
        return Act.CORRECTED
    if sheet.first_teller_id is None:
        return Act.FIRST
    if sheet.second_teller_id is None:
        return Act.SECOND
    raise SheetHasTwoTellers


def _read(count: Count, typed: Mapping[str, str]) -> dict[str, int]:
    numbers, problems = read_numbers(count, typed)
    if problems:
        raise NumbersDisagree(
            problems=Text(
                "".join(each.words.zh for each in problems), " ".join(each.words.en for each in problems)
            )
        )
    return numbers


def _keep(sheet: CountSheet, numbers: Numbers, by: Account, now: datetime) -> None:
    Typing.objects.create(sheet=sheet, round=sheet.round, teller=by, at=now, numbers=dict(numbers))


def _compare(sheet: CountSheet, numbers: Numbers, by: Account, now: datetime) -> None:
    others = sheet.first_teller_id if by.pk == sheet.second_teller_id else sheet.second_teller_id
    assert others is not None
    theirs = last_typing(sheet, others)
    assert theirs is not None
    differ = differing(sheet.count, numbers, theirs)
    if differ:
        sheet.state, sheet.differing = State.DIFFERS, differ
    else:
        _stand(sheet, numbers, now)


def _stand(sheet: CountSheet, numbers: Numbers, now: datetime) -> None:
    sheet.state, sheet.differing = State.STANDS, []
    sheet.numbers, sheet.stands_since = dict(numbers), now


def _record(sheet: CountSheet, act: Act, by: Account, now: datetime, reason: str = "") -> None:
    """Record an act, never the numbers: who types later must not read them anywhere."""
    CountAct.objects.create(sheet=sheet, act=act, at=now, by=by, reason=reason.strip())
    detail = {"reason": reason.strip()} if reason else {}
    name = {Act.DECIDED: "tallies.decided", Act.REOPENED: "tallies.reopened"}.get(act, "tallies.typed")
    audit.record(name, by=by, subject=sheet, at=now, detail=detail)


def _questions(asked: AskedBallot) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "zh": each.title.zh,
            "en": each.title.en,
            "measure": each.measure,
            "scale": each.scale,
            "options": [{"code": code, "zh": title.zh, "en": title.en} for code, title in each.options],
        }
        for each in asked.questions
    ]


def _locked(sheet: CountSheet) -> CountSheet:
    # The tellers may be none, and an outer join cannot be locked.
    return CountSheet.objects.select_for_update().get(pk=sheet.pk)
