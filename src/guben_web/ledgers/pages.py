"""What pages of ledgers are asked for, and what the page of an entry shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.ledgers import Audience, EntryField, LedgerType, Move, Time
from guben_web.engine.texts import Text
from guben_web.ledgers import forms, lists
from guben_web.ledgers.access import Reader
from guben_web.ledgers.closings import last_complete
from guben_web.ledgers.due import DUE_SOON_DAYS, due_entries
from guben_web.ledgers.enums import Outcome
from guben_web.ledgers.history import Difference, steps_of
from guben_web.ledgers.lists import Cell, Filter, Wanted
from guben_web.ledgers.models import Closing, Entry, EntryIndex, Evidence, Upload, UploadLine
from guben_web.ledgers.periods import Period
from guben_web.ledgers.references import Names, names_for
from guben_web.ledgers.values import carried_over
from guben_web.org import queries as org
from guben_web.org.enums import SuccessionKind
from guben_web.org.models import OrganizationVersion, Succession
from guben_web.org.requests import organization_asked
from guben_web.org.trails import trail_of
from guben_web.packs.models import Definition, Ledger
from guben_web.shared.pickers import PickerInput

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
        due=reader.day + timedelta(days=DUE_SOON_DAYS) if asked.get("due") == "1" else None,
        filters=tuple(
            lists.filter_asked(each, asked.dict()) for each in lists.filters_of(ledger.type, reader)
        ),
    )


def filter_input(ledger: Ledger, asked: Filter) -> str:
    """Return the field in which a record is chosen to narrow down by; nothing for other filters."""
    if asked.kind != "record":
        return ""
    name = f"f.{asked.field.name}"
    picker = PickerInput("ledgers:pick", forms.FOUND, args=(ledger.name, asked.field.name))
    attributes = {"id": f"f-{asked.field.name}", "hx-replace-url": "false"}
    return picker.render(name, asked.first, attributes)


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
    fields = [
        shown_field(each, entry.fields.get(name), names, sees=sees) for name, each in type_.fields.items()
    ]
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


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """A ledger of one organization: its entries, the last of them, and whether the last period is closed."""

    ledger: Ledger
    number: int
    last: date | None
    period: Period
    is_closed: bool
    overdue: int


def of_organization(version: OrganizationVersion, reader: Reader) -> list[KeptLedger]:
    """Return the ledgers that an organization keeps or has entries in, with those of organizations merged into it.

    A constant number of queries, and one for each ledger whose entries are due by a day.
    """
    merged = Succession.objects.filter(successor_id=version.organization_id, kind=SuccessionKind.MERGED)
    ids = {version.organization_id, *merged.values_list("predecessor_id", flat=True)}
    entries = Entry.objects.filter(organization_id__in=ids, is_removed=False).order_by()
    counted = {
        ledger: (number, last)
        for ledger, number, last in entries.values_list("ledger_id").annotate(Count("pk"), Max("day"))
    }
    here = reader.seen_at([version.level]).filter(organization_id=version.organization_id)
    asked = {each: reader.seen(each) for each in Audience if each is not Audience.KEEPER}
    # A condition without content holds everywhere.
    audiences: dict[Audience, bool] = {
        each: not where or here.filter(where).exists() for each, where in asked.items()
    }
    closed = set(
        Closing.objects.filter(organization_id=version.organization_id, reopened_at=None).values_list(
            "ledger_id", "period"
        )
    )
    kept = [
        each
        for each in Ledger.objects.kept()
        if (version.level in each.type.levels or each.pk in counted)
        and audiences.get(each.type.seen_by, True)
    ]
    overdue = {
        each.ledger.pk: each.number
        for each in due_entries(kept, reader.day - timedelta(days=1), reader, only=version.organization_id)
    }
    shown = []
    for each in kept:
        period = last_complete(each, reader.day)
        number, last = counted.get(each.pk, (0, None))
        is_closed = version.level not in each.type.levels or (each.pk, period.code) in closed
        shown.append(KeptLedger(each, number, last, period, is_closed, overdue.get(each.pk, 0)))
    return shown


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of a workbook as its page shows it: what it says, and for a change what was."""

    line: UploadLine
    organization: str
    differences: tuple[Difference, ...]
    reasons: tuple[Text, ...]


def counts_of(upload: Upload) -> dict[str, int]:
    """Return how many rows of a workbook come to what; every outcome is there."""
    rows = upload.lines.order_by().values_list("outcome").annotate(number=Count("pk"))
    return {**dict.fromkeys(Outcome.values, 0), **dict(rows)}


def lines_of(upload: Upload, lines: Iterable[UploadLine]) -> list[ShownLine]:
    """Return rows of a workbook in words; a constant number of queries."""
    held, type_ = list(lines), upload.ledger.type
    organizations = org.names_of({each.organization_id for each in held if each.organization_id})
    written = Definition.objects.in_bulk({each.before["definition"] for each in held if each.before})
    olds = [
        carried_over(written[each.before["definition"]].type, type_, each.before["fields"])
        if each.before
        else {}
        for each in held
    ]
    names = names_for(
        (type_, fields) for each, old in zip(held, olds, strict=True) for fields in (each.fields, old)
    )
    return [
        ShownLine(
            each,
            organizations.get(each.organization_id or 0, ""),
            tuple(_differences(each, old, type_, names)),
            tuple(Text(zh, en) for zh, en in each.reasons),
        )
        for each, old in zip(held, olds, strict=True)
    ]


def _differences(
    line: UploadLine, old: Mapping[str, Any], type_: LedgerType, names: Names
) -> Iterator[Difference]:
    """Yield what a row says that was not so; who brings a workbook sees members."""
    if line.outcome not in (Outcome.CREATED, Outcome.CHANGED):
        return
    for name, field in type_.fields.items():
        if line.fields.get(name) != old.get(name):
            before, after = (
                lists.with_unit(field, lists.cell_of(field, side.get(name), names, sees_masked=True))
                for side in (old, line.fields)
            )
            yield Difference(field.title, before, after)


def attachment(name: str) -> str:
    """Return the header by which a browser stores a file under a name instead of showing it."""
    plain = "".join(each if (each.isascii() and each.isalnum()) or each in "._-" else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def shown_field(field: EntryField, value: Any, names: Names, *, sees: bool) -> Shown:
    """Return a field of an entry as it is read; what is sensitive is masked for whoever does not see it."""
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
    found = (
        Succession.objects.filter(predecessor_id=organization_id, kind=SuccessionKind.MERGED)
        .order_by("-day")
        .first()
    )
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
