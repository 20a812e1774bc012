"""Values of fields: as they are kept, as people read and type them, as the index and snapshots have them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from guben_web.engine.ledgers import (
    STATE,
    UNTIL,
    EntryField,
    Kind,
    LedgerType,
    Reference,
    Time,
    ValueType,
    read_value,
)
from guben_web.engine.texts import Text, both
from guben_web.words.formats import iso_of, number_of, yes_or_no

# As JSON has it: a number of the type's scale, a code or text, yes or no, a key, or the keys of several.
Stored = int | str | bool | list[str] | None
Fields = dict[str, Any]
LONGEST_TEXT = 2_000
# Instead of what is sensitive, for those who do not see it.
HIDDEN = Text("（不公开）", "(not shown)")
_LONGEST_WORD = 64
_TOO_LONG = Text("最多{most}字，现有{length}字。", "At most {most} characters; there are {length}.")
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a field comes to: a value, or what is wrong in words; a remark where it was changed."""

    value: Stored = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index keeps of a field."""

    field: str
    number: int | None = None
    word: str | None = None


def typed_value(type_: ValueType, cell: object) -> Typed:
    """Return what was typed as a value of a type; nothing typed is no value."""
    if type_.kind is Kind.TEXT:
        words = str(cell).replace("\0", "").replace("\r\n", "\n").strip()
        if len(words) > LONGEST_TEXT:
            return Typed(problem=_TOO_LONG.filled(most=LONGEST_TEXT, length=len(words)))
        return Typed(words or None)
    reading = read_value(type_, cell)
    if reading.value is None:
        doubt = reading.doubt
        return Typed(problem=doubt.code.message.filled(**doubt.facts) if doubt else None)
    number, choice, _ = reading.value
    if type_.kind is Kind.YES_NO:
        return Typed(bool(number))
    return Typed(choice if number is None else number)


def value_words(type_: ValueType, value: Stored) -> Text:
    """Return a value as people read it, without its unit; nothing for None."""
    if value is None:
        return both("")
    match type_.kind:
        case Kind.YES_NO:
            return yes_or_no(value)
        case Kind.DATE:
            return both(iso_of(int(str(value))))
        case Kind.CHOICE if type_.choices is not None and str(value) in type_.choices:
            return type_.choices[str(value)].title
        case Kind.CHOICE | Kind.TEXT:
            return both(str(value))
    return both(_number_words(type_, int(str(value))))


def input_words(type_: ValueType, value: Stored) -> str:
    """Return a value as one types it: choices by code, numbers without marks between thousands."""
    if value is None:
        return ""
    if type_.kind is Kind.CHOICE:
        return str(value)
    if type_.kind is Kind.YES_NO:
        return "1" if value else "0"
    return value_words(type_, value).zh.replace(",", "") if type_.is_number else value_words(type_, value).zh


def exact_value(type_: ValueType, number: int) -> Decimal:
    """Return a number of a type's scale in the unit people read, percents as 85."""
    exact = Decimal(number).scaleb(-type_.scale)
    return exact * 100 if type_.kind is Kind.PERCENT else exact


def unit_of(field: EntryField) -> Text:
    """Return the unit behind a field's numbers."""
    if field.unit is not None:
        return field.unit
    if field.type is None or field.type.kind is Kind.PERCENT:
        return both("")
    return field.type.unit


def _number_words(type_: ValueType, number: int) -> str:
    exact = exact_value(type_, number)
    whole = exact.to_integral_value()
    words = number_of(whole if whole == exact else exact.normalize())
    return f"{words}%" if type_.kind is Kind.PERCENT else words


def is_indexed(ledger: LedgerType, field: EntryField) -> bool:
    """Return whether the index keeps a field: to filter by it, to find what refers to a record, or what is due."""
    is_due = ledger.due is not None and ledger.due.field == field.name
    return field.is_filtered or field.reference is not None or is_due


