"""What the workbench shows of members: probation that is over, and who came from another organization lately."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.org.access import holding_on, within
from guben_web.people.access import people_scope
from guben_web.people.matters import (
    LATELY_DAYS,
    NOTICE_DAYS,
    Matter,
    came_since,
    probation_ends,
    probation_over,
)
from guben_web.people.models import Member, Membership

_PROBATION = Text("预备期满，应讨论转正", "Probation ends: to become full members")
_CAME = Text("转入的党员", "Members who came from another organization")
_LATELY = Text("近30天", "in 30 days")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield those whose probation ends, and those who came lately; two queries."""
    scope, page = people_scope(account), reverse("people:list")
    here = Membership.objects.filter(holding_on(day), within(scope, day), status="probationary")
    rows = Member.objects.filter(pk__in=here.values("member_id"))
    joined = list(
        rows.filter(probation_over(day, notice_days=NOTICE_DAYS)).values_list("joined_date", flat=True)
    )
    if joined:
        due = min(probation_ends(each) for each in joined if each is not None)
        word, colour = time_left(due, day)
        address = f"{page}?matter={Matter.PROBATION}"
        yield Item(Kind.DUE, _PROBATION, address, word, colour, len(joined), due)
    came = came_since(day - timedelta(days=LATELY_DAYS), day).filter(within(scope, day)).count()
    if came:
        yield Item(Kind.NEWS, _CAME, f"{page}?matter={Matter.CAME}", _LATELY, "none", came)
