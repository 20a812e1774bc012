"""Entering, changing, moving and removing entries. Each change is kept, the index follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import Draft, Problems, Stand, problems_of
from guben_web.ledgers.enums import Act
from guben_web.ledgers.models import Closing, Entry, EntryChange, EntryIndex
from guben_web.ledgers.periods import period_of
from guben_web.ledgers.values import carried_over, due_day, index_of, search_text
from guben_web.packs.models import Definition, Ledger
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal

_ROWS_AT_ONCE = 500


class EntryIsRefused(Refusal):
    """Something is wrong with it; the form says it at the fields."""

    code = "ledgers.entry-is-refused"
    message = Text("不能这样登记：{reasons}", "That cannot be entered: {reasons}")


class EntryHasChanged(Refusal):
    """Somebody else changed the entry meanwhile."""

    code = "ledgers.entry-has-changed"
    message = Text(
        "您打开页面之后，这条记录又有变动，没有保存任何内容。",
        "The entry was changed after you opened the page; nothing was stored.",
    )
    hint = Text("请重新打开，看过新的情况再改。", "Open it again and look at how it stands now.")


class EntryIsLocked(Refusal):
    """In its state an entry is not changed."""

    code = "ledgers.entry-is-locked"
    message = Text(
        "记录处于“{state}”状态，不能修改或删除。", "The entry is in the state '{state}' and is not changed."
    )
    hint = Text("需要修改的，请先办理退回。", "Have it returned first.")


class MoveIsNotOpen(Refusal):
    """The move does not begin at the entry's state, or is for others."""

    code = "ledgers.move-is-not-open"
    message = Text(
        "记录处于“{state}”状态，您现在不能办理“{move}”。",
        "The entry is in the state '{state}'; '{move}' is not yours to do now.",
    )


class ReasonIsMissing(Refusal):
    """The move is made only with words why."""

    code = "ledgers.reason-is-missing"
    message = Text("办理“{move}”要写明原因。", "'{move}' needs a reason.")


class PeriodIsClosed(Refusal):
    """The period was closed, so nothing in it changes."""

    code = "ledgers.period-is-closed"
    message = Text("{period}已结清，没有改动任何内容。", "{period} is closed; nothing was changed.")
    hint = Text("请先重新打开。", "Open it again first.")


def state_of(entry: Entry) -> dict[str, Any]:
    """Return what the history keeps of an entry."""
    return {
        "definition": entry.definition_id,
        "day": entry.day.isoformat(),
        "until": entry.until.isoformat() if entry.until else None,
        "state": entry.state,
        "is_removed": entry.is_removed,
        "fields": dict(entry.fields),
    }


def draft_of(entry: Entry) -> Draft:
    """Return an entry as a draft of the definition in force."""
    fields = carried_over(entry.definition.type, entry.ledger.type, entry.fields)
    return Draft(entry.organization_id, entry.day, entry.until, fields, entry.state)


def stand_for(ledger: Ledger, organization_ids: Iterable[int], today: date) -> Stand:
    """Return against what drafts for some organizations are checked; one query."""
    rows = Closing.objects.filter(ledger=ledger, organization_id__in=set(organization_ids), reopened_at=None)
    return Stand(today, set(rows.values_list("organization_id", "period")))


@transaction.atomic
def add_entry(*, ledger: Ledger, draft: Draft, by: Reader, now: datetime) -> Entry:
    """Enter something; it is in the first state of the ledger.

    Raises EntryIsRefused.
    """
    [entry] = _add(ledger, [draft], by, now, batch=None)
    detail = {"ledger": ledger.name, "organization_id": draft.organization_id}
    audit.record("entry.added", by=by.account, subject=entry, at=now, detail=detail)
    return entry


