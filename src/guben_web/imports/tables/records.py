"""Tables whose rows are kept as they are, without times of their own: terms, earlier grades, posts.

A record is known by what tells it apart, its subject. It is changed and undone only while it is as the line found or left it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model

from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow, TableSheet
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.lines import (
    ORGANIZATION_REFUSED,
    OUTSIDE,
    TOO_LONG,
    TWICE,
    Changes,
    Reason,
    after_of,
    before_of,
    cannot_be_empty,
    differences,
    emptied,
    line_of,
    reason,
    refused,
    settled,
)
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing, SubjectIsGone
from guben_web.imports.tables.table import Storing
from guben_web.imports.words import changes_by_columns
from guben_web.people.history import Change
from guben_web.shared.bulk import Ready

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Found:
    """What a row is about. `held` is the record as it stands, None for a new one; `told_apart` what a new one is known by."""

    subject: str
    label: str
    organization: str | None
    held: Mapping[str, Any] | None = None
    said: dict[str, Any] = field(default_factory=dict)
    told_apart: dict[str, Any] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    base_revision: int = 0


class RecordTable(ABC, Generic[M]):
    """One table of records. `texts` are the columns that are texts, with what fits; `may_be_empty` those to be emptied."""

    kind: ClassVar[Kind]
    sheet: ClassVar[TableSheet]
    texts: ClassVar[Mapping[str, int]]
    may_be_empty: ClassVar[frozenset[str]]

    @property
    def sheet_kind(self) -> str:
        """What the reader of workbooks calls the sheet."""
        return self.sheet.kind

    @abstractmethod
    def find(self, row: TableRow, comparison: Comparison) -> Found:
        """Return what a row is about and what it says."""

    @abstractmethod
    def read(self, storing: Storing) -> dict[str, M]:
        """Return the records as they are now, by subject."""

    @abstractmethod
    def state(self, row: M) -> dict[str, Any]:
        """Return what a workbook can change of a record, as lines keep it."""

    @abstractmethod
    def owner(self, row: M, storing: Storing) -> str:
        """Return the key of the organization whose record it is."""

    @abstractmethod
    def make(self, line: Line, storing: Storing) -> M:
        """Return a new record with what tells it apart, as far as that has ids."""

    @abstractmethod
    def say(self, row: M, said: Mapping[str, Any]) -> None:
        """Set what was said of a record."""

    @abstractmethod
    def fill(self, row: M, line: Line, storing: Storing) -> None:
        """Give a new record the ids that have come about since."""

    @abstractmethod
    def keep(self, *, changed: Ready, new: Ready) -> None:
        """Store records."""

    @abstractmethod
    def remove(self, rows: Sequence[M]) -> None:
        """Remove records."""

    def standing_of(self, line: Line, row: M | None, storing: Storing) -> Standing:
        """Return under which keys it is said that a record has changed since."""
        organization = self.owner(row, storing) if row is not None else after_of(line).get("organization")
        return Standing(organizations=[organization] if organization else [])

    # What all of them have in common.

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row."""
        taken: dict[str, int] = {}
        for row in comparison.rows_of(self.sheet_kind):
            line = line_of(self.kind, row.source, "")
            found = self.find(row, comparison)
            line.label, line.subject, line.base_revision = (
                found.label[:300],
                found.subject,
                found.base_revision,
            )
            changes = self._changes(row, found)
            reasons = comparison.errors_of(line) + found.reasons
            reasons += self._reasons(row, found, comparison, changes)
            if found.subject in taken:
                reasons.append(reason("twice", TWICE.filled(row=taken[found.subject])))
            if reasons:
                yield refused(line, _each_once(reasons))
                continue
            taken[found.subject] = line.row
            yield settled(line, changes, is_new=found.held is None)

    def _changes(self, row: TableRow, found: Found) -> Changes:
        changes = differences(found.held or {}, found.said)
        names = row.cleared & self.may_be_empty
        changes |= emptied(found.held or {}, names - self.texts.keys())
        changes |= emptied(found.held or {}, names & self.texts.keys(), "")
        if found.held is None:
            changes = {name: [None, value] for name, value in found.told_apart.items()} | changes
        return changes

    def _reasons(
        self, row: TableRow, found: Found, comparison: Comparison, changes: Changes
    ) -> Iterator[Reason]:
        if found.organization is None:
            # An organization that is not known has been said to be that.
            if row.values.get("organization") is not None:
                yield reason("organization", ORGANIZATION_REFUSED)
        elif changes and not comparison.may_change(found.organization):
            yield reason("outside", OUTSIDE)
        for name, longest in self.texts.items():
            words = found.said.get(name) or ""
            if len(words) > longest:
                yield reason("too-long", TOO_LONG.filled(words=words[:20]))
        yield from cannot_be_empty(
            row.cleared - self.may_be_empty, {each.name: each.title for each in self.sheet.columns}
        )

    def applying(self, storing: Storing) -> "RecordApplying[M]":
        """Return what takes lines up to apply them."""
        return RecordApplying(self, storing)

    def undoing(self, storing: Storing) -> "RecordUndoing[M]":
        """Return what takes lines up to undo them."""
        return RecordUndoing(self, storing)

    def changes_in_words(self, line: Line, names: Mapping[str, str]) -> list[Change]:
        """Return the changes of a line in words."""
        return changes_by_columns(line, self.sheet.columns, names)

    def organizations_named(self, line: Line) -> set[str]:
        """Return the keys of the organizations that the changes of a line name."""
        return {key for key in line.changes.get("organization", ()) if key}

    def meanings(self) -> Sequence[tuple[str, Text]]:
        """Return what a heading of its sheet may mean."""
        return [(each.name, each.title) for each in self.sheet.columns]