def index_of(ledger: LedgerType, fields: Mapping[str, Any]) -> Iterator[Indexed]:
    """Yield what the index keeps of an entry: a row for each field that can be filtered, one for each reference."""
    for name, field in ledger.fields.items():
        if is_indexed(ledger, field):
            yield from _indexed(field, fields.get(name))


def _indexed(field: EntryField, value: Stored) -> Iterator[Indexed]:
    if isinstance(value, list):
        for each in value:
            yield Indexed(field.name, word=str(each))
        if not value:
            yield Indexed(field.name)
    elif value is None:
        if field.is_filtered:
            yield Indexed(field.name)
    elif isinstance(value, str) or field.reference is not None:
        yield Indexed(field.name, word=str(value)[:_LONGEST_WORD])
    else:
        yield Indexed(field.name, number=max(-_MOST, min(_MOST, int(value))))


def due_day(ledger: LedgerType, fields: Mapping[str, Any], state: str) -> date | None:
    """Return until when an entry is to reach another state; None where it has, or nothing is due."""
    if ledger.due is None or state in ledger.due.done:
        return None
    number = fields.get(ledger.due.field)
    return None if number is None else date(number // 10_000, number // 100 % 100, number % 100)


def search_text(ledger: LedgerType, fields: Mapping[str, Any]) -> str:
    """Return what one may search an entry for: its texts and the words of its choices, none that are sensitive."""
    words = []
    for name, field in ledger.fields.items():
        value = fields.get(name)
        if field.type is None or field.is_sensitive or not isinstance(value, str):
            continue
        words.append(value_words(field.type, value).zh)
    return " ".join(words)


def as_frozen(
    ledger: LedgerType, fields: Mapping[str, Any], *, state: str, until: date | None
) -> dict[str, Any]:
    """Return an entry as snapshots and rules have it: of several members how many, of other records which one.

    `until` is the day on which a span has ended, None while it goes on.
    """
    frozen: dict[str, Any] = {}
    for name, field in ledger.fields.items():
        value = fields.get(name)
        if value is None:
            continue
        if field.reference is Reference.MEMBERS:
            frozen[name] = len(value)
        else:
            frozen[name] = value if field.type is not None else str(value)
    if ledger.has_states:
        frozen[STATE] = state
    if ledger.time is Time.SPAN and until is not None:
        frozen[UNTIL] = whole_day(until)
    return frozen


def carried_over(written: LedgerType, now: LedgerType, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of an entry as the definition in force has them.

    A field that is there no more, is of another kind, or has a code that is no longer known, is left out; a number is
    rounded half away from zero where the scale became smaller.
    """
    if written is now:
        return dict(fields)
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        before, after = written.fields.get(name), now.fields.get(name)
        if before is None or after is None or value is None:
            continue
        if before.type is None or after.type is None:
            if before.reference is after.reference and before.of == after.of:
                kept[name] = value
        elif before.type.kind is after.type.kind:
            choices = after.type.choices
            if choices is not None and value not in choices:
                continue
            more = after.type.scale - before.type.scale if after.type.is_number else 0
            kept[name] = _rescaled(value, more) if more else value
    return kept


def _rescaled(number: int, more: int) -> int:
    if more >= 0:
        return int(number * 10**more)
    power = 10**-more
    whole: int = (2 * abs(number) + power) // (2 * power)
    return -whole if number < 0 else whole


def whole_day(day: date) -> int:
    """Return a day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def title_words(ledger: LedgerType, number: int, fields: Mapping[str, Any]) -> Text:
    """Return what an entry is called where another refers to it: its number and its first words."""
    for name, field in ledger.fields.items():
        value = fields.get(name)
        if field.type is not None and not field.is_sensitive and isinstance(value, str):
            words = value_words(field.type, value)
            return Text(f"{number} {words.zh[:30]}", f"{number} {words.en[:30]}")
    return both(str(number))