@transaction.atomic
def change_entry(*, entry: Entry, draft: Draft, revision: int, by: Reader, now: datetime) -> Entry:
    """Change an entry, which is from then on one of the definition in force; nothing said, nothing stored.

    Raises EntryHasChanged, EntryIsLocked and EntryIsRefused.
    """
    held = _held(entry, revision)
    _need_unlocked(held)
    old = draft_of(held)
    stand = stand_for(held.ledger, [held.organization_id], timezone.localdate(now))
    _need_sound(problems_of(held.ledger.definition.checked, [draft], stand, before=[old]))
    if old == draft and held.definition_id == held.ledger.definition_id:
        return held
    before = state_of(held)
    _take(held, draft)
    _store(held, Act.CHANGED, before, by, now)
    _index([held])
    detail = {"ledger": held.ledger.name, "organization_id": held.organization_id}
    audit.record("entry.changed", by=by.account, subject=held, at=now, detail=detail)
    return held


@transaction.atomic
def move_entry(*, entry: Entry, move: str, reason: str, revision: int, by: Reader, now: datetime) -> Entry:
    """Move an entry to another state, as the definition it was written with allows.

    Raises EntryHasChanged, MoveIsNotOpen, ReasonIsMissing, and EntryIsRefused where what it says does not do for the state.
    """
    held = _held(entry, revision)
    ledger = held.definition.type
    wanted, state = ledger.moves.get(move), ledger.states[held.state]
    movers = by.movers(held.organization_id)
    if wanted is None or held.state not in wanted.origins or not movers & set(wanted.by):
        raise MoveIsNotOpen(state=state.title, move=wanted.title if wanted else move)
    if wanted.needs_reason and not reason.strip():
        raise ReasonIsMissing(move=wanted.title)
    moved = Draft(held.organization_id, held.day, held.until, held.fields, wanted.target)
    # Entries move after their period was closed, too.
    _need_sound(problems_of(held.definition.checked, [moved], Stand(timezone.localdate(now), ())))
    before = state_of(held)
    held.state = wanted.target
    held.due = due_day(ledger, held.fields, held.state)
    _store(held, Act.MOVED, before, by, now, move=move, reason=reason.strip())
    detail = {"ledger": held.ledger.name, "move": move, "organization_id": held.organization_id}
    audit.record("entry.moved", by=by.account, subject=held, at=now, detail=detail)
    return held


@transaction.atomic
def remove_entry(*, entry: Entry, reason: str, revision: int, by: Reader, now: datetime) -> None:
    """Take an entry out that was entered by mistake; its history stays.

    Raises EntryHasChanged, EntryIsLocked and PeriodIsClosed.
    """
    held = _held(entry, revision)
    _need_unlocked(held)
    stand = stand_for(held.ledger, [held.organization_id], timezone.localdate(now))
    period = period_of(held.ledger.type.closing, held.day)
    if (held.organization_id, period.code) in stand.closed:
        raise PeriodIsClosed(period=period.title)
    before = state_of(held)
    held.is_removed = True
    _store(held, Act.REMOVED, before, by, now, reason=reason)
    EntryIndex.objects.filter(entry=held).delete()
    detail = {"ledger": held.ledger.name, "organization_id": held.organization_id}
    audit.record("entry.removed", by=by.account, subject=held, at=now, detail=detail)


def store_drafts(
    *,
    ledger: Ledger,
    new: Sequence[Draft],
    changed: Sequence[tuple[Entry, Draft]],
    batch: int | None,
    by: Reader,
    now: datetime,
) -> None:
    """Store the rows of a workbook, or of the demo. Whoever calls holds the transaction and records the act.

    Raises EntryIsRefused, EntryHasChanged and EntryIsLocked.
    """
    for place in range(0, len(new), _ROWS_AT_ONCE):
        _add(ledger, new[place : place + _ROWS_AT_ONCE], by, now, batch=batch)
    for place in range(0, len(changed), _ROWS_AT_ONCE):
        _change(ledger, changed[place : place + _ROWS_AT_ONCE], by, now)


