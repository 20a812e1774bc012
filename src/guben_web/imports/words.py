"""What lines would change, in words that several tables share."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from guben_web.engine.texts import Text, both
from guben_web.engine.workbooks import CellKind, SheetColumn
from guben_web.imports.models import Line
from guben_web.people.history import Change, organization_in_words
from guben_web.words.formats import iso_of, number_of

NOTHING = Text("空", "nothing")
_DAYS = frozenset({CellKind.DAY, CellKind.DAY_TO_COME})
_NUMBERS = frozenset({CellKind.YUAN, CellKind.POINTS})


def shown_changes(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without those that read the same before and after."""
    return [each for each in changes if each.before != each.after]


def changes_by_columns(line: Line, columns: Sequence[SheetColumn], names: Mapping[str, str]) -> list[Change]:
    """Return the changes of fields that are called what their columns are; others are not shown."""
    known = {each.name: each for each in columns}
    return shown_changes(
        Change(known[name].title, _words(known[name], before, names), _words(known[name], after, names))
        for name, (before, after) in line.changes.items()
        if name in known
    )


def _words(column: SheetColumn, value: Any, names: Mapping[str, str]) -> Text:
    if value is None or value == "":
        return NOTHING
    if column.choices is not None:
        return column.choices[value].title if value in column.choices else both(str(value))
    if column.kind in _DAYS:
        return both(iso_of(value))
    if column.kind is CellKind.ORGANIZATION:
        return organization_in_words(value, names)
    if column.kind in _NUMBERS:
        return both(number_of(plain(Decimal(value))))
    return both(number_of(value) if column.kind is CellKind.COUNT else str(value))


def plain(number: Decimal) -> Decimal:
    """Return a number without zeros behind the point that say nothing."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
