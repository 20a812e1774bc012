"""The list of a ledger: its columns, what it can be narrowed down to, its order, and its rows in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from guben_web.engine.ledgers import EntryField, Kind, LedgerType, Reference, Time
from guben_web.engine.texts import Text, both
from guben_web.ledgers.access import Reader, ids_in_reach, in_reach
from guben_web.ledgers.models import Entry, EntryIndex
from guben_web.ledgers.periods import Period
from guben_web.ledgers.references import Names, find_meant, names_for
from guben_web.ledgers.values import HIDDEN, carried_over, typed_value, unit_of, value_words
from guben_web.org import queries as org
from guben_web.packs.models import Ledger
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified

_MOST_COLUMNS = 7
# Words are searched in so many of the latest entries; older ones by choosing dates.
_SEARCHED = 20_000
# What the index finds is put in order while somebody waits, up to so many.
_FEW = 20_000
_PEOPLE = Text("{n}人", "{n}")
_BETWEEN = Text("、", ", ")
_PEOPLE_KINDS = (Reference.MEMBER, Reference.MEMBERS)


@dataclass(frozen=True, slots=True)
class Filter:
    """Something a list can be narrowed down by, and what was asked for: from and to, or one value."""

    field: EntryField
    # choice, yes_no, number, day, text or record
    kind: str
    first: str = ""
    last: str = ""

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        return bool(self.first or self.last)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed down to; empty says nothing."""

    words: str = ""
    within: int | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None
    # The day on which spans hold; None shows those that have ended too.
    on: date | None = None
    # Only what is due until this day.
    due: date | None = None
    filters: tuple[Filter, ...] = ()

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        own = self.words.strip() or self.within or self.state or self.first or self.last or self.due
        return bool(own) or any(each.is_anything for each in self.filters)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how it looks."""

    words: Text
    looks: str = ""


@dataclass(slots=True)
class Row:
    """An entry as a list shows it."""

    entry: Entry
    organization: str
    state: Text
    cells: list[Cell] = field(default_factory=list)


def is_masked(field: EntryField) -> bool:
    """Return whether a field is for those only who see members: what is sensitive, and who members are."""
    return field.is_sensitive or field.reference in _PEOPLE_KINDS


def columns_of(ledger: LedgerType) -> list[EntryField]:
    """Return the fields that the list shows: required and filtered ones first."""
    fields = sorted(ledger.fields.values(), key=lambda each: (not each.is_required, not each.is_filtered))
    return fields[:_MOST_COLUMNS]


def filters_of(ledger: LedgerType, reader: Reader) -> list[EntryField]:
    """Return the fields by which somebody may narrow down: none that would tell what she does not see."""
    sees_people = not reader.people.is_empty
    return [
        each for each in ledger.fields.values() if each.is_filtered and (sees_people or not is_masked(each))
    ]


def filter_kind(field: EntryField) -> str:
    """Return how a field is asked for."""
    if field.type is None:
        return "record"
    match field.type.kind:
        case Kind.CHOICE:
            return "choice"
        case Kind.YES_NO:
            return "yes_no"
        case Kind.DATE:
            return "day"
        case Kind.TEXT:
            return "text"
    return "number"


def narrowed(rows: QuerySet[Entry], ledger: Ledger, wanted: Wanted, reader: Reader) -> QuerySet[Entry]:
    """Return the entries that are wanted, whatever they say."""
    if wanted.within is not None:
        rows = rows.filter(organization_id__in=ids_in_reach([wanted.within], reader.day))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.first:
        rows = rows.filter(day__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(day__lte=wanted.last)
    if wanted.on is not None:
        rows = rows.filter(holds_on(wanted.on))
    if wanted.due is not None:
        rows = rows.filter(due__lte=wanted.due)
    for each in wanted.filters:
        if each.is_anything:
            rows = _with_field(rows, _indexed_as(each, ledger, reader))
            if is_masked(each.field):
                rows = rows.filter(in_reach(reader.people, reader.day))
    return rows


def with_words(rows: QuerySet[Entry], words: str, *, since: date | None = None) -> QuerySet[Entry]:
    """Return the entries that say these words, or have this number; of any day, or since one."""
    asked = simplified(search_words(words))
    if not asked:
        return rows
    said = Q(words__icontains=asked)
    if since is not None:
        said &= Q(day__gte=since)
    if _is_number(asked.lstrip("#")):
        said |= Q(pk=int(asked.lstrip("#")))
    return rows.filter(said)


def searched_since(rows: QuerySet[Entry], words: str) -> date | None:
    """Return since when a list is searched while somebody waits; None where all of it is."""
    if not words.strip():
        return None
    return rows.order_by("-day", "-pk").values_list("day", flat=True)[_SEARCHED : _SEARCHED + 1].first()


def _with_field(rows: QuerySet[Entry], indexed: QuerySet[EntryIndex] | None) -> QuerySet[Entry]:
    """Return the entries that the index finds.

    Of few, those are taken and put in order; of many, entries are gone through in their order until a page is full.
    """
    if indexed is None:
        return rows
    if indexed[: _FEW + 1].count() <= _FEW:
        return rows.filter(pk__in=indexed.values("entry_id"))
    return rows.filter(Exists(indexed.filter(entry_id=OuterRef("pk"))))


def holds_on(day: date) -> Q:
    """Return the condition that a span holds on a day."""
    return Q(day__lte=day) & (Q(until=None) | Q(until__gte=day))


def in_period(ledger: LedgerType, period: Period) -> Q:
    """Return the condition that an entry is of a period: that it happened in it, or that it lasted into it."""
    if ledger.time is Time.SPAN:
        return Q(day__lte=period.last) & (Q(until=None) | Q(until__gte=period.first))
    return Q(day__gte=period.first, day__lte=period.last)


def ordered(rows: QuerySet[Entry], ledger: Ledger, asked: str, reader: Reader) -> QuerySet[Entry]:
    """Return the entries in the order of `?sort=`: by the day, or by a field that the index keeps."""
    falls, name = asked.startswith("-"), asked.removeprefix("-")
    column: str
    if name == "day":
        column = "day"
    else:
        field = ledger.type.fields.get(name)
        if field is None or not field.is_filtered or field.type is None or is_masked(field):
            return rows.order_by("-day", "-pk")
        rows = rows.filter(indexed__ledger=ledger, indexed__field=name)
        is_word = field.type.kind in (Kind.CHOICE, Kind.TEXT)
        column = "indexed__word" if is_word else "indexed__number"
    if falls:
        return rows.order_by(F(column).desc(nulls_last=True), "-pk")
    return rows.order_by(F(column).asc(nulls_last=True), "pk")


def rows_of(
    ledger: LedgerType, entries: Iterable[Entry], reader: Reader, fields: Sequence[EntryField]
) -> list[Row]:
    """Return entries in words, by the definition in force; a constant number of queries."""
    entries = list(entries)
    carried = [carried_over(each.definition.type, ledger, each.fields) for each in entries]
    names = names_for((ledger, each) for each in carried)
    organizations = org.names_of({each.organization_id for each in entries})
    rows = []
    for entry, values in zip(entries, carried, strict=True):
        sees = reader.sees_sensitive(entry.organization_id)
        states = entry.definition.type.states
        row = Row(
            entry,
            organizations.get(entry.organization_id, ""),
            states[entry.state].title if entry.state in states else both(entry.state),
        )
        row.cells = [cell_of(each, values.get(each.name), names, sees_masked=sees) for each in fields]
        rows.append(row)
    return rows


def cell_of(field: EntryField, value: Any, names: Names, *, sees_masked: bool) -> Cell:
    """Return a value of a field as people read it, with its unit behind numbers."""
    if value is None or value == []:
        return Cell(both(""))
    if is_masked(field) and not sees_masked:
        if isinstance(value, list):
            return Cell(_PEOPLE.filled(n=len(value)), "tight soft")
        return Cell(HIDDEN, "tight soft")
    if field.reference is not None:
        keys = value if isinstance(value, list) else [value]
        said = [names.name(field.reference, key) for key in keys]
        return Cell(Text(_BETWEEN.zh.join(said), _BETWEEN.en.join(said)), "name")
    assert field.type is not None
    words = value_words(field.type, value)
    if field.type.is_number:
        return Cell(words, "num")
    return Cell(words, "long" if field.type.kind is Kind.TEXT else "tight")


def with_unit(field: EntryField, cell: Cell) -> Text:
    """Return a cell's words with the unit behind them, for pages about one entry."""
    unit = unit_of(field)
    if "num" not in cell.looks or not unit.zh:
        return cell.words
    return Text(f"{cell.words.zh}{unit.zh}", f"{cell.words.en} {unit.en}")


