"""What the workbench shows: each app says what waits for somebody, and the first page puts it together.

An app names a function by its path in `ready()` of its `apps.py`, with the roles it has something for:

    workbench.register("guben_web.corrections.desk.items", KEEPERS)

The function takes the account and the day and returns items. It asks the same number of queries however much there is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Literal

from django.utils.module_loading import import_string

from guben_web.engine.texts import Text

if TYPE_CHECKING:
    # Apps register before the models are loaded.
    from guben_web.accounts.models import Account

Colour = Literal["red", "amber", "green", "none"]
_URGENCY = {"red": 0, "amber": 1, "green": 2, "none": 3}
_OVERDUE = Text("逾期{n}天", "{n} days overdue")
_TODAY = Text("今天到期", "due today")
_LEFT = Text("还有{n}天", "{n} days left")


class Kind(Enum):
    """Why something is on the workbench, in the order of the page: what it is called, and what is in it."""

    DUE = (
        Text("到期的事", "Due"),
        Text("有期限的，最急的在前。", "By the day it is due, the most pressing first."),
    )
    WAITING = (
        Text("等我办的", "Waiting for me"),
        Text("办了才会往下走。", "Nothing goes on until it is done."),
    )
    WRONG = (
        Text("要处理的问题", "To be mended"),
        Text("点开看是哪些，逐个处理。", "Open one to see which they are."),
    )
    NEWS = (Text("最近的变化", "Lately"), Text("近30天。", "In the last 30 days."))

    def __init__(self, title: Text, lead: Text) -> None:
        self.title = title
        self.lead = lead


@dataclass(frozen=True, slots=True)
class Item:
    """Something on the workbench: what it is, where it leads, how many, by when, and a colour with its word."""

    kind: Kind
    what: Text
    url: str
    word: Text
    colour: Colour = "none"
    # None for what is not counted.
    number: int | None = None
    due: date | None = None


Contributor = Callable[["Account", date], Iterable[Item]]
_CONTRIBUTORS: dict[str, frozenset[str]] = {}


def register(contributor: str, roles: Iterable[str]) -> None:
    """Have the function of this path asked for items of those who hold one of these roles."""
    _CONTRIBUTORS[contributor] = frozenset(map(str, roles))


def items_for(account: "Account", day: date) -> dict[Kind, list[Item]]:
    """Return what is on somebody's workbench on a day, by kind, the most pressing first; no kind without an item."""
    held = set(account.role_codes())
    found: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for path, roles in _CONTRIBUTORS.items():
        if roles & held:
            contributor: Contributor = import_string(path)
            for item in contributor(account, day):
                found[item.kind].append(item)
    return {kind: sorted(items, key=_urgency) for kind, items in found.items() if items}


def time_left(due: date, day: date) -> tuple[Text, Colour]:
    """Return how far off the day is on which something is due, in words, with its colour."""
    days = (due - day).days
    if days < 0:
        return _OVERDUE.filled(n=-days), "red"
    return (_LEFT.filled(n=days), "amber") if days else (_TODAY, "red")


def _urgency(item: Item) -> tuple[int, date]:
    return _URGENCY[item.colour], item.due or date.max
