"""The history of an entry: replayed to any revision, and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from guben_web.engine.ledgers import LedgerType
from guben_web.engine.texts import Text, both
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.enums import Act
from guben_web.ledgers.lists import cell_of, with_unit
from guben_web.ledgers.models import Entry, EntryChange
from guben_web.ledgers.references import Names, names_for
from guben_web.ledgers.values import carried_over
from guben_web.packs.models import Definition

_OWN = {"day": Text("日期", "Date"), "until": Text("止", "Until"), "state": Text("状态", "State")}
_NOTHING = Text("（空）", "(nothing)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of an entry that changed."""

    title: Text
    before: Text
    after: Text


@dataclass(slots=True)
class Step:
    """One change of an entry as its page shows it."""

    at: datetime
    who: str
    is_proxy: bool
    act: Text
    reason: str
    differences: list[Difference] = field(default_factory=list)


def replayed(changes: Iterable[EntryChange]) -> dict[str, Any]:
    """Return the state of an entry after some of its changes, from the first on."""
    state: dict[str, Any] = {"fields": {}}
    for change in changes:
        fields = {**state["fields"], **change.after.get("fields", {})}
        state |= {name: value for name, value in change.after.items() if name != "fields"}
        state["fields"] = {name: value for name, value in fields.items() if value is not None}
    return state


def draft_at(entry: Entry, revision: int) -> Draft:
    """Return an entry as it was at a revision, by the definition in force now."""
    state = replayed(EntryChange.objects.filter(entry=entry, revision__lte=revision).order_by("revision"))
    written = Definition.objects.get(pk=state["definition"]).type
    fields = carried_over(written, entry.ledger.type, state["fields"])
    until = date.fromisoformat(state["until"]) if state["until"] else None
    return Draft(entry.organization_id, date.fromisoformat(state["day"]), until, fields)


def steps_of(entry: Entry, *, sees_masked: bool) -> list[Step]:
    """Return the changes of an entry in words, the latest first; a constant number of queries."""
    changes = list(EntryChange.objects.filter(entry=entry).order_by("-revision"))
    ids = {change.after["definition"] for change in changes if "definition" in change.after}
    types = {each.pk: each.type for each in Definition.objects.filter(pk__in=ids)}
    # By which definition the entry was written before and after each change, from the first on.
    written: list[tuple[LedgerType, LedgerType]] = []
    before = after = entry.definition.type
    for number, change in enumerate(reversed(changes)):
        after = types.get(change.after.get("definition"), after)
        written.append((before if number else after, after))
        before = after
    written.reverse()
    names = names_for(
        (ledger, side["fields"])
        for ledgers, change in zip(written, changes, strict=True)
        for ledger, side in zip(ledgers, (change.before, change.after), strict=True)
        if "fields" in side
    )
    return [
        _step(change, ledgers, names, sees_masked=sees_masked)
        for change, ledgers in zip(changes, written, strict=True)
    ]


def _step(
    change: EntryChange, ledgers: tuple[LedgerType, LedgerType], names: Names, *, sees_masked: bool
) -> Step:
    was, became = ledgers
    move = was.moves.get(change.move)
    label = str(Act(change.act).label)
    step = Step(
        change.at,
        change.account_name,
        change.is_proxy,
        move.title if move else both(label),
        change.reason,
    )
    if change.act in (Act.ADDED, Act.REMOVED):
        return step
    for name, title in _OWN.items():
        if name in change.after:
            sides = (_own(was, name, change.before), _own(became, name, change.after))
            step.differences.append(Difference(title, *sides))
    for name in {**was.fields, **became.fields}:
        if name in change.after["fields"]:
            sides = (
                _in_words(was, name, change.before["fields"], names, sees_masked=sees_masked),
                _in_words(became, name, change.after["fields"], names, sees_masked=sees_masked),
            )
            if sides[0] != sides[1]:
                title = (became.fields.get(name) or was.fields[name]).title
                step.differences.append(Difference(title, *sides))
    return step


def _in_words(
    ledger: LedgerType, name: str, fields: Mapping[str, Any], names: Names, *, sees_masked: bool
) -> Text:
    field = ledger.fields.get(name)
    if field is None:
        return _NOTHING
    words = with_unit(field, cell_of(field, fields.get(name), names, sees_masked=sees_masked))
    return words if words.zh else _NOTHING


def _own(ledger: LedgerType, name: str, side: Mapping[str, Any]) -> Text:
    value = side.get(name)
    if value is None:
        return _NOTHING
    if name == "state" and value in ledger.states:
        return ledger.states[value].title
    return both(str(value))
