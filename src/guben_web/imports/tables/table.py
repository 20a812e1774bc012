"""What every table of a workbook can do: compare its rows, apply and undo its lines, tell them in words, be taken out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Language, Text
from guben_web.engine.workbooks import TableSheet
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.models import Batch, Line
from guben_web.imports.register import Register
from guben_web.imports.standing import Standing
from guben_web.org.access import Scope
from guben_web.people.history import Change
from guben_web.people.models import Post


@dataclass(slots=True)
class Storing:
    """What the tables of one batch share while it is applied or undone.

    `ids` are those of the organizations by key, `revised` the members whose counter the lines about members move,
    `new_posts` the posts that the batch adds, by the source of their row.
    """

    batch: Batch
    register: Register
    account_id: int | None
    now: datetime
    ids: dict[str, int] = field(default_factory=dict)
    revised: set[UUID] = field(default_factory=set)
    new_posts: dict[str, Post] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """What the rows say that this batch makes."""
        return f"batch:{self.batch.pk}"


class Work(Protocol):
    """What applying, or undoing, a batch does in one table; made ready before the transaction begins.

    `touched` are sets of organizations' keys; of each, whoever imports must be allowed to change one.
    """

    touched: list[frozenset[str]]
    added: set[str]

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""

    def make_ready(self) -> None:
        """Make the rows ready for the database."""

    def standing(self) -> Standing:
        """Return what is not as it was when the lines were taken up, asked again within the transaction."""

    def store(self) -> None:
        """Store and remove rows; raises refusals where something rests on what would go."""


@dataclass(frozen=True, slots=True)
class TakingOut:
    """What a workbook to correct is made of: a scope on a day, and how organizations are called in it."""

    scope: Scope
    day: date
    references: Mapping[int, str]
    kinds: frozenset[Kind]
    with_numbers: bool
    language: Language


class Table(Protocol):
    """One table."""

    @property
    def kind(self) -> Kind:
        """What its lines are about."""

    @property
    def sheet_kind(self) -> str:
        """What the reader of workbooks calls its sheet."""

    @property
    def sheet(self) -> TableSheet | None:
        """The sheet, for what is no organizations and no members."""

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row."""

    def applying(self, storing: Storing) -> Work:
        """Return what takes lines up to apply them."""

    def undoing(self, storing: Storing) -> Work:
        """Return what takes lines up to undo them."""

    def changes_in_words(self, line: Line, names: Mapping[str, str]) -> list[Change]:
        """Return the changes of a line in words; `names` are those of organizations by key."""

    def organizations_named(self, line: Line) -> set[str]:
        """Return the keys of the organizations that the changes of a line name."""

    def meanings(self) -> Sequence[tuple[str, Text]]:
        """Return what a heading of its sheet may mean."""

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct and bring in again."""
