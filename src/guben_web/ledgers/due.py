"""Entries that are to reach a state by a day: those that are overdue or will be soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from guben_web.ledgers.access import Reader
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
        if ledger.type.due is None:
            continue
        entries = reader.entries(ledger).filter(due__lte=until)
        if only is not None:
            entries = entries.filter(organization_id=only)
        counted = entries.order_by().aggregate(number=Count("pk"), first=Min("due"))
        if counted["number"]:
            found.append(DueEntries(ledger, counted["number"], counted["first"]))
    return found
