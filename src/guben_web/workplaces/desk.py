"""What the workbench shows of workplaces: those without an organization, and plans whose day comes."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.org.access import scope_of
from guben_web.structure.enums import BUILDERS
from guben_web.workplaces.coverage import uncovered_workplaces
from guben_web.workplaces.enums import State
from guben_web.workplaces.models import Plan

_NOTICE_DAYS = 30
_UNCOVERED = Text("未建党组织的单位", "Workplaces without an organization")
_PLANS = Text("组建计划到期", "Plans to form an organization")
_NOT_COVERED = Text("待组建", "to be formed")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield the eligible workplaces without an organization, and the plans for them that are due; two queries."""
    keys = list(uncovered_workplaces(day, scope_of(account, BUILDERS)).values_list("key", flat=True))
    if not keys:
        return
    page = reverse("workplaces:coverage")
    # Plans are few; those of other places are left out here.
    plans = Plan.objects.filter(due_date__lte=day + timedelta(days=_NOTICE_DAYS))
    mine = set(keys)
    days = [
        due
        for key, due in plans.exclude(state=State.POSTPONED).values_list("workplace_key", "due_date")
        if key in mine and due is not None
    ]
    if days:
        word, colour = time_left(min(days), day)
        yield Item(Kind.DUE, _PLANS, f"{page}#uncovered", word, colour, len(days), min(days))
    yield Item(Kind.WRONG, _UNCOVERED, f"{page}#uncovered", _NOT_COVERED, "red", len(keys))
