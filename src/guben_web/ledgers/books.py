"""Entries of a ledger as a workbook, in the language of the page."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from guben_web.engine.entry_books import MOST_ROWS, BookEntry, RowsDoNotAgree, entry_book
from guben_web.engine.ledgers import EntryField, LedgerType
from guben_web.engine.texts import Language, Text
from guben_web.ledgers import entry_actions
from guben_web.ledgers.access import Reader
from guben_web.ledgers.lists import cell_of, is_masked
from guben_web.ledgers.models import Entry
from guben_web.ledgers.references import Names, names_for
from guben_web.ledgers.values import carried_over
from guben_web.org import queries as org
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.packs.models import Ledger
from guben_web.shared.refusals import Refusal
from guben_web.words.formats import time_of
from guben_web.words.language import current_language, say, speaking

_MARK = Text("{who}于{when}导出，共{n}条", "Taken out by {who} at {when}; {n} entries")
_MOST_OFFERED = 2_000
# So many entries are held at once, fewer where they are wide.
_ENTRIES_AT_ONCE, _VALUES_AT_ONCE = 900, 50_000
_HEAD_ROWS = 2


class BookIsTooLong(Refusal):
    """There are more entries than a sheet has rows."""

    code = "ledgers.book-is-too-long"
    message = Text(
        "有{n}条记录，一张工作表最多放{most}条。", "There are {n} entries; a sheet holds at most {most}."
    )
    hint = Text(
        "请先按日期或组织缩小范围，分几次导出。",
        "Narrow them down by date or organization, and take out several.",
    )


def ids_of(rows: QuerySet[Entry]) -> "array[int]":
    """Return which entries are taken out, in order; as small as they can be held.

    Raises BookIsTooLong.
    """
    ids = array("q", rows.order_by("day", "pk").values_list("pk", flat=True).iterator())
    most = MOST_ROWS - _HEAD_ROWS
    if len(ids) > most:
        raise BookIsTooLong(n=len(ids), most=most)
    return ids


def entries_book(ledger: Ledger, ids: Sequence[int], reader: Reader, *, now: datetime) -> Iterator[bytes]:
    """Yield a workbook of entries that can be corrected and brought in again; without any, one to fill in.

    Raises RowsDoNotAgree before the workbook is whole, where not every entry was written.
    """
    checked, type_ = ledger.definition.checked, ledger.type
    language = current_language()
    when = time_of(timezone.localtime(now), language)
    keepers = reader.keepers(ledger).order_by("organization__key").values_list("name", flat=True)
    return entry_book(
        type_,
        _rows(type_, ids, reader, language),
        number=len(ids),
        rules=[checked.rule_in_words(number) for number in range(len(type_.rules))],
        organizations=list(keepers[:_MOST_OFFERED]),
        mark=say(_MARK.filled(who=reader.account.display_name, when=when, n=len(ids))),
        language=language,
    )


def sent(ledger: Ledger, ids: Sequence[int], reader: Reader, *, now: datetime) -> Iterator[bytes]:
    """Yield a workbook, and record at its end that as many rows were written as there are entries, or that they were not."""
    book = entries_book(ledger, ids, reader, now=now)
    try:
        yield from book
    except RowsDoNotAgree as found:
        entry_actions.record_book(
            ledger=ledger, rows=found.announced, written=found.written, by=reader.account, now=timezone.now()
        )
        raise
    if ids:
        entry_actions.record_book(
            ledger=ledger, rows=len(ids), written=len(ids), by=reader.account, now=timezone.now()
        )


def _rows(type_: LedgerType, ids: Sequence[int], reader: Reader, language: Language) -> Iterator[BookEntry]:
    some = max(1, min(_ENTRIES_AT_ONCE, _VALUES_AT_ONCE // max(1, len(type_.fields))))
    for place in range(0, len(ids), some):
        # The book is sent after the page was made, when its language holds no more.
        with speaking(language):
            rows = _some_rows(type_, ids[place : place + some], reader)
        yield from rows


def _some_rows(type_: LedgerType, ids: Sequence[int], reader: Reader) -> list[BookEntry]:
    found = Entry.objects.filter(pk__in=list(ids)).select_related("definition").in_bulk()
    entries = [found[key] for key in ids if key in found]
    codes = _codes(org.names_of({each.organization_id for each in entries}))
    carried = [carried_over(each.definition.type, type_, each.fields) for each in entries]
    referred = names_for(((type_, each) for each in carried), to_type=True)
    in_words = [each for each in type_.fields.values() if each.reference is not None or is_masked(each)]
    rows = []
    for entry, values in zip(entries, carried, strict=True):
        sees = reader.sees_sensitive(entry.organization_id)
        states = entry.definition.type.states
        rows.append(
            BookEntry(
                record=entry.pk,
                organization=codes[entry.organization_id],
                day=entry.day,
                until=entry.until,
                state=say(states[entry.state].title) if entry.state in states else entry.state,
                values=values,
                words=_words(in_words, values, referred, sees=sees),
            )
        )
    return rows


def _words(
    in_words: Sequence[EntryField], values: dict[str, Any], names: Names, *, sees: bool
) -> dict[str, str]:
    """Return what stands in words: references, and what this reader does not see."""
    words = {}
    for field in in_words:
        value = values.get(field.name)
        if value is not None and (field.reference is not None or not sees):
            words[field.name] = say(cell_of(field, value, names, sees_masked=sees).words)
    return words


def _codes(names: dict[int, str]) -> dict[int, str]:
    """Return what organizations are called in a workbook: the name, or the key where several are called so."""
    called = OrganizationVersion.objects.filter(name__in=set(names.values())).order_by().values_list("name")
    alike = {name for name, number in called.annotate(Count("organization_id", distinct=True)) if number > 1}
    doubtful = [key for key, name in names.items() if name in alike]
    return names | dict(Organization.objects.filter(pk__in=doubtful).values_list("pk", "key"))
