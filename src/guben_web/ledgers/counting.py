"""What counts in an evaluation: the entries of a time that are in a state that counts, and who has closed the ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from guben_web.engine.ledgers import Reference, Time
from guben_web.ledgers.lists import holds_on
from guben_web.ledgers.models import Closing, Entry
from guben_web.ledgers.periods import periods_to_close
from guben_web.ledgers.values import as_frozen, carried_over, whole_day
from guben_web.packs.models import Ledger


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry as formulas see it, by the definition in force; `member` is the one it is about, where it is one."""

    entry: Entry
    day: int
    member: str | None
    fields: dict[str, Any]


def counted_entries(
    ledger: Ledger, first: date, last: date, organization_ids: Collection[int] | None = None
) -> Iterator[Counted]:
    """Yield the entries of a time that count; of spans, those that hold on its last day."""
    when = holds_on(last) if ledger.type.time is Time.SPAN else Q(day__gte=first, day__lte=last)
    rows = Entry.objects.filter(when, ledger=ledger, is_removed=False).select_related("definition")
    if organization_ids is not None:
        rows = rows.filter(organization_id__in=organization_ids)
    for entry in rows.order_by("pk").iterator():
        counted = find_counted(entry, ledger)
        if counted is not None:
            yield counted


def find_counted(entry: Entry, ledger: Ledger) -> Counted | None:
    """Return an entry as formulas see it; None for one in a state that does not count."""
    state = entry.definition.type.states.get(entry.state)
    if state is None or not state.counts:
        return None
    fields = carried_over(entry.definition.type, ledger.type, entry.fields)
    subjects = (ledger.type.fields[name] for name in ledger.type.subject)
    member = next((fields.get(each.name) for each in subjects if each.reference is Reference.MEMBER), None)
    # Spans are those that hold on the last day, so that none of them has ended.
    frozen = as_frozen(ledger.type, fields, state=entry.state, until=None)
    return Counted(entry, whole_day(entry.day), member, frozen)


def closed_by(ledger: Ledger, first: date, last: date) -> dict[int, int]:
    """Return the organizations that have closed a ledger for all of a time, with the last closing of each."""
    needed = {each.code for each in periods_to_close(ledger.type.closing, first, last)}
    rows = Closing.objects.filter(ledger=ledger, period__in=needed, reopened_at=None).order_by("period")
    closed: dict[int, dict[str, int]] = defaultdict(dict)
    for number, organization_id, period in rows.values_list("pk", "organization_id", "period"):
        closed[organization_id][period] = number
    return {
        organization_id: list(periods.values())[-1]
        for organization_id, periods in closed.items()
        if periods.keys() >= needed
    }
