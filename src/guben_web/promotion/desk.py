"""What the workbench shows of promotion: plans to write, to approve, to carry out, those that are late, second grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.org.access import within
from guben_web.promotion.access import Hand, hand_of, visible_rounds
from guben_web.promotion.enums import GOING_ON, PlanState, RoundState
from guben_web.promotion.models import Path
from guben_web.promotion.queries import LATE, MISSING, lacking, late

_LATELY_DAYS = 30
# What is counted.
_WRITE, _OVER, _GOES_ON, _APPROVE, _TAIL = "write", "over", "goes_on", "approve", "tail"
_TO_WRITE = Text("要制定的提升方案", "Plans to be written")
_TO_APPROVE = Text("等审定的提升方案", "Plans to be approved")
_TO_APPROVE_WORD = Text("等审定", "to be approved")
_LATE = Text("过了期限还没有完成的提升方案", "Plans past their deadline and not fulfilled")
_RUNNING = Text("正在落实的提升方案", "Plans being carried out")
_TAILS = Text("没有方案的倒排组织", "Organizations on a list of the last without a plan")
_NO_PLAN = Text("没有方案", "no plan")
_TO_OPEN = Text("还没有启动的晋位升级", "Rounds of promotion not opened yet")
_TO_OPEN_WORD = Text("等启动", "to be opened")
_ASSESSED = Text("晋位升级已定升降", "Second grades of a round of promotion")
_NEW = Text("可以查看", "to be read")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield what waits for this account in the rounds that go on; two queries, however many there are."""
    hand = hand_of(account)
    found = _found(hand, day)
    if write := found.get(_WRITE):
        word, colour = time_left(write.due, day)
        yield Item(Kind.DUE, _TO_WRITE, write.page(MISSING), word, colour, write.number, write.due)
    for name, what, plan in ((_OVER, _LATE, LATE), (_GOES_ON, _RUNNING, str(PlanState.APPROVED))):
        if each := found.get(name):
            word, colour = time_left(each.due, day)
            yield Item(Kind.DUE, what, each.page(plan), word, colour, each.number, each.due)
    if approve := found.get(_APPROVE):
        page = approve.page(PlanState.SUBMITTED)
        yield Item(Kind.WAITING, _TO_APPROVE, page, _TO_APPROVE_WORD, "amber", approve.number)
    if tails := found.get(_TAIL):
        yield Item(Kind.WRONG, _TAILS, tails.page(MISSING), _NO_PLAN, "red", tails.number)
    since = day - timedelta(days=_LATELY_DAYS)
    rounds = (
        visible_rounds(hand, day)
        .order_by()
        .aggregate(
            prepared=Count("pk", filter=Q(state=RoundState.PREPARING)),
            assessed=Count("pk", filter=Q(state=RoundState.ASSESSED, assessed_at__date__gte=since)),
        )
    )
    page = reverse("promotion:list")
    if rounds["prepared"]:
        yield Item(Kind.WAITING, _TO_OPEN, page, _TO_OPEN_WORD, "amber", rounds["prepared"])
    if rounds["assessed"]:
        yield Item(Kind.NEWS, _ASSESSED, page, _NEW, "green", rounds["assessed"])


@dataclass(frozen=True, slots=True)
class _Found:
    """How many paths there are, the first day something of them is due, and the round if they are all of one."""

    number: int
    due: date
    round: int | None

    def page(self, plan: str) -> str:
        """Return where they are listed: in their round, narrowed down; in the list of rounds where there are several."""
        if self.round is None:
            return reverse("promotion:list")
        return f"{reverse('promotion:round', args=[self.round])}?plan={plan}#paths"


def _found(hand: Hand, day: date) -> dict[str, _Found]:
    """Return what is found of each thing, without those of which there is nothing; one query."""
    # Once the second grades are in, nobody is asked for a plan any more.
    asked = lacking() & Q(round__state=RoundState.OPEN)
    own = within(hand.sees if hand.holds else hand.writes, day)
    on_time = Q(plan__state=PlanState.APPROVED, plan__deadline__gte=day)
    wanted = {
        _WRITE: (asked & hand.writing(day), "round__plans_due"),
        _OVER: (late(day) & own, "plan__deadline"),
        _GOES_ON: (on_time & own, "plan__deadline"),
        _APPROVE: (Q(plan__state=PlanState.SUBMITTED) & hand.approving(day), "round__plans_due"),
        _TAIL: (asked & ~Q(tails=[]) if hand.holds else Q(pk__in=[]), "round__plans_due"),
    }
    counted = {
        f"{name}_{what}": held
        for name, (condition, due) in wanted.items()
        for what, held in (
            ("number", Count("pk", filter=condition)),
            ("due", Min(due, filter=condition)),
            ("first", Min("round", filter=condition)),
            ("last", Max("round", filter=condition)),
        )
    }
    rows = Path.objects.filter(round__state__in=GOING_ON).order_by().aggregate(**counted)
    return {
        name: _Found(
            rows[f"{name}_number"],
            rows[f"{name}_due"],
            rows[f"{name}_first"] if rows[f"{name}_first"] == rows[f"{name}_last"] else None,
        )
        for name in wanted
        if rows[f"{name}_number"]
    }