def put_back(
    *, entries: Sequence[Entry], states: Sequence[Mapping[str, Any]], by: Reader, now: datetime
) -> None:
    """Give entries of one ledger a state of their history again. Whoever calls holds the transaction and records the act.

    Raises PeriodIsClosed.
    """
    if not entries:
        return
    ledger = entries[0].ledger
    stand = stand_for(ledger, {each.organization_id for each in entries}, timezone.localdate(now))
    for each in entries:
        period = period_of(ledger.type.closing, each.day)
        if (each.organization_id, period.code) in stand.closed:
            raise PeriodIsClosed(period=period.title)
    definitions = Definition.objects.in_bulk({state["definition"] for state in states})
    changes = []
    for entry, state in zip(entries, states, strict=True):
        before = state_of(entry)
        entry.definition = definitions[state["definition"]]
        entry.day = date.fromisoformat(state["day"])
        entry.until = date.fromisoformat(state["until"]) if state["until"] else None
        entry.state, entry.is_removed = state["state"], state["is_removed"]
        entry.fields = dict(state["fields"])
        entry.words = search_text(entry.definition.type, entry.fields)
        entry.due = due_day(entry.definition.type, entry.fields, entry.state)
        act = Act.REMOVED if entry.is_removed else Act.RESTORED
        changes.append(_changed(entry, act, before, by, now))
    Ready(entries).update(_STORED)
    Ready(changes).insert()
    _index(entries)


def index_ledger(*, ledger: Ledger) -> int:
    """Make the index of a ledger anew, after its definition has changed; return for how many entries."""
    number, last = 0, 0
    rows = Entry.objects.filter(ledger=ledger).select_related("definition", "ledger__definition")
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:_ROWS_AT_ONCE]):
        with transaction.atomic():
            _index(chunk)
        number, last = number + len(chunk), chunk[-1].pk
    return number


@transaction.atomic
def record_download(*, ledger: Ledger, rows: int, by: Account, now: datetime) -> None:
    """Record that entries were taken out, or a template where there are no rows."""
    audit.record("entries.exported", by=by, subject=ledger, at=now, detail={"rows": rows})


@transaction.atomic
def record_book(*, ledger: Ledger, rows: int, written: int, by: Account, now: datetime) -> None:
    """Record how many rows there were to be taken out and how many were written; a workbook is whole if both are the same."""
    detail = {"rows": rows, "written": written}
    audit.record("entries.book_written", by=by, subject=ledger, at=now, detail=detail)


_STORED = (
    *("definition", "day", "until", "state", "fields", "due", "words", "is_removed"),
    *("revision", "changed_at", "changed_by"),
)


def _held(entry: Entry, revision: int) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).select_related("ledger__definition", "definition")
    held = rows.get(pk=entry.pk)
    if held.revision != revision or held.is_removed:
        raise EntryHasChanged
    return held


def _need_unlocked(entry: Entry) -> None:
    state = entry.definition.type.states[entry.state]
    if state.locked:
        raise EntryIsLocked(state=state.title)


def _need_sound(found: Sequence[Problems]) -> None:
    # Of many rows each sentence is said once.
    problems = list(dict.fromkeys(words for each in found for words in each.all()))
    if problems:
        raise EntryIsRefused(reasons=_joined(problems))


def _joined(words: Sequence[Text]) -> Text:
    return Text("".join(each.zh for each in words), " ".join(each.en for each in words))


def _add(
    ledger: Ledger, drafts: Sequence[Draft], by: Reader, now: datetime, *, batch: int | None
) -> list[Entry]:
    stand = stand_for(ledger, {each.organization_id for each in drafts}, timezone.localdate(now))
    _need_sound(problems_of(ledger.definition.checked, drafts, stand))
    account = by.account
    entries = []
    for draft in drafts:
        entry = Entry(
            ledger=ledger,
            organization_id=draft.organization_id,
            state=next(iter(ledger.type.states)),
            created_at=now,
            created_by=account,
            changed_at=now,
            changed_by=account,
            batch=batch,
        )
        _take(entry, draft)
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    Ready([_change_row(each, Act.ADDED, {}, by, now) for each in entries]).insert()
    _index(entries, is_new=True)
    return entries


