"""An entry of a ledger as it was frozen, beside what it says now; for those only who may see the ledger's entries."""

import json
from collections.abc import Mapping

from guben_web.engine.ledgers import EntryField, LedgerType
from guben_web.engine.texts import Text, both
from guben_web.ledgers.access import Reader
from guben_web.ledgers.lists import cell_of, is_masked, with_unit
from guben_web.ledgers.models import Entry
from guben_web.ledgers.references import Names
from guben_web.packs.models import Ledger
from guben_web.results.records import Fact, FrozenRecord
from guben_web.snapshots.freezing import find_entry_now
from guben_web.words.formats import iso_of

_KIND = Text("台账记录", "Entry of a ledger")
_LEDGER, _DATE = Text("台账", "Ledger"), Text("日期", "Date")
_NOTHING = Text("（空）", "(nothing)")
_PEOPLE = Text("{n}人", "{n}")


def frozen_entry(then: Mapping[str, object], source: str, reader: Reader) -> FrozenRecord:
    """Return an entry as it was frozen; nothing but its ledger and its day for those who may not see it."""
    ledger = Ledger.objects.select_related("definition").filter(name=str(then["ledger"])).first()
    entry = (
        Entry.objects.select_related("ledger__definition").filter(pk=int(source.partition(":")[2])).first()
    )
    facts = [
        Fact(_LEDGER, ledger.title if ledger else both(str(then["ledger"])), None),
        Fact(_DATE, both(iso_of(int(str(then["entry_date"])))), None),
    ]
    sees = entry is not None and reader.sees(entry)
    now = find_entry_now(source)
    if sees and ledger is not None and entry is not None:
        masked = not reader.sees_sensitive(entry.organization_id)
        said = json.loads(now.fields) if now is not None else None
        facts += _facts(ledger.type, json.loads(str(then["fields"])), said, is_masked_here=masked)
    return FrozenRecord(
        table="entries",
        kind=_KIND,
        title="",
        facts=tuple(facts),
        is_gone=now is None,
        is_elsewhere=False,
        origin=None,
        entry_id=entry.pk if sees and entry is not None and not entry.is_removed else None,
        is_hidden=not sees,
    )


def _facts(
    ledger: LedgerType, then: Mapping[str, object], now: Mapping[str, object] | None, *, is_masked_here: bool
) -> list[Fact]:
    facts = []
    for name, field in ledger.fields.items():
        if name not in then and (now is None or name not in now):
            continue
        before = _words(field, then.get(name), is_masked_here=is_masked_here)
        after = _words(field, now.get(name), is_masked_here=is_masked_here) if now is not None else before
        facts.append(Fact(field.title, before, after if after != before else None))
    return facts


def _words(field: EntryField, value: object, *, is_masked_here: bool) -> Text:
    if value is None:
        return _NOTHING
    if field.type is None:
        return _PEOPLE.filled(n=value)
    if is_masked(field) and is_masked_here:
        return cell_of(field, value, Names(), sees_masked=False).words
    return with_unit(field, cell_of(field, value, Names(), sees_masked=True))
