"""Entries that are to reach a state by a day: those that are overdue or will be soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from guben_web.ledgers.access import Reader
from guben_web.ledgers.models import EntryIndex
from guben_web.ledgers.values import whole_day
from guben_web.packs.models import Ledger

# So long before an entry is due, it is on the workbench.
DUE_SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueEntries:
    """How many entries of a ledger are due until a day, and when the first of them is."""

    ledger: Ledger
    number: int
    first: date


def due_entries(
    ledgers: Iterable[Ledger], until: date, reader: Reader, *, only: int | None = None
) -> list[DueEntries]:
    """Return what is due until a day in some ledgers, of what somebody sees or of one organization; a query a ledger."""
    found = []
    for ledger in ledgers:
        due = ledger.type.due
        if due is None:
            continue
        entries = reader.entries(ledger).exclude(state__in=due.done)
        if only is not None:
            entries = entries.filter(organization_id=only)
        rows = EntryIndex.objects.filter(
            ledger=ledger, field=due.field, number__lte=whole_day(until), entry__in=entries
        )
        counted = rows.aggregate(due=Count("pk"), first=Min("number"))
        if counted["due"]:
            day = counted["first"]
            first = date(day // 10_000, day // 100 % 100, day % 100)
            found.append(DueEntries(ledger, counted["due"], first))
    return found
