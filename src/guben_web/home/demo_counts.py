"""What the demo's people have counted: a ballot on paper in one township, one village standing, one differing."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.tallies import find_ballot
from guben_web.tallies import actions
from guben_web.tallies.actions import Plan
from guben_web.tallies.arithmetic import lines_of
from guben_web.tallies.models import Count, CountSheet

_TITLE, _BALLOT = "{period}年群众测评", "residents"
_DEADLINE = timedelta(days=14)
_BALLOTS = 60
# Issued, returned, void; approve, disapprove and blank of each question. 53 of 56 are valid.
_FIRST = (60, 56, 3, 45, 6, 2, 47, 5, 1)
# The second has taken one vote for another.
_SECOND = (60, 56, 3, 44, 7, 2, 47, 5, 1)


def is_done(period: int) -> bool:
    """Return whether the ballots of a period are counted already."""
    return Count.objects.filter(period=str(period)).exists()


@transaction.atomic
def count_ballots(
    *,
    scheme: str,
    period: int,
    township_id: int,
    villages: Sequence[int],
    department: Account,
    tellers: tuple[Account, Account],
) -> None:
    """Open a count in a township; in its first village tellers agree, in the next they differ, the rest are open."""
    now, ballot = timezone.now(), find_ballot(scheme, _BALLOT)
    assert ballot is not None
    plan = Plan(
        ballot=ballot,
        title=_TITLE.format(period=period),
        period=str(period),
        deadline=timezone.localdate(now) + _DEADLINE,
        township_id=township_id,
        ballots=_BALLOTS,
    )
    count = actions.open_count(plan=plan, by=department, now=now)
    one, other = tellers
    for village, second in zip(villages, (_FIRST, _SECOND), strict=False):
        sheet = CountSheet.objects.filter(count=count, organization_id=village).first()
        if sheet is not None:
            actions.type_in(sheet=sheet, typed=_typed(count, _FIRST), by=one, now=now)
            actions.type_in(sheet=sheet, typed=_typed(count, second), by=other, now=now)


def _typed(count: Count, numbers: Sequence[int]) -> dict[str, str]:
    return {line.key: str(number) for line, number in zip(lines_of(count), numbers, strict=True)}
