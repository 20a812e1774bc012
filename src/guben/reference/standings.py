"""Organizations beside each other: places, and what quotas do to grades."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from guben.model.grading import Quantity, QuotaBase, Rounding
from guben.model.scoring import Ties
from guben.plan.program import QuotaStep
from guben.reference.values import Value

Group = tuple[str | None, ...]
# What organizations are put in order by, the first to be served having the least.
Order = tuple[int | Fraction, ...]


def place(own: Order, orders: Iterable[Order], ties: Ties) -> int:
    """Return the place of one among those that are put in order, which it is one of."""
    if ties is Ties.BEST:
        return 1 + sum(other < own for other in orders)
    return sum(other <= own for other in orders)


def order_of_equals(value: Value, is_descending: bool) -> Order:
    """Return what an organization among equals is put in order by; without a value it comes last."""
    if not isinstance(value, Fraction):
        return Fraction(1), Fraction(0)
    return Fraction(0), -value if is_descending else value


@dataclass(slots=True, eq=False)
class Graded:
    """An organization with a grade while quotas are applied; `limit` is the best that vetoes and ceilings allow.

    `equals` is what the quota at hand puts it in order by among those with the same total.

    `total` is in the smallest unit of points.
    """

    total: int
    grade: int
    limit: int
    is_vetoed: bool
    equals: Order = ()
    moved_by: int | None = None


def apply_quota(step: QuotaStep, number: int, group: Sequence[Graded]) -> None:
    """Change the grades of a group as a quota says; `number` is remembered by those that it moves."""
    quota = step.quota
    base = sum(not each.is_vetoed for each in group) if quota.base is QuotaBase.ELIGIBLE else len(group)
    allowed = allowed_of(quota.quantity, base)

    def members() -> list[Graded]:
        return [each for each in group if step.first <= each.grade <= step.last]

    if quota.displaces:
        inside = set(_served(members(), _best_first, allowed, quota.ties_are_in))
        for each in members():
            if each not in inside:
                each.grade, each.moved_by = step.last + 1, number
    if not quota.fills:
        return
    wanted = max(0, allowed - len(members()))
    if step.is_of_worst:
        above = [each for each in group if each.grade < step.first]
        for each in _served(above, _worst_first, wanted, quota.ties_are_in):
            each.grade, each.moved_by = step.first, number
    else:
        below = [each for each in group if each.grade > step.last and each.limit <= step.last]
        for each in _served(below, _best_first, wanted, quota.ties_are_in):
            each.grade, each.moved_by = step.last, number


def allowed_of(quantity: Quantity, organizations: int) -> int:
    """Return how many of so many organizations a quantity is."""
    if quantity.number is not None:
        return max(quantity.number, quantity.at_least)
    assert quantity.share is not None
    exact = quantity.share * organizations
    whole = {
        Rounding.HALF_UP: floor(exact + Fraction(1, 2)),
        Rounding.DOWN: floor(exact),
        Rounding.UP: ceil(exact),
    }[quantity.rounding]
    return max(whole, quantity.at_least)


def _best_first(each: Graded) -> Order:
    return each.grade, -each.total, *each.equals


def _worst_first(each: Graded) -> Order:
    return tuple(-number for number in _best_first(each))


def _served(
    waiting: list[Graded], order: Callable[[Graded], Order], most: int, ties_are_in: bool
) -> list[Graded]:
    """Return the first `most` of those waiting; equals at the border are all among them or none is."""
    in_order = sorted(order(each) for each in waiting)
    place_of = bisect_left if ties_are_in else bisect_right
    # The place of the first of its equals is one more than those before it; that of the last counts them too.
    first = 1 if ties_are_in else 0
    return [each for each in waiting if place_of(in_order, order(each)) + first <= most]
