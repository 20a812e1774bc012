"""What a line would change, in words."""

from typing import Any

from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.engine.workbooks import ORGANIZATION_COLUMNS
from guben_web.imports.enums import Kind
from guben_web.imports.models import Line
from guben_web.ledgers.queries import value_in_words
from guben_web.people import history
from guben_web.people.history import Change
from guben_web.words.formats import number_of

_LISTS = frozenset({"type", "level", "field"})
_NOT_SHOWN = frozenset({"workplace.kind"})
_NOTHING = Text("空", "nothing")
_TITLES = {
    **{each.name: each.title for each in ORGANIZATION_COLUMNS},
    **{f"workplace.{each.name}": each.title for each in ORGANIZATION_COLUMNS},
}


def changes_in_words(line: Line) -> list[Change]:
    """Return the changes of a line, numbers masked."""
    if line.kind == Kind.MEMBER:
        return history.changes_in_words(line.changes, of=line.subject)
    return [
        Change(_title(name), _words(name, before), _words(name, after))
        for name, (before, after) in line.changes.items()
        if name not in _NOT_SHOWN
    ]


def _title(name: str) -> Text:
    if name.startswith("value."):
        return next(
            (each.title for each in collected_measures() if each.name == name.removeprefix("value.")),
            both(name),
        )
    return _TITLES.get(name, both(name))


def _words(name: str, value: Any) -> Text:
    if value is None or value == "":
        return _NOTHING
    if name.startswith("value."):
        measure = next(
            (each for each in collected_measures() if each.name == name.removeprefix("value.")), None
        )
        number, scale, choice, is_not_applicable = value[:4]
        return (
            value_in_words(measure, (number, scale, choice, is_not_applicable))
            if measure
            else both(str(number))
        )
    if name in _LISTS:
        return title_of(name, value)
    if name == "workplace.kind":
        return workplace_title(value)
    return both(number_of(value) if isinstance(value, int) else str(value))
