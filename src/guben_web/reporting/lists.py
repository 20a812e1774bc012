"""Lists of forms, and where a form stands among the pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, QuerySet, When
from django.urls import reverse

from guben_web.engine.texts import Text
from guben_web.org.access import holding_on
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.org.queries import matching, names_of
from guben_web.reporting.access import Hand, fillable_sheets
from guben_web.reporting.enums import COLOURS, Flag, Stage, State
from guben_web.reporting.models import Cell, Collection, Department, Sheet
from guben_web.reporting.queries import is_open
from guben_web.words.language import label

Step = dict[str, str]
_BACK = Text("退回待改", "Returned, to be answered")
_LATE = Text("已过截止日期", "Past the deadline")


@dataclass(frozen=True, slots=True)
class Listed:
    """A form in a list: what it is called, how far it is, and how it stands in a word with a colour."""

    sheet: Sheet
    name: str
    colour: str
    words: Text
    flags: tuple[str, ...]


def narrowed(rows: QuerySet[Sheet], day: date, *, state: str = "", words: str = "") -> QuerySet[Sheet]:
    """Return the forms in a state and with a name, what is to be done before what is done, by deadline."""
    if state in State.values:
        rows = rows.filter(state=state)
    if words.strip():
        named = OrganizationVersion.objects.filter(holding_on(day)).filter(
            matching(words, code="organization__code")
        )
        rows = rows.filter(organization_id__in=named.values("organization_id"))
    is_done = Case(When(state=State.DRAFT, collection__stage=Stage.PUBLISHED, then=0), default=1)
    return rows.order_by(is_done, "collection__deadline", "collection_id", "id")


def listed(sheets: Iterable[Sheet], day: date) -> list[Listed]:
    """Return forms as a list shows them; two queries."""
    rows = list(sheets)
    names = names_of([each.organization_id for each in rows if each.organization_id is not None])
    departments = dict(Department.objects.values_list("code", "name"))
    return [_listed(each, names, departments, day) for each in rows]


def open_collections(hand: Hand, day: date) -> list[Collection]:
    """Return the collections that go on and in which somebody fills in forms, with `mine`, how many."""
    rows = fillable_sheets(hand, day).filter(collection__stage=Stage.PUBLISHED).order_by()
    counts = dict(rows.values_list("collection_id").annotate(Count("pk")))
    found = list(Collection.objects.filter(pk__in=counts).order_by("deadline", "id"))
    for each in found:
        each.mine = counts[each.pk]  # type: ignore[attr-defined]
    return found


def organizations_of(sheet: Sheet) -> QuerySet[Organization]:
    """Return the organizations that a department's return sheet is about, in order."""
    about = Cell.objects.filter(sheet=sheet).values("organization_id")
    return Organization.objects.filter(pk__in=about).order_by("key")


def department_name(code: str) -> str:
    """Return what a department is called; its code where nobody has named it."""
    name = Department.objects.filter(code=code).values_list("name", flat=True).first()
    return name or code


def trail_of(sheet: Sheet, name: str, last: str = "", *, hand: Hand) -> list[Step]:
    """Return the steps down to a form, or to a page of it called `last`."""
    if hand.designs:
        steps = [
            {"name": str(label("填报任务", "Collections")), "url": reverse("reporting:collections")},
            {
                "name": sheet.collection.title,
                "url": reverse("reporting:collection", args=[sheet.collection_id]),
            },
        ]
    else:
        may_list = not hand.fills.is_empty or bool(hand.departments)
        url = reverse("reporting:sheets") if may_list else ""
        steps = [
            {"name": str(label("填报", "Reporting")), "url": url},
            {"name": sheet.collection.title, "url": ""},
        ]
    if not last:
        return [*steps, {"name": name, "url": ""}]
    return [
        *steps,
        {"name": name, "url": reverse("reporting:sheet", args=[sheet.pk])},
        {"name": last, "url": ""},
    ]


def _listed(sheet: Sheet, names: Mapping[int, str], departments: Mapping[str, str], day: date) -> Listed:
    state = State(sheet.state)
    title = str(state.label)
    colour, words = COLOURS[state], Text(title, title)
    if state == State.DRAFT and sheet.returned:
        colour, words = "red", _BACK
    elif state == State.DRAFT and not is_open(sheet, day):
        colour, words = "red", _LATE
    name = (
        names.get(sheet.organization_id, "—")
        if sheet.organization_id is not None
        else departments.get(sheet.department, sheet.department)
    )
    return Listed(sheet, name, colour, words, tuple(str(Flag(each).label) for each in sheet.flags))
