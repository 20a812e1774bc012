"""A form as its page shows it: each field with what it says, what it said last time, and what was said about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guben_web.engine.reporting import find_measure, plain_number, read_typed
from guben_web.engine.schemes import Kind, Measure
from guben_web.engine.texts import Text, both
from guben_web.ledgers.queries import unit_of
from guben_web.reporting import queries
from guben_web.reporting.figures import (
    MISSING,
    Value,
    as_stored,
    broken_rules,
    in_words,
    is_jump,
    is_missing,
    value_of,
)
from guben_web.reporting.models import Cell, Question, Sheet
from guben_web.reporting.queries import Key
from guben_web.reporting.sheet_actions import Said
from guben_web.words.formats import iso_of, number_of
from guben_web.words.language import say

NOT_APPLICABLE = Text("不适用", "N/A")
_NOT_APPLICABLE_WORDS = "不适用"
_YES_NO = (("是", Text("是", "yes")), ("否", Text("否", "no")))
_BOUNDS = Text("{low}—{high}{unit}", "{low} to {high} {unit}")
_DAY = Text("如2025-06-12", "such as 2025-06-12")
_LARGEST_SHOWN = 10**8


@dataclass(slots=True)
class Field:
    """One figure of a form on the page.

    `words` is what stands in its input, `wrong` what is wrong with words that were not stored, and `theirs` says that
    somebody else changed the figure while these words were typed.
    """

    organization_id: int
    name: str
    measure: Measure | None
    cell: Cell | None
    before: Value | None
    jump_percent: int
    words: str
    note: str
    wrong: Text | None = None
    theirs: bool = False
    contradiction: Text | None = None

    @property
    def key(self) -> str:
        """What its inputs are called."""
        return f"{self.organization_id}-{self.name}"

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.measure.title if self.measure else both(self.name)

    @property
    def unit(self) -> Text:
        """What stands behind its input."""
        if self.measure is None:
            return both("")
        return both("%") if self.measure.type.kind is Kind.PERCENT else unit_of(self.measure)

    @property
    def hint(self) -> Text:
        """What may be typed, where bounds say more than that it is a number."""
        if self.measure is None:
            return both("")
        type_ = self.measure.type
        if type_.kind is Kind.DATE:
            return _DAY
        if type_.low is None or type_.high is None or type_.high > _LARGEST_SHOWN:
            return both("")
        times = 100 if type_.kind is Kind.PERCENT else 1
        low, high = (number_of(int(each * times)) for each in (type_.low, type_.high))
        said = _BOUNDS.filled(low=low, high=high, unit=self.unit)
        return Text(said.zh, said.en.strip())

    @property
    def options(self) -> list[tuple[str, Text]]:
        """What can be chosen; nothing where one types."""
        if self.measure is None:
            return []
        type_ = self.measure.type
        if type_.kind is Kind.YES_NO:
            return [*_YES_NO, (_NOT_APPLICABLE_WORDS, NOT_APPLICABLE)]
        if type_.choices is not None:
            return [
                *((each.code, each.title) for each in type_.choices),
                (_NOT_APPLICABLE_WORDS, NOT_APPLICABLE),
            ]
        return []

    @property
    def is_number(self) -> bool:
        """True if a phone should offer digits."""
        return self.measure is not None and self.measure.type.is_number

    @property
    def value(self) -> Value:
        """What is stored."""
        return value_of(self.cell) if self.cell else MISSING

    @property
    def value_words(self) -> Text:
        """What is stored, in words."""
        return in_words(self.name, self.value)

    @property
    def before_words(self) -> Text:
        """What was reported for the period before, in words."""
        return in_words(self.name, self.before)

    @property
    def can_be_same(self) -> bool:
        """True if the figure of the period before can be taken over."""
        return self.before is not None and not is_missing(self.before) and self.before != self.value

    @property
    def is_filled(self) -> bool:
        """True if something is stored."""
        return not is_missing(self.value)

    @property
    def is_jump(self) -> bool:
        """True if the figure differs so much from the one before that a reason is asked for."""
        return self.measure is not None and is_jump(self.measure, self.value, self.before, self.jump_percent)

    @property
    def wants_note(self) -> bool:
        """True if there is a note, or one is asked for."""
        return (
            self.is_jump or bool(self.note) or (self.cell is not None and self.cell.returned_at is not None)
        )

    @property
    def known(self) -> int:
        """The revision of the cell that the page shows."""
        return self.cell.revision if self.cell else 0


@dataclass(slots=True)
class Row:
    """The fields of one organization of a department's return sheet."""

    organization_id: int
    name: str
    fields: list[Field | None]


