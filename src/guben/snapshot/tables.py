"""The frozen tables of a snapshot: their rows, column types and keys.

No table has a place for a name of a person, an identity number or a phone number. Days are kept as integers
yyyymmdd, so that full years (周岁) are one subtraction on every engine. Every row names the record it came from in
`source`: for a workbook `sheet!row`, for one cell `sheet!row!column`.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import NoneType
from typing import Annotated, NamedTuple, get_args, get_type_hints


class ColumnKind(StrEnum):
    """How a column is stored; each has one canonical text on every engine."""

    TEXT = "text"
    INTEGER = "integer"
    DAY = "day"
    YES_NO = "yes_no"
    WIDE = "wide"


Word = Annotated[str, ColumnKind.TEXT]
Whole = Annotated[int, ColumnKind.INTEGER]
Day = Annotated[int, ColumnKind.DAY]
YesNo = Annotated[bool, ColumnKind.YES_NO]
# An integer of up to 38 digits.
Wide = Annotated[int, ColumnKind.WIDE]


class Organization(NamedTuple):
    """An organization; `in_…` name the organization of that level that it is or belongs to."""

    key: Word
    code: Word | None
    name: Word
    type: Word
    field: Word
    level: Word
    parent: Word | None
    path: Word
    in_province: Word | None
    in_prefecture: Word | None
    in_county: Word | None
    in_township: Word | None
    in_village: Word | None
    valid_from: Day | None
    valid_to: Day | None
    source: Word


class Person(NamedTuple):
    """A member or applicant under a key that says nothing about who it is."""

    key: Word
    organization: Word
    birth_date: Day | None
    sex: Word | None
    ethnicity: Word | None
    education: Word | None
    occupation: Word | None
    joined_date: Day | None
    full_date: Day | None
    status: Word
    techniques: Whole | None
    source: Word


class Post(NamedTuple):
    """A post held by a person in an organization on the day of the snapshot."""

    key: Word
    organization: Word
    person: Word
    post: Word
    in_team: YesNo
    start_date: Day | None
    end_date: Day | None
    source: Word


class Workplace(NamedTuple):
    """The village, community, agency or enterprise that hosts an organization."""

    key: Word
    organization: Word
    kind: Word
    population: Whole | None
    households: Whole | None
    staff: Whole | None
    source: Word


class Entry(NamedTuple):
    """A ledger row; `fields` is JSON text with sorted keys."""

    key: Word
    organization: Word
    ledger: Word
    period: Word
    person: Word | None
    entry_date: Day | None
    fields: Word
    source: Word


class Closure(NamedTuple):
    """A ledger that an organization has closed for a period: what is not in it did not happen."""

    organization: Word
    ledger: Word
    period: Word
    source: Word


class ReportedValue(NamedTuple):
    """A reported value: `number` × 10^-`scale` for numbers, yes (1) and no (0) and days; `choice` for choices and text.

    No row at all means that the value is missing; `is_not_applicable` means that it cannot exist.
    """

    organization: Word
    measure: Word
    period: Word
    number: Wide | None
    scale: Whole
    choice: Word | None
    is_not_applicable: YesNo
    source: Word


class Tally(NamedTuple):
    """Votes counted for one option of one question."""

    organization: Word
    ballot: Word
    question: Word
    option: Word
    votes: Whole
    period: Word
    source: Word


Row = Organization | Person | Post | Workplace | Entry | Closure | ReportedValue | Tally


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: ColumnKind
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the snapshot; `key` orders its rows, and no two rows share one."""

    name: str
    row: type[tuple[object, ...]]
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order, read off the row's type."""
        hints = get_type_hints(self.row, include_extras=True)
        return tuple(_column(name, hint) for name, hint in hints.items())


def _column(name: str, hint: object) -> Column:
    parts = (
        [part for part in get_args(hint) if part is not NoneType] if NoneType in get_args(hint) else [hint]
    )
    return Column(name, get_args(parts[0])[1], NoneType in get_args(hint))


ORGANIZATIONS = Table("organizations", Organization, ("key",))
PEOPLE = Table("people", Person, ("key",))
POSTS = Table("posts", Post, ("key",))
WORKPLACES = Table("workplaces", Workplace, ("key",))
ENTRIES = Table("entries", Entry, ("key",))
CLOSURES = Table("closures", Closure, ("organization", "ledger", "period"))
VALUES = Table("values", ReportedValue, ("organization", "measure", "period"))
TALLIES = Table("tallies", Tally, ("organization", "ballot", "question", "option", "period"))

TABLES = (ORGANIZATIONS, PEOPLE, POSTS, WORKPLACES, ENTRIES, CLOSURES, VALUES, TALLIES)
LEVEL_COLUMNS = ("in_province", "in_prefecture", "in_county", "in_township", "in_village")