class RecordApplying(Generic[M]):
    """Records to store."""

    def __init__(self, table: RecordTable[M], storing: Storing) -> None:
        self.table = table
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.held = table.read(storing)
        self.new: list[tuple[M, Line]] = []
        self.changed: list[tuple[M, Line]] = []
        self.rows: dict[str, Ready] = {}

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""
        table, row = self.table, self.held.get(line.subject)
        if line.outcome == Outcome.CREATED:
            if row is not None:
                raise SubjectIsGone
            new = table.make(line, self.storing)
            table.say(new, after_of(line))
            self.new.append((new, line))
            self.touched.append(frozenset({after_of(line)["organization"]}))
            return
        if row is None or not _is(table.state(row), before_of(line)):
            raise SubjectIsGone
        self.touched.append(frozenset({table.owner(row, self.storing)}))
        table.say(row, after_of(line))
        self.changed.append((row, line))

    def make_ready(self) -> None:
        """Make the rows ready for the database."""
        self.rows = {
            "new": Ready([each for each, _ in self.new]),
            "changed": Ready([each for each, _ in self.changed]),
        }

    def standing(self) -> Standing:
        """Return what is not as it was compared with."""
        now = self.table.read(self.storing)
        standing = Standing()
        for row, line in self.changed:
            current = now.get(line.subject)
            if current is None or not _is(self.table.state(current), before_of(line)):
                _extend(standing, self.table.standing_of(line, row, self.storing))
        for _, line in self.new:
            if line.subject in now:
                _extend(standing, self.table.standing_of(line, None, self.storing))
        return standing

    def store(self) -> None:
        """Store the records."""
        for row, line in self.new:
            self.table.fill(row, line, self.storing)
        self.table.keep(changed=self.rows["changed"], new=self.rows["new"])


class RecordUndoing(Generic[M]):
    """Records to restore and to remove."""

    def __init__(self, table: RecordTable[M], storing: Storing) -> None:
        self.table = table
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.held = table.read(storing)
        self.changed: list[tuple[M, Line]] = []
        self.removed: list[tuple[M, Line]] = []
        self.gone = Standing()
        self.rows: dict[str, Ready] = {}

    def add(self, line: Line) -> None:
        """Take a line up."""
        table, row = self.table, self.held.get(line.subject)
        if row is None or not self._is_as_left(row, line):
            _extend(self.gone, table.standing_of(line, row, self.storing))
        elif line.outcome == Outcome.CREATED:
            self.removed.append((row, line))
        else:
            table.say(row, before_of(line))
            self.changed.append((row, line))

    def _is_as_left(self, row: M, line: Line) -> bool:
        state, after = self.table.state(row), after_of(line)
        if line.outcome == Outcome.CREATED:
            # Nothing may have been said of it that the batch did not say.
            return _is(state, after) and all(
                after.get(name) == value for name, value in state.items() if value
            )
        return _is(state, after)

    def make_ready(self) -> None:
        """Make the rows ready for the database."""
        self.rows = {"changed": Ready([each for each, _ in self.changed])}

    def standing(self) -> Standing:
        """Return what is not as the batch left it."""
        now = self.table.read(self.storing)
        standing = Standing(list(self.gone.organizations), list(self.gone.members))
        for row, line in (*self.changed, *self.removed):
            current = now.get(line.subject)
            if current is None or not self._is_as_left(current, line):
                _extend(standing, self.table.standing_of(line, row, self.storing))
        return standing

    def store(self) -> None:
        """Restore the records, and remove those that the batch had added."""
        self.table.remove([each for each, _ in self.removed])
        self.table.keep(changed=self.rows["changed"], new=Ready(()))


def _is(state: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """Return whether a record is as expected; nothing and an empty text are the same."""
    return all((state[name] or None) == (value or None) for name, value in expected.items() if name in state)


def _extend(standing: Standing, more: Standing) -> None:
    standing.organizations.extend(more.organizations)
    standing.members.extend(more.members)


def _each_once(reasons: Iterable[Reason]) -> list[Reason]:
    return list({each["code"] + each["zh"]: each for each in reasons}.values())
