"""What the workbench shows of counts: sheets to type in and to correct, counts that can be released."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count as Number
from django.db.models import Min, Q
from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.tallies.access import hand_of, typed_sheets
from guben_web.tallies.enums import State
from guben_web.tallies.models import Count, CountSheet

_TO_TYPE = Text("要录入的计票表", "Count sheets to type in")
_TO_CORRECT = Text("与另一人不一致的计票表", "Count sheets on which another teller differs")
_FROM_PAPER = Text("对照原表更正", "to be corrected from the paper")
_TO_RELEASE = Text("可以公布的计票", "Counts that can be released")
_ALL_COUNTED = Text("都已计好", "all counted")
_DIFFERING = Text("两人不一致的计票表", "Count sheets on which tellers differ")
_TO_DECIDE = Text("更正或者核定", "to be corrected or decided")


def of_tellers(account: Account, day: date) -> Iterator[Item]:
    """Yield the sheets that an account can type in, and those on which it differs; one query beside those of its rights."""
    left = Q(state=State.OPEN) | Q(state=State.FIRST) & ~Q(first_teller=account)
    hers = Q(state=State.DIFFERS) & (Q(first_teller=account) | Q(second_teller=account))
    found = (
        typed_sheets(hand_of(account), day)
        .order_by()
        .aggregate(
            number=Number("pk", filter=left),
            due=Min("count__deadline", filter=left),
            differing=Number("pk", filter=hers),
        )
    )
    page = reverse("tallies:counts")
    if found["number"]:
        word, colour = time_left(found["due"], day)
        yield Item(Kind.DUE, _TO_TYPE, page, word, colour, found["number"], found["due"])
    if found["differing"]:
        yield Item(Kind.WAITING, _TO_CORRECT, page, _FROM_PAPER, "red", found["differing"])


def of_department(account: Account, day: date) -> Iterator[Item]:
    """Yield the counts that wait for their release, and how many sheets differ; two queries."""
    page = reverse("tallies:counts")
    open_ones = CountSheet.objects.exclude(state=State.STANDS).values("count_id")
    ready = Count.objects.filter(released_at=None).exclude(pk__in=open_ones).count()
    if ready:
        yield Item(Kind.WAITING, _TO_RELEASE, page, _ALL_COUNTED, "amber", ready)
    differing = CountSheet.objects.filter(state=State.DIFFERS).count()
    if differing:
        yield Item(Kind.WRONG, _DIFFERING, page, _TO_DECIDE, "amber", differing)