def _change(ledger: Ledger, pairs: Sequence[tuple[Entry, Draft]], by: Reader, now: datetime) -> None:
    held = {
        each.pk: each
        for each in Entry.objects.select_for_update(of=("self",))
        .select_related("definition", "ledger__definition")
        .filter(pk__in=[entry.pk for entry, _ in pairs])
    }
    for entry, _ in pairs:
        if held[entry.pk].revision != entry.revision:
            raise EntryHasChanged
        _need_unlocked(held[entry.pk])
    entries = [held[entry.pk] for entry, _ in pairs]
    drafts = [draft for _, draft in pairs]
    stand = stand_for(ledger, {each.organization_id for each in drafts}, timezone.localdate(now))
    _need_sound(
        problems_of(ledger.definition.checked, drafts, stand, before=[draft_of(each) for each in entries])
    )
    changes = []
    for entry, draft in zip(entries, drafts, strict=True):
        before = state_of(entry)
        _take(entry, draft)
        changes.append(_changed(entry, Act.CHANGED, before, by, now))
    Ready(entries).update(_STORED)
    Ready(changes).insert()
    _index(entries)


def _take(entry: Entry, draft: Draft) -> None:
    entry.definition = entry.ledger.definition
    entry.day, entry.until = draft.day, draft.until
    entry.fields = {name: value for name, value in draft.fields.items() if value not in (None, "", [])}
    entry.words = search_text(entry.ledger.type, entry.fields)
    entry.due = due_day(entry.ledger.type, entry.fields, entry.state)


def _store(
    entry: Entry,
    act: Act,
    before: Mapping[str, Any],
    by: Reader,
    now: datetime,
    *,
    move: str = "",
    reason: str = "",
) -> None:
    change = _changed(entry, act, before, by, now, move=move, reason=reason)
    entry.save(update_fields=_STORED)
    change.save()


def _changed(
    entry: Entry,
    act: Act,
    before: Mapping[str, Any],
    by: Reader,
    now: datetime,
    *,
    move: str = "",
    reason: str = "",
) -> EntryChange:
    """Count the change and return the row about it."""
    entry.revision += 1
    entry.changed_at, entry.changed_by = now, by.account
    return _change_row(entry, act, before, by, now, move=move, reason=reason)


def _change_row(
    entry: Entry,
    act: Act,
    before: Mapping[str, Any],
    by: Reader,
    now: datetime,
    *,
    move: str = "",
    reason: str = "",
) -> EntryChange:
    after = state_of(entry)
    names = [
        name for name in after if name != "fields" and (name not in before or before[name] != after[name])
    ]
    was, became = before.get("fields", {}), after["fields"]
    fields = [name for name in {**was, **became} if was.get(name) != became.get(name)]
    return EntryChange(
        entry=entry,
        revision=entry.revision,
        act=act,
        move=move,
        before={
            **{name: before[name] for name in names if name in before},
            "fields": {name: was.get(name) for name in fields},
        },
        after={
            **{name: after[name] for name in names},
            "fields": {name: became.get(name) for name in fields},
        },
        account_id=by.account.pk,
        account_name=by.account.display_name,
        is_proxy=by.is_proxy(entry.organization_id),
        at=now,
        reason=reason,
    )


def _index(entries: Sequence[Entry], *, is_new: bool = False) -> None:
    """Let the index say what entries say, as the definition in force has it."""
    if not is_new:
        EntryIndex.objects.filter(entry__in=[each.pk for each in entries])._raw_delete(using="default")
    rows = []
    for entry in entries:
        if entry.is_removed:
            continue
        ledger = entry.ledger.type
        fields = carried_over(entry.definition.type, ledger, entry.fields)
        rows += [
            EntryIndex(
                entry=entry, ledger_id=entry.ledger_id, field=each.field, number=each.number, word=each.word
            )
            for each in index_of(ledger, fields)
        ]
    Ready(rows).insert()
