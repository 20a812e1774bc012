"""The table of workplaces."""

from collections.abc import Iterator, Mapping, Sequence

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.models import Line
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.imports.tables.workplaces.applying import Applying
from guben_web.imports.tables.workplaces.comparing import WorkplaceRows
from guben_web.imports.tables.workplaces.undoing import Undoing
from guben_web.imports.words import changes_by_columns
from guben_web.people.history import Change
from guben_web.workplaces.sheets import WORKPLACES, workplaces_sheet


class Workplaces:
    """Workplaces, and what is planned in those without an organization."""

    kind = Kind.WORKPLACE
    sheet_kind = WORKPLACES.kind
    sheet = WORKPLACES

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row."""
        return WorkplaceRows(comparison).lines()

    def applying(self, storing: Storing) -> Applying:
        """Return what takes lines up to apply them."""
        return Applying(storing)

    def undoing(self, storing: Storing) -> Undoing:
        """Return what takes lines up to undo them."""
        return Undoing(storing)

    def changes_in_words(self, line: Line, names: Mapping[str, str]) -> list[Change]:
        """Return the changes of a line in words."""
        return changes_by_columns(line, WORKPLACES.columns, names)

    def organizations_named(self, line: Line) -> set[str]:
        """Return the keys of the organizations that the changes of a line name."""
        return {key for name in ("organization", "place") for key in line.changes.get(name, ()) if key}

    def meanings(self) -> Sequence[tuple[str, Text]]:
        """Return what a heading of its sheet may mean."""
        return [(each.name, each.title) for each in WORKPLACES.columns]

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return workplaces_sheet(taking.scope, taking.day, taking.references, language=taking.language)
