"""What the workbench shows of corrections: those that wait for an answer, and to a member what was answered."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Colour, Item, Kind
from guben_web.corrections.access import visible_corrections
from guben_web.corrections.enums import State
from guben_web.corrections.models import Correction
from guben_web.engine.texts import Text

_LATELY_DAYS = 30
_LONG_DAYS = 7
_ASKED = Text("党员的更正申请", "Corrections that members ask for")
_WAITED = Text("最早的已等{n}天", "the oldest waits for {n} days")
_TODAY = Text("今天提出", "asked today")
_OWN = Text("我的更正申请有了答复", "My corrections were answered")
_ANSWERED = Text("已答复", "answered")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield the corrections that wait for this account's answer; one query beside that of the scope."""
    rows = visible_corrections(account).filter(state=State.OPEN)
    waiting = rows.order_by().aggregate(number=Count("pk"), first=Min("asked_at"))
    if waiting["number"]:
        days = (day - timezone.localdate(waiting["first"])).days
        word = _WAITED.filled(n=days) if days > 0 else _TODAY
        colour: Colour = "red" if days > _LONG_DAYS else "amber"
        yield Item(Kind.WAITING, _ASKED, reverse("corrections:list"), word, colour, waiting["number"])


def own_items(account: Account, day: date) -> Iterator[Item]:
    """Yield what a member asked for and was answered lately."""
    since = day - timedelta(days=_LATELY_DAYS)
    rows = Correction.objects.filter(asked_by=account, answered_at__date__gte=since)
    if number := rows.exclude(state=State.OPEN).count():
        yield Item(Kind.NEWS, _OWN, reverse("corrections:own"), _ANSWERED, "green", number)