def filter_asked(field: EntryField, asked: Mapping[str, str]) -> Filter:
    """Return a field's filter as an address has it: `f.kind=lecture`, `f.area.from=100`."""
    kind = filter_kind(field)
    if kind in ("number", "day"):
        return Filter(field, kind, asked.get(f"f.{field.name}.from", ""), asked.get(f"f.{field.name}.to", ""))
    return Filter(field, kind, asked.get(f"f.{field.name}", ""))


def _indexed_as(each: Filter, ledger: Ledger, reader: Reader) -> QuerySet[EntryIndex] | None:
    """Return what the index has for a filter; None where it does not narrow down after all."""
    rows = EntryIndex.objects.filter(ledger=ledger, field=each.field.name)
    type_ = each.field.type
    if each.kind in ("number", "day") and type_ is not None:
        bounds = {}
        for words, suffix in ((each.first, "gte"), (each.last, "lte")):
            bound = typed_value(type_, words).value
            if isinstance(bound, int):
                bounds[f"number__{suffix}"] = bound
        return rows.filter(**bounds) if bounds else None
    if each.kind == "yes_no":
        return rows.filter(number=1 if each.first == "1" else 0)
    if each.kind == "text":
        return rows.filter(word__startswith=each.first)
    if each.kind == "record":
        found = find_meant(each.field, [each.first], reader)[each.first]
        return rows.filter(word=str(found.key)) if found.key is not None else rows.none()
    return rows.filter(word=each.first)


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 18
