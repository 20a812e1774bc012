"""What a change of a member says, in words, numbers masked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of
from guben_web.engine.workbooks import MEMBER_COLUMNS, REGISTER_COLUMNS
from guben_web.people.enums import Floating
from guben_web.people.secrecy import decrypt, masked
from guben_web.words.formats import number_of
from guben_web.words.language import say

_DAYS = frozenset({"birth_date", "joined_date", "full_date", "floating_since", "hardship_since"})
_LISTS = frozenset({"sex", "ethnicity", "education", "occupation", "status"})
_ENCRYPTED = frozenset({"identity", "phone", "address"})
# They say nothing that the numbers beside them do not say.
_NOT_SHOWN = frozenset({"identity_index", "phone_index"})
_NAMED = Text("{name}（{key}）", "{name} ({key})")
_NOTHING = Text("空", "nothing")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_SINCE = Text("自{day}", "since {day}")
_HELD, _NOT_HELD = Text("担任", "held"), Text("不担任", "not held")
_FLOATING = {Floating.OUT: Text("流出", "gone elsewhere"), Floating.IN: Text("流入", "come from elsewhere")}
_TITLES = {
    **{each.name: each.title for each in (*MEMBER_COLUMNS, *REGISTER_COLUMNS)},
    "identity": Text("公民身份号码", "Identity number"),
    "is_in_hardship": Text("生活困难", "In hardship"),
    "on": Text("自何日起", "As of"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed."""

    title: Text
    before: Text
    after: Text


def changes_in_words(
    changes: Mapping[str, Any], *, of: object, organizations: Mapping[str, str] | None = None
) -> list[Change]:
    """Return the changes of a member; organizations by their names where the caller knows them by key."""
    names = organizations or {}
    return [
        Change(title_of_field(name), *(_words(name, each, of, names) for each in pair))
        for name, pair in changes.items()
        if name not in _NOT_SHOWN
    ]


def organization_in_words(key: str, names: Mapping[str, str]) -> Text:
    """Return an organization by name and key; by its key alone where no other name is known."""
    return _NAMED.filled(name=names[key], key=key) if names.get(key, key) != key else both(key)


def title_of_field(name: str) -> Text:
    """Return what a field of a member is called."""
    if name.startswith("post."):
        return title_of("post", name.removeprefix("post."))
    return _TITLES.get(name, both(name))


def names_of_fields(names: Collection[str]) -> dict[str, str]:
    """Return what fields of members are called, for the record of acts."""
    return {name: say(title_of_field(name)) for name in names}


def names_of_posts(codes: Collection[str]) -> dict[str, str]:
    """Return what posts are called, for the record of acts."""
    return {code: say(title_of("post", code)) for code in codes}


def names_of_statuses(codes: Collection[str]) -> dict[str, str]:
    """Return what statuses of members are called, for the record of acts."""
    return {code: say(title_of("status", code)) for code in codes}


def _words(name: str, value: Any, of: object, organizations: Mapping[str, str]) -> Text:
    if name.startswith("post."):
        if value is None:
            return _NOT_HELD
        return _SINCE.filled(day=_day(value["start"])) if value["start"] else _HELD
    if isinstance(value, bool):
        return _YES if value else _NO
    if value is None or value == "":
        return _NOTHING
    if name in _ENCRYPTED:
        return both(masked(name, decrypt(value, of=of, field=name)))
    if name in _LISTS:
        return title_of(name, value)
    if name in _DAYS or name == "on":
        return both(_day(value))
    if name == "floating":
        return _FLOATING[Floating(value)]
    if name == "organization":
        return organization_in_words(value, organizations)
    return both(number_of(value) if isinstance(value, int) else str(value))


def _day(number: int) -> str:
    return f"{number // 10_000}-{number // 100 % 100:02d}-{number % 100:02d}"
