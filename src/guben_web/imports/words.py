"""What a line would change, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.engine.workbooks import MEMBER_COLUMNS, ORGANIZATION_COLUMNS
from guben_web.imports.models import Line
from guben_web.ledgers.queries import value_in_words
from guben_web.people.secrecy import decrypt, masked_identity, masked_phone
from guben_web.words.formats import number_of

_DAYS = frozenset({"birth_date", "joined_date", "full_date"})
_LISTS = frozenset({"type", "level", "field", "sex", "ethnicity", "education", "occupation", "status"})
_NOT_SHOWN = frozenset({"identity_index", "phone_index", "workplace.kind"})
# These hold the key of an organization.
_ORGANIZATIONS = frozenset({"parent", "organization"})
_NAMED = Text("{name}（{key}）", "{name} ({key})")
_NOTHING = Text("空", "nothing")
_SINCE = Text("自{day}", "since {day}")
_HELD, _NOT_HELD = Text("担任", "held"), Text("不担任", "not held")
_TITLES = {
    **{each.name: each.title for each in MEMBER_COLUMNS},
    **{each.name: each.title for each in ORGANIZATION_COLUMNS},
    **{f"workplace.{each.name}": each.title for each in ORGANIZATION_COLUMNS},
    "identity": Text("公民身份号码", "Identity number"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a line."""

    title: Text
    before: Text
    after: Text


def changes_in_words(line: Line, names: Mapping[str, str]) -> list[Change]:
    """Return the changes of a line, numbers masked; `names` are those of organizations by their keys.

    What reads the same before and after, as a post that moves along with its member, is left out.
    """
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
    if name.startswith("post."):
        return title_of("post", name.removeprefix("post."))
    return _TITLES.get(name, both(name))


def organization_keys(line: Line) -> set[str]:
    """Return the keys of the organizations that the changes of a line name."""
    return {key for name in _ORGANIZATIONS & line.changes.keys() for key in line.changes[name] if key}


def _words(name: str, value: Any, names: Mapping[str, str]) -> Text:
    if name.startswith("post."):
        if value is None:
            return _NOT_HELD
        return _SINCE.filled(day=_day(value["start"])) if value["start"] else _HELD
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
    if name in _DAYS:
        return both(_day(value))
    if name in _LISTS:
        return title_of(name, value)
    if name == "workplace.kind":
        return workplace_title(value)
    if name in _ORGANIZATIONS and names.get(value, value) != value:
        return _NAMED.filled(name=names[value], key=value)
    if name == "identity":
        return both(masked_identity(decrypt(value)))
    if name == "phone":
        return both(masked_phone(decrypt(value)))
    return both(number_of(value) if isinstance(value, int) else str(value))


def _day(number: int) -> str:
    return f"{number // 10_000}-{number // 100 % 100:02d}-{number % 100:02d}"
