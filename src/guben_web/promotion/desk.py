"""What the workbench shows of promotion: plans to write, to approve, to carry out, those that are late, second grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.org.access import within
from guben_web.promotion.access import hand_of, visible_rounds
from guben_web.promotion.enums import GOING_ON, PlanState, RoundState
from guben_web.promotion.models import Path, Round
from guben_web.promotion.queries import LATE, MISSING, lacking, late

_LATELY_DAYS = 30
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
    """Yield what waits for this account in the rounds that go on; the same number of queries however many there are."""
    hand = hand_of(account)
    going = Path.objects.filter(round__state__in=GOING_ON).order_by()
    # Once the second grades are in, nobody is asked for a plan any more.
    asked = going.filter(lacking(), round__state=RoundState.OPEN)
    if found := _found(asked.filter(hand.writing(day))):
        word, colour = time_left(found.due, day)
        yield Item(Kind.DUE, _TO_WRITE, found.page(MISSING), word, colour, found.number, found.due)
    running = going.filter(within(hand.writes if not hand.holds else hand.sees, day))
    if found := _found(running.filter(late(day)), "plan__deadline"):
        word, colour = time_left(found.due, day)
        yield Item(Kind.DUE, _LATE, found.page(LATE), word, colour, found.number, found.due)
    on_time = running.filter(plan__state=PlanState.APPROVED, plan__deadline__gte=day)
    if found := _found(on_time, "plan__deadline"):
        word, colour = time_left(found.due, day)
        page = found.page(PlanState.APPROVED)
        yield Item(Kind.DUE, _RUNNING, page, word, colour, found.number, found.due)
    if found := _found(going.filter(hand.approving(day), plan__state=PlanState.SUBMITTED)):
        page = found.page(PlanState.SUBMITTED)
        yield Item(Kind.WAITING, _TO_APPROVE, page, _TO_APPROVE_WORD, "amber", found.number)
    if hand.holds:
        yield from _of_holder(asked)
    since = day - timedelta(days=_LATELY_DAYS)
    rounds = visible_rounds(hand, day).filter(state=RoundState.ASSESSED, assessed_at__date__gte=since)
    if number := rounds.order_by().count():
        yield Item(Kind.NEWS, _ASSESSED, reverse("promotion:list"), _NEW, "green", number)


def _of_holder(asked: QuerySet[Path]) -> Iterator[Item]:
    """Yield what the department sees to: rounds to be opened, and those on a list of the last without a plan."""
    if found := _found(asked.exclude(tails=[])):
        yield Item(Kind.WRONG, _TAILS, found.page(MISSING), _NO_PLAN, "red", found.number)
    if number := Round.objects.filter(state=RoundState.PREPARING).count():
        yield Item(Kind.WAITING, _TO_OPEN, reverse("promotion:list"), _TO_OPEN_WORD, "amber", number)


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


def _found(rows: QuerySet[Path], due: str = "round__plans_due") -> _Found | None:
    """Return what is found, None where nothing is; one query."""
    held = rows.aggregate(number=Count("pk"), due=Min(due), first=Min("round"), last=Max("round"))
    if not held["number"]:
        return None
    return _Found(held["number"], held["due"], held["first"] if held["first"] == held["last"] else None)
