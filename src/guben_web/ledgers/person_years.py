"""What a ledger about people comes to for each of them in a year, beside the year before.

It is the measures of the ledger over the entries of one person instead of one organization: what somebody was to be paid,
was paid and is still owed; how many hours somebody was trained.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from guben_web.engine.ledgers import Value, is_known
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader, in_reach
from guben_web.ledgers.counting import find_counted
from guben_web.ledgers.figures import in_words
from guben_web.ledgers.models import Entry, EntryIndex
from guben_web.ledgers.values import whole_day
from guben_web.org.queries import names_of
from guben_web.packs.models import Ledger
from guben_web.people.models import Member


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of a person in a year, and how much it grew over the year before in percent; None without one."""

    words: Text
    growth: Decimal | None


@dataclass(frozen=True, slots=True)
class PersonYear:
    """Somebody with what a ledger comes to for her in a year."""

    name: str
    organization: str
    figures: tuple[Figure, ...]


def people_of(ledger: Ledger, year: int, reader: Reader) -> QuerySet[Member]:
    """Return the members that entries of a year or the year before are about and that she sees, by organization and name."""
    entries = _entries(ledger, year, reader).values("pk")
    indexed = EntryIndex.objects.filter(ledger=ledger, field=ledger.type.person, entry__in=entries)
    keys = {each for each in indexed.values_list("word", flat=True) if each}
    rows = Member.objects.filter(pk__in=keys)
    return rows.order_by("organization__key", "name_initials", "key")


def years_of(ledger: Ledger, year: int, members: Sequence[Member], reader: Reader) -> list[PersonYear]:
    """Return what a ledger comes to for some members in a year; a constant number of queries."""
    keys = [str(each.pk) for each in members]
    indexed = EntryIndex.objects.filter(ledger=ledger, field=ledger.type.person, word__in=keys)
    rows = _entries(ledger, year, reader).filter(pk__in=indexed.values("entry_id"))
    entries = list(rows.select_related("definition").order_by("pk"))
    now, before = (_yielded(ledger, entries, keys, each) for each in (year, year - 1))
    organizations = names_of({each.organization_id for each in members})
    measures = ledger.type.measures_of_a_person
    return [
        PersonYear(
            member.name or "—",
            organizations.get(member.organization_id, ""),
            tuple(
                Figure(
                    in_words(each.type, now[key][each.name]),
                    _growth(before[key][each.name], now[key][each.name]),
                )
                for each in measures
            ),
        )
        for key, member in zip(keys, members, strict=True)
    ]


def _entries(ledger: Ledger, year: int, reader: Reader) -> QuerySet[Entry]:
    both = (date(year - 1, 1, 1), date(year, 12, 31))
    return reader.entries(ledger).filter(in_reach(reader.people, reader.day), day__range=both)


def _yielded(
    ledger: Ledger, entries: Iterable[Entry], keys: Sequence[str], year: int
) -> dict[str, dict[str, Value]]:
    counted = [find_counted(each, ledger) for each in entries if each.day.year == year]
    rows: list[tuple[str, int | None, Any]] = [
        (each.member, each.day, each.fields) for each in counted if each is not None and each.member
    ]
    return ledger.definition.checked.yielded(rows, keys, as_of=whole_day(date(year, 12, 31)))


def _growth(before: Value, now: Value) -> Decimal | None:
    if not is_known(before) or not is_known(now):
        return None
    if not isinstance(before, Fraction) or not isinstance(now, Fraction) or before <= 0:
        return None
    growth = (now - before) * 100 / before
    return Decimal(growth.numerator) / growth.denominator
