"""Filling in forms and moving them on. A form moves as the transition table says, by whom `access` says."""

from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.ledgers import actions as ledgers
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization
from guben_web.reporting import access, queries
from guben_web.reporting.access import Hand
from guben_web.reporting.enums import DIRECT_TRANSITIONS, TRANSITIONS, Act, How, Stage, State
from guben_web.reporting.figures import MISSING, Value, as_data, is_missing, title_of, value_of
from guben_web.reporting.judging import Judged, judge
from guben_web.reporting.models import Cell, CellChange, Sheet, SheetAct
from guben_web.reporting.refused import (
    ActIsNotPossible,
    NothingIsReturned,
    ReasonIsMissing,
    SheetIsLocked,
    SheetIsNotReady,
)
from guben_web.shared.bulk import Ready

_CLOSED = Text("填报任务已结束。", "the collection is closed.")
_HANDED_IN = Text("它已是“{state}”。", "it is '{state}'.")
_LATE = Text("截止日期{day}已过。", "the deadline {day} has passed.")
_UNANSWERED = Text(
    "退回的{titles}还没有改，也没有说明。",
    "What was returned has neither been changed nor explained: {titles}.",
)
_UNEXPLAINED = Text("变动大的{titles}没有说明。", "These jumped, and nobody said why: {titles}.")
_GAPS = Text(
    "还有{n}项没有填。确实没有数的可以照此报送，缺的数按缺数据处理，不算零。",
    "{n} figures are missing. If they cannot be had, submit it all the same; they count as missing, not as zero.",
)
_FIELDS = (
    *("number", "scale", "choice", "is_not_applicable", "note", "revision", "answered_at"),
    *("entered_by", "entered_at", "is_proxy"),
)
SOURCE = "cell:"
_RECORDED = {
    Act.SUBMIT: "reporting.submitted",
    Act.WITHDRAW: "reporting.withdrawn",
    Act.RETURN: "reporting.returned",
    Act.APPROVE: "reporting.approved",
    Act.ACCEPT: "reporting.accepted",
    Act.REOPEN: "reporting.reopened",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says for an organization and a measure.

    `note` is None where nothing is said about it; `known` is the revision of the cell that she saw (0: none yet), or
    None where it does not matter.
    """

    organization_id: int
    measure: str
    value: Value
    note: str | None = None
    known: int | None = None


@transaction.atomic
def fill(
    *, sheet: Sheet, said: Sequence[Said], how: How, by: Account, now: datetime, hand: Hand | None = None
) -> list[Said]:
    """Store what somebody says, and return what is not stored because somebody else has changed it meanwhile.

    Raises PermissionDenied, and SheetIsLocked.
    """
    hand, day = hand or access.hand_of(by), timezone.localdate(now)
    sheet = locked(sheet)
    access.need(hand, Act.SUBMIT, sheet, day)
    _need_open(sheet, day)
    held = queries.cells_of(sheet, {each.organization_id for each in said})
    writer = _Writer(
        sheet, how, by, now, asked=queries.asked_keys(sheet, held), is_proxy=hand.is_proxy_for(sheet)
    )
    meanwhile = [
        each for each in said if not writer.take(each, held.get((each.organization_id, each.measure)))
    ]
    number = writer.store()
    if number:
        audit.record("reporting.filled", by=by, subject=sheet, at=now, detail={"cells": number})
    return meanwhile


@transaction.atomic
def submit(
    *, sheet: Sheet, by: Account, now: datetime, is_incomplete_meant: bool = False, hand: Hand | None = None
) -> None:
    """Hand a form in to the township, or to the department where there is none.

    Raises SheetIsNotReady where something was returned and not answered, jumped and not explained, contradicts
    itself, or is missing without that being meant.
    """
    day = timezone.localdate(now)
    sheet = locked(sheet)
    access.need(hand or access.hand_of(by), Act.SUBMIT, sheet, day)
    _need_possible(sheet, Act.SUBMIT)
    _need_open(sheet, day)
    judged = judge(sheet)
    _need_ready(judged, is_incomplete_meant=is_incomplete_meant)
    sheet.flags, sheet.is_flagged = [flag.value for flag in judged.flags], bool(judged.flags)
    sheet.submitted_by, sheet.submitted_at = by, now
    _move(sheet, Act.SUBMIT, by=by, now=now)


@transaction.atomic
def withdraw(*, sheet: Sheet, by: Account, now: datetime) -> None:
    """Take back what was handed in and not approved yet."""
    sheet = locked(sheet)
    day = timezone.localdate(now)
    access.need(access.hand_of(by), Act.WITHDRAW, sheet, day)
    _need_possible(sheet, Act.WITHDRAW)
    if day > sheet.collection.deadline:
        sheet.open_until = _later(sheet.open_until, day + timedelta(days=sheet.collection.answer_days))
    _move(sheet, Act.WITHDRAW, by=by, now=now)


@transaction.atomic
def return_cells(
    *, sheet: Sheet, keys: Several[tuple[int, str]], reason: str, by: Account, now: datetime
) -> None:
    """Return figures of a form with a reason; the whole form is open again for some days, even after the deadline.

    Raises NothingIsReturned, and ReasonIsMissing.
    """
    sheet = locked(sheet)
    day = timezone.localdate(now)
    access.need(access.hand_of(by), Act.RETURN, sheet, day)
    _need_possible(sheet, Act.RETURN)
    held = queries.cells_of(sheet, {organization for organization, _ in keys})
    asked = queries.asked_keys(sheet, held)
    keys = [key for key in dict.fromkeys(keys) if key in asked]
    if not keys:
        raise NothingIsReturned
    if not reason.strip():
        raise ReasonIsMissing
    sheet.revision += 1
    for key in keys:
        cell = held.get(key) or Cell(sheet=sheet, organization_id=key[0], measure=key[1], revision=0)
        cell.return_reason, cell.returned_by, cell.returned_at, cell.answered_at = reason, by, now, None
        cell.revision += 1
        cell.save()
        value = as_data(value_of(cell))
        CellChange(
            cell=cell, revision=sheet.revision, at=now, by=by, how=How.RETURNED,
            before=value, after=value, note=reason,
        ).save(force_insert=True)  # fmt: skip
    sheet.returned = sum(cell.is_returned for cell in queries.cells_of(sheet).values())
    sheet.open_until = _later(sheet.open_until, day + timedelta(days=sheet.collection.answer_days))
    _move(sheet, Act.RETURN, by=by, now=now, reason=reason, cells=len(keys))


@transaction.atomic
def approve(*, sheet: Sheet, by: Account, now: datetime) -> None:
    """Approve a form, for the township."""
    sheet = locked(sheet)
    access.need(access.hand_of(by), Act.APPROVE, sheet, timezone.localdate(now))
    approve_locked(sheet, by=by, now=now)


def approve_locked(sheet: Sheet, *, by: Account, now: datetime, is_bulk: bool = False) -> None:
    """Approve a form that the caller has locked and may approve."""
    _need_possible(sheet, Act.APPROVE)
    sheet.approved_at = now
    _move(sheet, Act.APPROVE, by=by, now=now, is_bulk=is_bulk)


@transaction.atomic
def accept(*, sheets: Iterable[Sheet], by: Account, now: datetime) -> int:
    """Accept forms: what they say becomes reported values. Return how many forms were accepted."""
    hand, day = access.hand_of(by), timezone.localdate(now)
    rows = list(locked_sheets([each.pk for each in sheets]))
    for sheet in rows:
        access.need(hand, Act.ACCEPT, sheet, day)
        _need_possible(sheet, Act.ACCEPT)
    _take_over(rows)
    for sheet in rows:
        sheet.accepted_at = now
        _move(sheet, Act.ACCEPT, by=by, now=now, is_bulk=len(rows) > 1)
    return len(rows)


@transaction.atomic
def reopen(*, sheet: Sheet, reason: str, until: date, by: Account, now: datetime) -> None:
    """Open a form again until a day; figures that were taken over from it are taken back until it is accepted anew.

    Raises ReasonIsMissing.
    """
    sheet = locked(sheet)
    access.need(access.hand_of(by), Act.REOPEN, sheet, timezone.localdate(now))
    _need_possible(sheet, Act.REOPEN)
    if sheet.collection.stage != Stage.PUBLISHED:
        raise SheetIsLocked(reason=_CLOSED)
    if not reason.strip():
        raise ReasonIsMissing
    if sheet.state == State.ACCEPTED:
        _take_back(sheet)
    sheet.open_until = _later(sheet.open_until, until)
    _move(sheet, Act.REOPEN, by=by, now=now, reason=reason)


def locked(sheet: Sheet) -> Sheet:
    """Return the form as it is now, which nobody else changes until the transaction ends."""
    return locked_sheets([sheet.pk])[0]


def locked_sheets(keys: Several[int]) -> list[Sheet]:
    """Return forms as they are now, which nobody else changes until the transaction ends."""
    rows = Sheet.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related("collection").order_by("pk"))


def _need_possible(sheet: Sheet, act: Act) -> None:
    table = DIRECT_TRANSITIONS if sheet.is_direct else TRANSITIONS
    if (State(sheet.state), act) not in table:
        raise ActIsNotPossible(state=_label(State(sheet.state)), act=_label(act))


def _need_open(sheet: Sheet, day: date) -> None:
    if sheet.collection.stage != Stage.PUBLISHED:
        raise SheetIsLocked(reason=_CLOSED)
    if sheet.state != State.DRAFT:
        raise SheetIsLocked(reason=_HANDED_IN.filled(state=_label(State(sheet.state))))
    if not queries.is_open(sheet, day):
        raise SheetIsLocked(reason=_LATE.filled(day=sheet.collection.deadline.isoformat()))


def _need_ready(judged: Judged, *, is_incomplete_meant: bool) -> None:
    reasons = list(judged.contradictions)
    for words, names in ((_UNANSWERED, judged.unanswered), (_UNEXPLAINED, judged.unexplained)):
        if names:
            reasons.append(words.filled(titles=[title_of(each) for each in names]))
    if judged.missing and not is_incomplete_meant:
        reasons.append(_GAPS.filled(n=judged.missing))
    if reasons:
        raise SheetIsNotReady(
            reasons=Text("".join(each.zh for each in reasons), " ".join(each.en for each in reasons))
        )


def _move(
    sheet: Sheet,
    act: Act,
    *,
    by: Account,
    now: datetime,
    reason: str = "",
    cells: int = 0,
    is_bulk: bool = False,
) -> None:
    waited = now - sheet.submitted_at if sheet.submitted_at and act != Act.SUBMIT else None
    table = DIRECT_TRANSITIONS if sheet.is_direct else TRANSITIONS
    sheet.state = table[State(sheet.state), act]
    sheet.save()
    SheetAct(
        sheet=sheet,
        act=act,
        at=now,
        by=by,
        reason=reason,
        cells=cells,
        is_bulk=is_bulk,
        waited_seconds=int(waited.total_seconds()) if waited is not None and waited > timedelta() else None,
    ).save(force_insert=True)
    detail = {"cells": cells, "reason": reason}
    audit.record(_RECORDED[act], by=by, subject=sheet, at=now, detail=detail)


def _take_over(sheets: Sequence[Sheet]) -> None:
    """Store what forms say as reported values, each with its cell as its source."""
    by_sheet = {sheet.pk: sheet for sheet in sheets}
    cells = [row for row in Cell.objects.filter(sheet__in=by_sheet) if not is_missing(value_of(row))]
    organizations = {row.organization_id for row in cells}
    collections = {sheet.collection_id: sheet.collection for sheet in sheets}
    held = {
        (row.organization_id, row.measure, row.period): row
        for row in ReportedValue.objects.filter(
            organization_id__in=organizations,
            measure__in={row.measure for row in cells},
            period__in={each.period for each in collections.values()},
        )
    }
    new: list[ReportedValue] = []
    changed: list[ReportedValue] = []
    for cell in cells:
        period = by_sheet[cell.sheet_id].collection.period
        row = held.get((cell.organization_id, cell.measure, period))
        target = row or ReportedValue(
            organization_id=cell.organization_id, measure=cell.measure, period=period
        )
        target.number, target.scale, target.choice, target.is_not_applicable = value_of(cell)
        target.source, target.batch = f"{SOURCE}{cell.pk}", None
        (new if row is None else changed).append(target)
    ledgers.store_values(changed=Ready(changed), new=Ready(new))
    Organization.objects.filter(pk__in=organizations).update(revision=F("revision") + 1)


def _take_back(sheet: Sheet) -> None:
    sources = {f"{SOURCE}{each}" for each in Cell.objects.filter(sheet=sheet).values_list("pk", flat=True)}
    organizations = set(Cell.objects.filter(sheet=sheet).values_list("organization_id", flat=True))
    rows = ReportedValue.objects.filter(
        organization_id__in=organizations, period=sheet.collection.period, source__startswith=SOURCE
    )
    ledgers.remove_values([row for row in rows if row.source in sources])
    Organization.objects.filter(pk__in=organizations).update(revision=F("revision") + 1)


def _later(day: date | None, other: date) -> date:
    return other if day is None else max(day, other)


def _label(choice: State | Act) -> str:
    return str(choice.label)


class _Writer:
    """Cells of one form that change together, and their history."""

    def __init__(
        self, sheet: Sheet, how: How, by: Account, now: datetime, *, asked: set[queries.Key], is_proxy: bool
    ) -> None:
        self.sheet, self.how, self.by, self.now = sheet, how, by, now
        self.asked, self.is_proxy = asked, is_proxy
        self.new: list[Cell] = []
        self.changed: list[Cell] = []
        self.history: list[CellChange] = []

    def take(self, said: Said, cell: Cell | None) -> bool:
        """Take what is said about a cell; False where somebody else has changed it to something else meanwhile."""
        if (said.organization_id, said.measure) not in self.asked:
            return True
        held = value_of(cell) if cell else MISSING
        before = None if is_missing(held) else held
        after = None if is_missing(said.value) else said.value
        note = said.note if said.note is not None else (cell.note if cell else "")
        if before == after and note == (cell.note if cell else ""):
            return True
        if said.known is not None and said.known != (cell.revision if cell else 0):
            return False
        self._write(said, cell, before, after, note)
        return True

    def _write(
        self, said: Said, cell: Cell | None, before: Value | None, after: Value | None, note: str
    ) -> None:
        row = cell or Cell(
            sheet=self.sheet, organization_id=said.organization_id, measure=said.measure, revision=0
        )
        row.number, row.scale, row.choice, row.is_not_applicable = after or MISSING
        row.note, row.revision = note, row.revision + 1
        row.entered_by, row.entered_at, row.is_proxy = self.by, self.now, self.is_proxy
        if row.is_returned:
            row.answered_at = self.now
            self.sheet.returned -= 1
            self.sheet.answered = True
        self.sheet.filled += (after is not None) - (before is not None)
        (self.changed if cell else self.new).append(row)
        how = self.how if before != after else How.NOTED
        self.history.append(
            CellChange(
                cell=row,
                at=self.now,
                by=self.by,
                how=how,
                is_proxy=self.is_proxy,
                before=as_data(before),
                after=as_data(after),
                note=note,
            )
        )

    def store(self) -> int:
        """Store the cells and their history, and return how many have changed."""
        if self.history:
            sheet = self.sheet
            sheet.revision += 1
            sheet.is_proxy = sheet.is_proxy or self.is_proxy
            sheet.save()
            Cell.objects.bulk_create(self.new)
            Ready(self.changed).update(_FIELDS)
            for change in self.history:
                # New cells have their keys only now.
                change.cell_id, change.revision = change.cell.pk, sheet.revision
            CellChange.objects.bulk_create(self.history)
        return len(self.history)
