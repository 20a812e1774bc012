"""Which import or form a record came with, as it was when an evaluation froze it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from guben_web.imports.enums import Kind, Outcome, State
from guben_web.imports.models import Batch, Line
from guben_web.people.models import MemberChange
from guben_web.reporting.origins import AcceptedCell, find_accepted_cell

_OF_ORGANIZATIONS = frozenset({"name", "code", "type", "level", "field", "parent"})
_OF_WORKPLACES = frozenset({"kind", "population", "households", "staff"})
_BY_IMPORT = "batch:"


@dataclass(frozen=True, slots=True)
class Origin:
    """The import that gave a record what it said, and the place in its workbook; `column` only where it is one cell."""

    batch: Batch
    sheet: str
    row: int
    column: str


def find_origin(table: str, row: Mapping[str, object], source: str, *, until: datetime) -> Origin | None:
    """Return the last import before a moment that gave a record what it says; None if none did."""
    about_people = table in ("people", "posts")
    if about_people:
        subject = str(row["person"]) if table == "posts" else source.partition(":")[2]
        if _was_changed_by_hand(subject, until):
            return None
    else:
        subject = str(row["key"] if table == "organizations" else row["organization"])
    kind = Kind.MEMBER if about_people else Kind.ORGANIZATION
    for line in _lines(kind, subject, until):
        if _gave(line, table, row):
            return Origin(line.batch, line.sheet, line.row, _column(line, table, row))
    return None


def find_form_origin(
    table: str, row: Mapping[str, object], *, until: datetime, after: datetime | None
) -> AcceptedCell | None:
    """Return the cell of a form that gave a reported value, accepted later than `after`; None if none did."""
    if table != "values":
        return None
    number, scale, choice, is_absent = _frozen_state(row)
    value = (
        None if number is None else int(str(number)),
        int(str(scale)),
        None if choice is None else str(choice),
        bool(is_absent),
    )
    found = find_accepted_cell(
        organization=str(row["organization"]),
        measure=str(row["measure"]),
        period=str(row["period"]),
        value=value,
        until=until,
    )
    return None if found is None or (after is not None and found.accepted_at < after) else found


def _lines(kind: Kind, subject: str, until: datetime) -> list[Line]:
    undone_later = Q(batch__undone_at=None) | Q(batch__undone_at__gt=until)
    rows = Line.objects.filter(
        undone_later,
        kind=kind,
        subject=subject,
        attempt=F("batch__attempt"),
        outcome__in=(Outcome.CREATED, Outcome.CHANGED),
        batch__state__in=(State.APPLIED, State.UNDONE),
        batch__decided_at__lte=until,
    )
    return list(rows.select_related("batch__decided_by").order_by("-batch__decided_at", "-id"))


def _gave(line: Line, table: str, row: Mapping[str, object]) -> bool:
    match table:
        case "values":
            return line.batch.period == row["period"] and _state(line, row) == _frozen_state(row)
        case "organizations":
            return bool(_OF_ORGANIZATIONS & set(line.changes))
        case "workplaces":
            return bool(_OF_WORKPLACES & set(line.changes))
        case "posts":
            return any(name.startswith("post") for name in line.changes)
        case _:
            return True


def _state(line: Line, row: Mapping[str, object]) -> list[object] | None:
    change = line.changes.get(f"value.{row['measure']}")
    return None if change is None or change[1] is None else list(change[1][:4])


def _frozen_state(row: Mapping[str, object]) -> list[object]:
    number = None if row["number"] is None else int(str(row["number"]))
    return [number, row["scale"], row["choice"], row["is_not_applicable"]]


def _column(line: Line, table: str, row: Mapping[str, object]) -> str:
    if table != "values":
        return ""
    place = str(line.changes[f"value.{row['measure']}"][1][4]).split("!")
    return place[2] if len(place) > 2 else ""


def _was_changed_by_hand(member: str, until: datetime) -> bool:
    last = MemberChange.objects.filter(member_key=member, at__lte=until).order_by("-id").first()
    return last is not None and not last.origin.startswith(_BY_IMPORT)
