"""The navigation at the left: groups by what one does, and the entries that the apps put into them.

An app names its entries in `ready()` of its `apps.py`:

    navigation.register(Entry(Group.ORGANIZATIONS, label("组织", "Organizations"), "org:tree"))

Only what is registered is shown, and only to those who hold one of its roles.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse

from guben_web.words.language import label

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Group(Enum):
    """What one does here, in the order in which it is shown; with the name of its icon."""

    WORKBENCH = (label("工作台", "Workbench"), "desk")
    ORGANIZATIONS = (label("组织", "Organizations"), "tree")
    MEMBERS = (label("党员", "Members"), "people")
    LEDGERS = (label("台账", "Ledgers"), "book")
    APPRAISAL = (label("考核", "Appraisal"), "scale")
    ACTIVITIES = (label("活动", "Activities"), "calendar")
    SUPERVISION = (label("监督", "Supervision"), "eye")
    STATISTICS = (label("统计", "Statistics"), "chart")
    DISCLOSURE = (label("公开", "Disclosure"), "sheet")
    ADMINISTRATION = (label("管理", "Administration"), "gear")

    def __init__(self, words: "StrPromise", icon: str) -> None:
        self.words = words
        self.icon = icon


@dataclass(frozen=True, slots=True)
class Entry:
    """A page to go to: its words, the name of its address, and the codes of the roles that see it (none: everyone)."""

    group: Group
    words: "StrPromise"
    page: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as it stands on a page."""

    words: "StrPromise"
    url: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it stands on a page. A group with one entry is that entry."""

    words: "StrPromise"
    icon: str
    entries: tuple[ShownEntry, ...]

    @property
    def is_one(self) -> bool:
        """True if the group needs no heading."""
        return len(self.entries) == 1


_ENTRIES: list[Entry] = []


def register(entry: Entry) -> None:
    """Add an entry; the same one twice is one."""
    if entry not in _ENTRIES:
        _ENTRIES.append(entry)


def groups_for(request: HttpRequest, entries: Iterable[Entry] = _ENTRIES) -> list[ShownGroup]:
    """Return the groups that the signed-in person sees, with the entry marked that the page belongs to."""
    account = getattr(request, "account", None)
    if account is None:
        return []
    held = set(account.role_codes())
    seen = [
        (entry, ShownEntry(entry.words, reverse(entry.page)))
        for entry in entries
        if not entry.roles or entry.roles & held
    ]
    here = _here(request.path, [shown.url for _, shown in seen])
    groups = []
    for group in Group:
        shown = tuple(replace(one, is_here=one.url == here) for entry, one in seen if entry.group is group)
        if shown:
            groups.append(ShownGroup(group.words, group.icon, shown))
    return groups


def _here(path: str, urls: list[str]) -> str:
    """Return the longest of the addresses that the path lies under; the first page has nothing under it."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(under, key=len, default="")
