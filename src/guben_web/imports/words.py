"""What a line would change, in words."""

from collections.abc import Mapping
from typing import Any

from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.engine.workbooks import ORGANIZATION_COLUMNS
from guben_web.imports.enums import Kind
from guben_web.imports.models import Line
from guben_web.ledgers.queries import value_in_words
from guben_web.people import history
from guben_web.people.history import Change, organization_in_words
from guben_web.words.formats import number_of

_LISTS = frozenset({"type", "level", "field"})
_NOT_SHOWN = frozenset({"workplace.kind"})
# These hold the key of an organization.
_ORGANIZATIONS = frozenset({"parent", "organization"})
_NOTHING = Text("空", "nothing")
_TITLES = {
    **{each.name: each.title for each in ORGANIZATION_COLUMNS},
    **{f"workplace.{each.name}": each.title for each in ORGANIZATION_COLUMNS},
}


def changes_in_words(line: Line, names: Mapping[str, str]) -> list[Change]:
    """Return the changes of a line, numbers masked; `names` are those of organizations by their keys.

    What reads the same before and after, as a post that moves along with its member, is left out.
    """
    if line.kind == Kind.MEMBER:
        changes = history.changes_in_words(line.changes, of=line.subject, organizations=names)
        return [each for each in changes if each.before != each.after]
    changes = [
        Change(_title(name), _words(name, before, names), _words(name, after, names))
        for name, (before, after) in line.changes.items()
        if name not in _NOT_SHOWN
    ]
    return [each for each in changes if each.before != each.after]


def _title(name: str) -> Text:
    if name.startswith("value."):
        return next(
            (each.title for each in collected_measures() if each.name == name.removeprefix("value.")),
            both(name),
        )
    return _TITLES.get(name, both(name))


def organization_keys(line: Line) -> set[str]:
    """Return the keys of the organizations that the changes of a line name."""
    return {key for name in _ORGANIZATIONS & line.changes.keys() for key in line.changes[name] if key}


def _words(name: str, value: Any, names: Mapping[str, str]) -> Text:
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
    if name in _ORGANIZATIONS:
        return organization_in_words(value, names)
    return both(number_of(value) if isinstance(value, int) else str(value))
