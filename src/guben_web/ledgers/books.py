"""Entries of a ledger as a workbook, in the language of the page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from guben_web.engine.entry_books import BookEntry, write_entry_book
from guben_web.engine.ledgers import LedgerType
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.lists import cell_of, is_masked
from guben_web.ledgers.models import Entry
from guben_web.ledgers.references import Names, names_for
from guben_web.ledgers.values import carried_over
from guben_web.org import queries as org
from guben_web.org.models import Organization
from guben_web.packs.models import Ledger
from guben_web.words.formats import time_of
from guben_web.words.language import current_language, say

_MARK = Text("{who}于{when}导出", "Taken out by {who} at {when}")
_MOST_OFFERED = 2_000
_AT_ONCE = 2_000


def entries_book(ledger: Ledger, entries: Sequence[Entry], reader: Reader, *, now: datetime) -> bytes:
    """Return entries as a workbook that can be corrected and brought in again; without any, one to fill in."""
    checked, type_ = ledger.definition.checked, ledger.type
    language = current_language()
    when = time_of(timezone.localtime(now), language)
    keepers = reader.keepers(ledger).order_by("organization__key").values_list("name", flat=True)
    return write_entry_book(
        type_,
        _rows(type_, entries, reader),
        rules=[checked.rule_in_words(number) for number in range(len(type_.rules))],
        organizations=list(keepers[:_MOST_OFFERED]),
        mark=say(_MARK.filled(who=reader.account.display_name, when=when)),
        language=language,
    )


def _rows(type_: LedgerType, entries: Sequence[Entry], reader: Reader) -> Iterator[BookEntry]:
    names = org.names_of({each.organization_id for each in entries})
    codes = _codes({each.organization_id for each in entries}, names)
    for place in range(0, len(entries), _AT_ONCE):
        some = entries[place : place + _AT_ONCE]
        carried = [carried_over(each.definition.type, type_, each.fields) for each in some]
        referred = names_for(((type_, each) for each in carried), to_type=True)
        for entry, values in zip(some, carried, strict=True):
            sees = reader.sees_sensitive(entry.organization_id)
            states = entry.definition.type.states
            yield BookEntry(
                record=entry.pk,
                organization=codes[entry.organization_id],
                day=entry.day,
                until=entry.until,
                state=say(states[entry.state].title) if entry.state in states else entry.state,
                values=values,
                words=_words(type_, values, referred, sees=sees),
            )


def _words(type_: LedgerType, values: dict[str, Any], names: Names, *, sees: bool) -> dict[str, str]:
    """Return what stands in words: references, and what this reader does not see."""
    words = {}
    for name, field in type_.fields.items():
        value = values.get(name)
        if value is None or (field.reference is None and (sees or not is_masked(field))):
            continue
        words[name] = say(cell_of(field, value, names, sees_masked=sees).words)
    return words


def _codes(ids: set[int], names: dict[int, str]) -> dict[int, str]:
    """Return what organizations are called in a workbook: the name, or the key where several share it."""
    alike = Counter(names.values())
    doubtful = {key for key, name in names.items() if alike[name] > 1}
    keys = dict(Organization.objects.filter(pk__in=doubtful).values_list("pk", "key"))
    return {key: keys.get(key) or names.get(key, str(key)) for key in ids}
