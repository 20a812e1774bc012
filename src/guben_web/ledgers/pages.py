"""What pages of ledgers are asked for, and what the page of an entry shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.ledgers import EntryField, Move, Time
from guben_web.engine.texts import Text
from guben_web.ledgers import lists
from guben_web.ledgers.access import Reader
from guben_web.ledgers.history import steps_of
from guben_web.ledgers.lists import Cell, Wanted
from guben_web.ledgers.models import Entry, EntryIndex, Evidence
from guben_web.ledgers.references import Names, names_for
from guben_web.org import queries as org
from guben_web.org.models import OrganizationVersion, Succession
from guben_web.org.requests import organization_asked
from guben_web.org.trails import trail_of
from guben_web.packs.models import Ledger

_MOST_REFERRING = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of an entry on its page."""

    title: Text
    words: Text
    # Where the record that it refers to is shown, if it is one entry.
    entry_id: int | None = None


def wanted(request: AccountRequest, ledger: Ledger, reader: Reader) -> Wanted:
    """Return what a list is narrowed down to; spans are those that hold today unless asked otherwise."""
    asked = request.GET
    state = asked.get("state", "")
    on = None
    if ledger.type.time is Time.SPAN and asked.get("ended") != "1":
        on = _day(asked.get("on", "")) or reader.day
    return Wanted(
        words=asked.get("q", ""),
        within=organization_asked(request),
        state=state if state in ledger.type.states else "",
        first=_day(asked.get("from", "")),
        last=_day(asked.get("to", "")),
        on=on,
        filters=tuple(
            lists.filter_asked(each, asked.dict()) for each in lists.filters_of(ledger.type, reader)
        ),
    )


def sort_of(field: EntryField) -> str:
    """Return the name by which a column sorts; nothing for one that does not."""
    return field.name if field.is_filtered and field.type is not None and not lists.is_masked(field) else ""


def is_number(field: EntryField) -> bool:
    """Return whether a column holds numbers."""
    return field.type is not None and field.type.is_number


def own_organization(ledger: Ledger, reader: Reader, asked: int | None) -> OrganizationVersion | None:
    """Return the organization that a form begins with: the one asked for, or the one that she enters for."""
    rows = reader.keepers(ledger)
    if asked is not None:
        return rows.filter(organization_id=asked).first()
    own = list(rows.filter(organization_id__in=reader.writing.tops)[:2])
    found = own or list(rows[:2])
    return found[0] if len(found) == 1 else None


def of_entry(entry: Entry, reader: Reader) -> dict[str, Any]:
    """Return what the page of an entry shows; a constant number of queries."""
    type_, sees = entry.definition.type, reader.sees_sensitive(entry.organization_id)
    names = names_for([(type_, entry.fields)])
    fields = [_shown(each, entry.fields.get(name), names, sees=sees) for name, each in type_.fields.items()]
    movers = reader.movers(entry.organization_id)
    version = (
        OrganizationVersion.objects.filter(organization_id=entry.organization_id).order_by("-pk").first()
    )
    state = type_.states[entry.state]
    return {
        "entry": entry,
        "ledger": entry.ledger,
        "type": type_,
        "state": state,
        "fields": fields,
        "is_span": type_.time is Time.SPAN,
        "moves": [
            each for each in type_.moves.values() if _is_open(each, entry.state) and movers & set(each.by)
        ],
        "may_change": reader.may_write(entry.organization_id) and not state.locked,
        "may_add_files": reader.may_write(entry.organization_id) and type_.takes_evidence,
        "evidence": Evidence.objects.filter(entry=entry, removed_at=None) if type_.takes_evidence else (),
        "steps": steps_of(entry, sees_masked=sees),
        "is_old": entry.definition_id != entry.ledger.definition_id,
        "organization": version,
        "trail": _trail(version, reader),
        "successor": _successor(entry.organization_id),
        "referring": _referring(entry, reader),
    }


def attachment(name: str) -> str:
    """Return the header by which a browser stores a file under a name instead of showing it."""
    plain = "".join(each if (each.isascii() and each.isalnum()) or each in "._-" else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def _shown(field: EntryField, value: Any, names: Names, *, sees: bool) -> Shown:
    cell: Cell = lists.cell_of(field, value, names, sees_masked=sees)
    is_entry = field.of != "" and value is not None
    return Shown(field.title, lists.with_unit(field, cell), int(value) if is_entry else None)


def _is_open(move: Move, state: str) -> bool:
    return state in move.origins


def _trail(version: OrganizationVersion | None, reader: Reader) -> list[dict[str, str]]:
    if version is None:
        return []
    above = org.ancestors_on(reader.day, version.organization_id)
    return trail_of(above, version, scope=reader.scope, day=reader.day)


def _successor(organization_id: int) -> OrganizationVersion | None:
    """Return the organization that this one was merged into, if it was."""
    found = Succession.objects.filter(predecessor_id=organization_id, kind="MERGED").order_by("-day").first()
    if found is None:
        return None
    return OrganizationVersion.objects.filter(organization_id=found.successor_id, valid_to=None).first()


def _referring(entry: Entry, reader: Reader) -> list[tuple[Ledger, Entry]]:
    """Return the entries of other ledgers that refer to this one, those that the reader sees."""
    asking = [
        each
        for each in Ledger.objects.kept()
        if any(field.of == entry.ledger.name for field in each.type.fields.values())
    ]
    found = []
    for each in asking:
        names = [field.name for field in each.type.fields.values() if field.of == entry.ledger.name]
        indexed = EntryIndex.objects.filter(ledger=each, field__in=names, word=str(entry.pk))
        rows = reader.entries(each).filter(pk__in=indexed.values("entry_id"))
        found += [(each, row) for row in rows[:_MOST_REFERRING]]
    return found


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
