"""Reads about forms: what they ask, what is known, how far they are."""

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guben_web.ledgers.models import ReportedValue
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion
from guben_web.reporting.enums import Stage, State
from guben_web.reporting.figures import Value, value_of
from guben_web.reporting.models import Cell, Collection, Question, Sheet

# Organization and measure.
Key = tuple[int, str]


def questions_of(sheet: Sheet) -> list[Question]:
    """Return what a form asks, in order; one query."""
    return asked_in(sheet, list(Question.objects.filter(collection_id=sheet.collection_id)))


def asked_in(sheet: Sheet, questions: Iterable[Question]) -> list[Question]:
    """Return those of a collection's questions that a form asks."""
    return [
        each
        for each in questions
        if each.department == sheet.department and (sheet.department or is_of_field(each, sheet.field))
    ]


def is_of_field(question: Question, field: str) -> bool:
    """Return whether a question is for organizations of a field."""
    return not question.fields or field in question.fields


def asked_keys(sheet: Sheet, cells: Iterable[Key]) -> set[Key]:
    """Return for what a form takes figures; `cells` are those it has, which for a department are all it is asked."""
    if sheet.organization_id is None:
        return set(cells)
    return {(sheet.organization_id, each.measure) for each in questions_of(sheet)}


def previous_values(collection: Collection, organizations: Several[int] | None = None) -> dict[Key, Value]:
    """Return what was reported for the period before, of some organizations or of all; one query."""
    if not collection.previous_period:
        return {}
    measures = Question.objects.filter(collection=collection).values("measure")
    rows = ReportedValue.objects.filter(period=collection.previous_period, measure__in=measures)
    if organizations is not None:
        rows = rows.filter(organization_id__in=organizations)
    return {(row.organization_id, row.measure): value_of(row) for row in rows}


def cells_of(sheet: Sheet, organizations: Several[int] | None = None) -> dict[Key, Cell]:
    """Return the cells of a form by organization and measure; one query."""
    rows = Cell.objects.filter(sheet=sheet).select_related("entered_by", "returned_by")
    if organizations is not None:
        rows = rows.filter(organization_id__in=organizations)
    return {(row.organization_id, row.measure): row for row in rows}


def is_open(sheet: Sheet, day: date) -> bool:
    """Return whether a form takes figures on a day."""
    until = max(sheet.collection.deadline, sheet.open_until or sheet.collection.deadline)
    return sheet.collection.stage == Stage.PUBLISHED and sheet.state == State.DRAFT and day <= until


def can_be_reopened(sheet: Sheet, day: date) -> bool:
    """Return whether a form of a collection that goes on has to be opened again before it takes figures."""
    is_late = sheet.state == State.DRAFT and not is_open(sheet, day)
    return sheet.collection.stage == Stage.PUBLISHED and (sheet.state == State.ACCEPTED or is_late)


def names_on(day: date, ids: Iterable[int]) -> dict[int, OrganizationVersion]:
    """Return organizations as they are on a day, by id; one query."""
    rows = OrganizationVersion.objects.filter(holding_on(day), organization_id__in=list(ids))
    return {row.organization_id: row for row in rows}


@dataclass(slots=True)
class Progress:
    """How many forms stand where."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Those that were submitted, and whatever came after."""
        return self.total - self.counts.get(State.DRAFT, 0)

    @property
    def late(self) -> int:
        """Those that nobody has handed in."""
        return self.counts.get(State.DRAFT, 0)

    @property
    def accepted(self) -> int:
        """Those that were accepted."""
        return self.counts.get(State.ACCEPTED, 0)

    @property
    def submitted(self) -> int:
        """Those that wait for the township, or for the department where there is none."""
        return self.counts.get(State.SUBMITTED, 0)

    @property
    def approved(self) -> int:
        """Those that wait for the department."""
        return self.counts.get(State.APPROVED, 0)


def progress_by(rows: Iterable[tuple[int | None, str, int]]) -> dict[int | None, Progress]:
    """Return the progress for each first value of rows of that, a state and a number."""
    found: defaultdict[int | None, dict[str, int]] = defaultdict(dict)
    for key, state, number in rows:
        found[key][state] = found[key].get(state, 0) + number
    return {key: Progress(counts) for key, counts in found.items()}


def sheets_to_accept(collection: Collection) -> list[Sheet]:
    """Return the forms that wait for the department: approved ones, and those submitted that go straight to it."""
    rows = Sheet.objects.filter(collection=collection, state__in=(State.APPROVED, State.SUBMITTED))
    return [
        each for each in rows.select_related("collection") if each.state == State.APPROVED or each.is_direct
    ]