def fields_of(sheet: Sheet, organizations: Sequence[int], questions: Sequence[Question]) -> dict[Key, Field]:
    """Return the fields of a form for some of its organizations, by organization and measure; two queries."""
    cells = queries.cells_of(sheet, organizations)
    before = queries.previous_values(sheet.collection, organizations)
    asked = (
        cells.keys()
        if sheet.department
        else [(each, one.measure) for each in organizations for one in questions]
    )
    fields = {key: _field(sheet, key, cells.get(key), before.get(key)) for key in asked}
    _say_contradictions(fields, questions)
    return fields


def rows_of(
    fields: Mapping[Key, Field],
    organizations: Sequence[int],
    names: Mapping[int, str],
    questions: Sequence[Question],
) -> list[Row]:
    """Return the rows of a department's return sheet."""
    return [
        Row(each, names.get(each, "—"), [fields.get((each, one.measure)) for one in questions])
        for each in organizations
    ]


def rest_fields(sheet: Sheet, questions: Sequence[Question]) -> list[Field]:
    """Return a field for each measure of a department's return sheet, for what is the same for all that are left."""
    return [_field(sheet, (0, each.measure), None, None) for each in questions] if sheet.department else []


def read_rest(sheet: Sheet, field: Field, posted: Mapping[str, str], day: date) -> list[Said]:
    """Return what is said for all organizations of a return sheet for which nothing is said yet; one query."""
    said, _ = read_posted([field], posted, day)
    return [
        Said(organization_id, field.name, said[0].value)
        for (organization_id, name), cell in queries.cells_of(sheet).items()
        if said and name == field.name and is_missing(value_of(cell))
    ]


def read_posted(
    fields: Iterable[Field], posted: Mapping[str, str], day: date
) -> tuple[list[Said], list[Field]]:
    """Return what was typed into fields that can be stored, and the fields whose words cannot.

    Fields that were not sent are left out; words that were typed stay in their fields.
    """
    said, wrong = [], []
    for field in fields:
        words = posted.get(f"v-{field.key}")
        if words is None or field.measure is None:
            continue
        note = posted.get(f"n-{field.key}")
        known = posted.get(f"k-{field.key}", "")
        field.words, field.note = words, note.strip()[:200] if note is not None else field.note
        read = read_typed(field.measure, words, day)
        if read.finding is not None and read.value is None:
            field.wrong = read.finding.message
            wrong.append(field)
            continue
        said.append(
            Said(
                field.organization_id,
                field.name,
                as_stored(field.measure, read.value),
                note=field.note if note is not None else None,
                known=int(known) if known.isdecimal() and len(known) < 10 else None,
            )
        )
    return said, wrong


def words_for_input(measure: Measure, value: Value) -> str:
    """Return a value as it is typed."""
    number, scale, choice, is_absent = value
    if is_absent:
        return _NOT_APPLICABLE_WORDS
    if number is None:
        return choice or ""
    if measure.type.kind is Kind.YES_NO:
        return "是" if number else "否"
    if measure.type.kind is Kind.DATE:
        return iso_of(number)
    times = 100 if measure.type.kind is Kind.PERCENT else 1
    return plain_number(Fraction(number * times, 10**scale))


def _field(sheet: Sheet, key: Key, cell: Cell | None, before: Value | None) -> Field:
    organization_id, name = key
    measure = find_measure(name)
    value = value_of(cell) if cell else MISSING
    words = words_for_input(measure, value) if measure else say(in_words(name, value))
    note = cell.note if cell else ""
    return Field(organization_id, name, measure, cell, before, sheet.collection.jump_percent, words, note)


def _say_contradictions(fields: Mapping[Key, Field], questions: Sequence[Question]) -> None:
    schemes = list(dict.fromkeys(each.scheme for each in questions))
    by_organization: dict[int, dict[str, Value]] = {}
    for (organization_id, name), field in fields.items():
        if field.is_filled:
            by_organization.setdefault(organization_id, {})[name] = field.value
    for organization_id, values in by_organization.items():
        for name, sentence in broken_rules(schemes, values):
            fields[organization_id, name].contradiction = sentence
