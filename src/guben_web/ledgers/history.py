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
    ledger = entry.definition.type
    written: list[LedgerType] = []
    for change in reversed(changes):
        ledger = types.get(change.after.get("definition"), ledger)
        written.append(ledger)
    written.reverse()
    names = names_for(
        (ledger, side["fields"])
        for ledger, change in zip(written, changes, strict=True)
        for side in (change.before, change.after)
    )
    return [
        _step(change, ledger, names, sees_masked=sees_masked)
        for change, ledger in zip(changes, written, strict=True)
    ]


def _step(change: EntryChange, ledger: LedgerType, names: Names, *, sees_masked: bool) -> Step:
    move = ledger.moves.get(change.move)
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
            sides = (_own(ledger, name, side) for side in (change.before, change.after))
            step.differences.append(Difference(title, *sides))
    for name, each in ledger.fields.items():
        if name in change.after["fields"]:
            before, after = (
                with_unit(each, cell_of(each, side["fields"].get(name), names, sees_masked=sees_masked))
                for side in (change.before, change.after)
            )
            step.differences.append(Difference(each.title, _or_nothing(before), _or_nothing(after)))
    return step


def _own(ledger: LedgerType, name: str, side: Mapping[str, Any]) -> Text:
    value = side.get(name)
    if value is None:
        return _NOTHING
    if name == "state" and value in ledger.states:
        return ledger.states[value].title
    return both(str(value))


def _or_nothing(words: Text) -> Text:
    return words if words.zh else _NOTHING
