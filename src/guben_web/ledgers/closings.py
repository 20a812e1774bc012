"""Which organizations have closed a ledger for which period, and which have not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from guben_web.engine.ledgers import Closing as Cycle
from guben_web.ledgers.access import Reader
from guben_web.ledgers.lists import in_period
from guben_web.ledgers.models import Closing, Entry
from guben_web.ledgers.periods import Period, period_of
from guben_web.org.models import OrganizationVersion
from guben_web.packs.models import Ledger

_MOST_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an organization has closed a ledger for a period, and how many entries it has there."""

    organization: OrganizationVersion
    closing: Closing | None
    entries: int
    may_close: bool


def offered_periods(ledger: Ledger, today: date) -> list[Period]:
    """Return the periods that one may look at: the running one and those before it, the latest first."""
    period = period_of(ledger.type.closing, today)
    periods = [period]
    while len(periods) < _MOST_OFFERED:
        periods.append(periods[-1].previous)
    return periods


def last_complete(ledger: Ledger, today: date) -> Period:
    """Return the last period that is over."""
    return period_of(ledger.type.closing, today).previous


def last_year_of(day: date) -> Period:
    """Return the last year that is over."""
    return period_of(Cycle.YEAR, day).previous


def counts_of(ledger: Ledger, period: Period, reader: Reader) -> tuple[int, int]:
    """Return how many organizations that she sees keep a ledger, and how many of them have closed it for a period."""
    rows = reader.seen_keepers(ledger)
    return rows.count(), rows.filter(organization_id__in=_closed(ledger, period)).count()


def open_ones(ledger: Ledger, period: Period, reader: Reader) -> QuerySet[OrganizationVersion]:
    """Return the organizations that she sees and that have not closed a ledger for a period."""
    return reader.seen_keepers(ledger).exclude(organization_id__in=_closed(ledger, period))


def _closed(ledger: Ledger, period: Period) -> QuerySet[Closing, int]:
    rows = Closing.objects.filter(ledger=ledger, period=period.code, reopened_at=None)
    return rows.order_by().values_list("organization_id", flat=True)


def standings(
    ledger: Ledger, period: Period, organizations: Sequence[OrganizationVersion], reader: Reader
) -> list[Standing]:
    """Return how some organizations stand with a period; three queries at most."""
    ids = [each.organization_id for each in organizations]
    closings = {
        each.organization_id: each
        for each in Closing.objects.filter(
            ledger=ledger, period=period.code, organization_id__in=ids, reopened_at=None
        )
    }
    counted = (
        Entry.objects.filter(
            in_period(ledger.type, period), ledger=ledger, organization_id__in=ids, is_removed=False
        )
        .order_by()
        .values_list("organization_id")
        .annotate(number=Count("pk"))
    )
    numbers = dict(counted)
    return [
        Standing(
            each,
            closings.get(each.organization_id),
            numbers.get(each.organization_id, 0),
            may_close=reader.may_write(each.organization_id),
        )
        for each in organizations
    ]


def open_counts(ledgers: Iterable[Ledger], reader: Reader) -> dict[int, int]:
    """Return, by ledger, how many organizations that she sees have not closed the last complete period.

    One query for the organizations, one for each kind of period.
    """
    ledgers = list(ledgers)
    rows = reader.seen_at({level for each in ledgers for level in each.type.levels})
    level_of = dict(rows.values_list("organization_id", "level"))
    levels = Counter(level_of.values())
    found = {each.pk: sum(levels[level] for level in each.type.levels) for each in ledgers}
    for period in {last_complete(each, reader.day) for each in ledgers}:
        wanted = {each.pk: each for each in ledgers if last_complete(each, reader.day) == period}
        closed = Closing.objects.filter(ledger_id__in=wanted, period=period.code, reopened_at=None)
        for ledger_id, organization_id in closed.values_list("ledger_id", "organization_id"):
            if level_of.get(organization_id) in wanted[ledger_id].type.levels:
                found[ledger_id] -= 1
    return found
