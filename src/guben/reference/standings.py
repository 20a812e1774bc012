"""Organizations beside each other: places, and what quotas do to grades."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from guben.model.grading import Quantity, QuotaBase, Rounding
from guben.model.scoring import Ties
from guben.plan.program import QuotaStep
from guben.reference.values import Value, number_in

Group = tuple[str | None, ...]
# What organizations are put in order by, the first to be served having the least.
Order = tuple[Fraction, ...]


def places(
    values: Mapping[str, Value], equals: Mapping[str, Order], *, is_descending: bool, ties: Ties
) -> dict[str, int]:
    """Return the place of each organization that has a value; `values` and `equals` are those of one group."""
    known = {key: number_in(value) for key, value in values.items() if isinstance(value, Fraction)}
    orders: dict[str, Order] = {
        key: (-number if is_descending else number, *equals[key]) for key, number in known.items()
    }
    return {key: _place(order, orders, ties is Ties.BEST) for key, order in orders.items()}


def _place(own: Order, orders: Mapping[str, Order], is_best: bool) -> int:
    if is_best:
        return 1 + sum(other < own for other in orders.values())
    return sum(other <= own for other in orders.values())


def order_of_equals(value: Value, is_descending: bool) -> Order:
    """Return what an organization among equals is put in order by; without a value it comes last."""
    if not isinstance(value, Fraction):
        return Fraction(1), Fraction(0)
    return Fraction(0), -value if is_descending else value


@dataclass(slots=True, eq=False)
class Graded:
    """An organization with a grade while quotas are applied; `limit` is the best that vetoes and ceilings allow.

    `equals` is what the quota at hand puts it in order by among those with the same total.
    """

    total: Fraction
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
        inside = _served(members(), _best_first, allowed, quota.ties_are_in)
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
    return Fraction(each.grade), -each.total, *each.equals


def _worst_first(each: Graded) -> Order:
    return tuple(-number for number in _best_first(each))


def _served(
    waiting: list[Graded], order: Callable[[Graded], Order], most: int, ties_are_in: bool
) -> list[Graded]:
    """Return the first `most` of those waiting; equals at the border are all among them or none is."""
    orders = {str(at): order(each) for at, each in enumerate(waiting)}
    return [each for at, each in enumerate(waiting) if _place(orders[str(at)], orders, ties_are_in) <= most]
