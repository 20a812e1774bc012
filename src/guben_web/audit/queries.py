"""Reads of the record."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from guben_web.audit.models import Entry, Seal


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; what is empty does not narrow. `words` are part of a name or of a thing."""

    words: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the record is sealed: the last seal, and how many entries wait for the next."""

    last: Seal | None
    waiting: int


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries that are asked for, the latest first."""
    rows: QuerySet[Entry] = Entry.objects.order_by("-id")
    if wanted.words:
        rows = rows.filter(Q(account_name__icontains=wanted.words) | Q(subject_label__icontains=wanted.words))
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows


def sealed() -> Sealed:
    """Return how far the record is sealed; two queries."""
    last = Seal.objects.order_by("-number").first()
    return Sealed(last, Entry.objects.filter(id__gt=last.last_entry_id if last else 0).count())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
