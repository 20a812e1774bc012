"""The table of organizations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guben_web.engine.lists import ListSheet
from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.engine.workbooks import HOST_COLUMNS, ORGANIZATION_COLUMNS
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.models import Line
from guben_web.imports.tables.organizations.applying import Applying
from guben_web.imports.tables.organizations.comparing import OrganizationRows
from guben_web.imports.tables.organizations.undoing import Undoing
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.imports.words import NOTHING, shown_changes
from guben_web.ledgers.queries import value_in_words
from guben_web.org.enums import Cover
from guben_web.people.history import Change, organization_in_words
from guben_web.structure.prefilled import organizations_sheet
from guben_web.words.formats import number_of
from guben_web.words.language import text_of

_LISTS = frozenset({"type", "level", "field"})
_NOT_SHOWN = frozenset({"workplace.record"})
# Said of a new workplace without being asked.
_NOT_SHOWN_OF_NEW = frozenset({"workplace.kind", "workplace.cover"})
_TITLES = {
    **{each.name: each.title for each in ORGANIZATION_COLUMNS},
    **{f"workplace.{each.name}": each.title for each in ORGANIZATION_COLUMNS},
    **{f"workplace.{each.name.removeprefix('host_')}": each.title for each in HOST_COLUMNS},
}


class Organizations:
    """Organizations, each with the workplace that hosts it and its figures of the period."""

    kind = Kind.ORGANIZATION
    sheet_kind = "organizations"
    sheet = None

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row."""
        return OrganizationRows(comparison).lines()

    def applying(self, storing: Storing) -> Applying:
        """Return what takes lines up to apply them."""
        return Applying(storing)

    def undoing(self, storing: Storing) -> Undoing:
        """Return what takes lines up to undo them."""
        return Undoing(storing)

    def changes_in_words(self, line: Line, names: Mapping[str, str]) -> list[Change]:
        """Return the changes of a line in words."""
        return shown_changes(
            Change(_title(name), _words(name, before, names), _words(name, after, names))
            for name, (before, after) in line.changes.items()
            if name not in _NOT_SHOWN and not (before is None and name in _NOT_SHOWN_OF_NEW)
        )

    def organizations_named(self, line: Line) -> set[str]:
        """Return the keys of the organizations that the changes of a line name."""
        return {key for key in line.changes.get("parent", ()) if key}

    def meanings(self) -> Sequence[tuple[str, Text]]:
        """Return what a heading of its sheet may mean."""
        columns = [(each.name, each.title) for each in (*ORGANIZATION_COLUMNS, *HOST_COLUMNS)]
        return [*columns, *((each.name, each.title) for each in collected_measures())]

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct; the workplaces are in it where they have no sheet of their own."""
        return organizations_sheet(
            taking.scope,
            taking.day,
            taking.references,
            with_hosts=Kind.WORKPLACE not in taking.kinds,
            language=taking.language,
        )


def _title(name: str) -> Text:
    if name.startswith("value."):
        measure = name.removeprefix("value.")
        return next((each.title for each in collected_measures() if each.name == measure), both(name))
    return _TITLES.get(name, both(name))


def _words(name: str, value: Any, names: Mapping[str, str]) -> Text:
    if value is None or value == "":
        return NOTHING
    if name.startswith("value."):
        return _value(name.removeprefix("value."), value)
    if name in _LISTS:
        return title_of(name, value)
    if name == "workplace.kind":
        return workplace_title(value)
    if name == "workplace.cover":
        return text_of(Cover(value).label)
    if name == "parent":
        return organization_in_words(value, names)
    return both(number_of(value) if isinstance(value, int) else str(value))


def _value(name: str, value: list[Any]) -> Text:
    measure = next((each for each in collected_measures() if each.name == name), None)
    number, scale, choice, is_not_applicable = value[:4]
    if measure is None:
        return both(str(number))
    return value_in_words(measure, (number, scale, choice, is_not_applicable))
