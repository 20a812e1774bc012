"""What the workbench shows of forms: those to fill in and to answer, those that wait for approval, those to accept."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.reporting.access import approvable_sheets, fillable_sheets, hand_of
from guben_web.reporting.enums import Stage, State
from guben_web.reporting.models import Sheet

_TO_FILL = Text("要填的表", "Forms to fill in")
_RETURNED = Text("退回待改的表", "Returned forms to answer")
_TO_APPROVE = Text("待审核的填报表", "Forms that wait for approval")
_TO_ACCEPT = Text("等待采用的填报表", "Forms that wait to be accepted")
_FLAGGED = Text("其中有标记{n}份", "{n} of them flagged")
_WITHOUT_FLAGS = Text("都没有标记", "none flagged")
_ANSWER, _APPROVED = Text("要修改或说明", "to be changed or explained"), Text("已审核", "approved")


def of_fillers(account: Account, day: date) -> Iterator[Item]:
    """Yield the forms that an account has to fill in, and those that came back; one query beside those of its rights."""
    rows = fillable_sheets(hand_of(account), day).filter(state=State.DRAFT, collection__stage=Stage.PUBLISHED)
    still = Q(collection__deadline__gte=day) | Q(open_until__gte=day)
    found = rows.order_by().aggregate(
        number=Count("pk", filter=still & Q(returned=0)),
        due=Min("collection__deadline", filter=still & Q(returned=0)),
        returned=Count("pk", filter=still & Q(returned__gt=0)),
    )
    page = f"{reverse('reporting:sheets')}?state={State.DRAFT}"
    if found["number"]:
        word, colour = time_left(found["due"], day)
        yield Item(Kind.DUE, _TO_FILL, page, word, colour, found["number"], found["due"])
    if found["returned"]:
        yield Item(Kind.WAITING, _RETURNED, page, _ANSWER, "red", found["returned"])


def of_approvers(account: Account, day: date) -> Iterator[Item]:
    """Yield the forms that wait for an account's approval; one query beside those of its rights."""
    rows = approvable_sheets(hand_of(account), day)
    rows = rows.filter(state=State.SUBMITTED, collection__stage=Stage.PUBLISHED)
    found = rows.order_by().aggregate(number=Count("pk"), flagged=Count("pk", filter=Q(is_flagged=True)))
    if found["number"]:
        word = _FLAGGED.filled(n=found["flagged"]) if found["flagged"] else _WITHOUT_FLAGS
        yield Item(Kind.WAITING, _TO_APPROVE, reverse("reporting:rounds"), word, "amber", found["number"])


def of_department(account: Account, day: date) -> Iterator[Item]:
    """Yield the forms that wait for the department; one query."""
    waiting = Q(state=State.APPROVED) | Q(state=State.SUBMITTED, township=None)
    number = Sheet.objects.filter(waiting, collection__stage=Stage.PUBLISHED).count()
    if number:
        yield Item(Kind.WAITING, _TO_ACCEPT, reverse("reporting:collections"), _APPROVED, "amber", number)
