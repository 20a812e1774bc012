"""Forms as a workbook: those that somebody fills in for a collection, one row each, and their form numbers."""

import re
from collections import defaultdict
from collections.abc import Collection as Several
from dataclasses import dataclass, field
from datetime import date

from guben_web.engine.reporting import FormRow, Reported, find_measure, write_form
from guben_web.engine.schemes import Measure
from guben_web.engine.texts import Language, both
from guben_web.org.queries import names_of
from guben_web.reporting import queries
from guben_web.reporting.access import Hand, fillable_sheets
from guben_web.reporting.figures import Value, is_missing, value_of
from guben_web.reporting.models import Cell, Collection, Question, Sheet
from guben_web.reporting.queries import Key

_NUMBER = re.compile(r"\AT([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,9})(?:-([0-9]{1,9}))?\Z")


@dataclass(frozen=True, slots=True)
class FormNumber:
    """What a row of a workbook is: a form of a collection as it stood at a revision, for one organization of it."""

    collection: int
    sheet: int
    revision: int
    organization: int | None = None

    def __str__(self) -> str:
        end = f"-{self.organization}" if self.organization is not None else ""
        return f"T{self.collection}-{self.sheet}-{self.revision}{end}"


def find_number(words: str) -> FormNumber | None:
    """Return the form number that words say."""
    match = _NUMBER.match(words.strip())
    if match is None:
        return None
    collection, sheet, revision, organization = match.groups()
    return FormNumber(int(collection), int(sheet), int(revision), int(organization) if organization else None)


@dataclass(slots=True)
class Held:
    """The forms of a collection that somebody fills in, and what they say; read in a constant number of queries."""

    collection: Collection
    sheets: dict[int, Sheet]
    questions: list[Question]
    cells: dict[int, dict[Key, Cell]]
    names: dict[int, str]
    # The measures that organizations of a field are asked.
    _asked: dict[str, set[str]] = field(default_factory=dict)
    _organizations: dict[int, dict[int, None]] = field(default_factory=dict)

    @property
    def measures(self) -> list[Measure]:
        """The measures that these forms ask for."""
        departments = {each.department for each in self.sheets.values()}
        asked = [each.measure for each in self.questions if each.department in departments]
        return [measure for name in asked if (measure := find_measure(name)) is not None]

    def takes(self, sheet: Sheet, key: Key) -> bool:
        """Return whether a form takes a figure for an organization and a measure."""
        if sheet.organization_id is None:
            return key in self.cells.get(sheet.pk, ())
        if sheet.field not in self._asked:
            self._asked[sheet.field] = {each.measure for each in queries.asked_in(sheet, self.questions)}
        return key[1] in self._asked[sheet.field]

    def organizations(self, sheet: Sheet) -> Several[int]:
        """Return the organizations of a form, each once and in order."""
        if sheet.organization_id is not None:
            return (sheet.organization_id,)
        if sheet.pk not in self._organizations:
            cells = self.cells.get(sheet.pk, ())
            self._organizations[sheet.pk] = dict.fromkeys(organization for organization, _ in cells)
        return self._organizations[sheet.pk].keys()


def held_by(hand: Hand, collection: Collection, day: date) -> Held:
    """Return the forms of a collection that somebody fills in."""
    rows = fillable_sheets(hand, day).filter(collection=collection)
    sheets = {each.pk: each for each in rows.order_by("township_id", "organization__key", "id")}
    cells: defaultdict[int, dict[Key, Cell]] = defaultdict(dict)
    found = Cell.objects.filter(sheet__in=list(sheets)).select_related("entered_by")
    for cell in found.order_by("organization__key", "id"):
        cells[cell.sheet_id][cell.organization_id, cell.measure] = cell
    about = {key[0] for by_key in cells.values() for key in by_key}
    for each in sheets.values():
        about |= {one for one in (each.organization_id, each.township_id) if one is not None}
    return Held(
        collection, sheets, list(Question.objects.filter(collection=collection)), dict(cells), names_of(about)
    )


def forms_book(held: Held, day: date, *, mark: str, language: Language) -> bytes:
    """Return the forms that are open as a workbook to fill in and bring in again, with the figures of the period before."""
    rows, before = [], []
    about = {one for sheet in held.sheets.values() for one in held.organizations(sheet)}
    previous = queries.previous_values(held.collection, about)
    measures = held.measures
    for sheet in held.sheets.values():
        if not queries.is_open(sheet, day):
            continue
        for organization in held.organizations(sheet):
            cells = held.cells.get(sheet.pk, {})
            values = {
                measure.name: value_of(cell)
                for measure in measures
                if (cell := cells.get((organization, measure.name))) is not None
            }
            number = FormNumber(
                held.collection.pk, sheet.pk, sheet.revision, organization if sheet.department else None
            )
            name = held.names.get(organization, "—")
            above = held.names.get(sheet.township_id or 0, "")
            rows.append(FormRow(str(number), name, above, values=_reported(values)))
            then = {
                measure.name: value
                for measure in measures
                if (value := previous.get((organization, measure.name))) is not None
            }
            before.append(FormRow("", name, values=_reported(then)))
    has_before = any(each.values for each in before)
    return write_form(
        title=both(held.collection.title),
        mark=mark,
        measures=measures,
        rows=rows,
        before=before if has_before else (),
        language=language,
    )


def is_there_anything(held: Held, day: date) -> bool:
    """Return whether any form is open."""
    return any(queries.is_open(each, day) for each in held.sheets.values())


def _reported(values: dict[str, Value]) -> dict[str, Reported]:
    return {
        name: (number, choice, is_absent)
        for name, value in values.items()
        if not is_missing(value)
        for number, _, choice, is_absent in [value]
    }
