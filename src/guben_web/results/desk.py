"""What the workbench shows of evaluations: trial runs that wait to be shown, and what was shown lately."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind
from guben_web.engine.texts import Text
from guben_web.org.access import scope_of
from guben_web.results.access import visible_evaluations
from guben_web.results.enums import State

_LATELY_DAYS = 30
_TRIALS = Text("试算完成，等待下发的考核", "Evaluations computed, not shown to the units yet")
_TO_DECIDE = Text("等决定", "to be decided")
_SHOWN = Text("新下发的考核结果", "Evaluations shown to the units")
_NEW = Text("可以查看", "to be read")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield the trial runs of those who decide about them, and for everybody what was shown lately; two queries."""
    scope, page = scope_of(account), reverse("results:list")
    rows = visible_evaluations(scope, day).order_by()
    trials = rows.filter(state=State.TRIAL, is_held=False).count() if scope.is_whole else 0
    if trials:
        yield Item(Kind.WAITING, _TRIALS, page, _TO_DECIDE, "amber", trials)
    since = day - timedelta(days=_LATELY_DAYS)
    if shown := rows.filter(state=State.SHOWN, finished_at__date__gte=since).count():
        yield Item(Kind.NEWS, _SHOWN, page, _NEW, "green", shown)
