"""Exact numbers in SQL: numerator / denominator × 10^-scale, divided only where the program rounds."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from sqlglot import exp

from guben.lowering import integers, nodes
from guben.lowering.integers import Integer
from guben.lowering.logic import LoweredCondition, any_of, both, is_null, is_true
from guben.model.formula import ComparisonSign
from guben.typesystem.types import RoundingMode

_COMPARISONS: dict[ComparisonSign, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
_ONE = integers.integer(1)


@dataclass(frozen=True, slots=True)
class LoweredNumber:
    """A number; the numerator is NULL where there is no value, the denominator is above 0 where there is one.

    `na` tells, never NULL, where the number is not applicable; None if it never is.
    """

    numerator: Integer
    scale: int
    denominator: Integer | None = None
    na: exp.Expr | None = None


def number(value: Fraction) -> LoweredNumber:
    """Return a constant."""
    scale = _decimals(value.denominator)
    scaled = value * 10**scale
    denominator = integers.integer(scaled.denominator) if scaled.denominator > 1 else None
    return LoweredNumber(integers.integer(scaled.numerator), scale, denominator)


def _decimals(denominator: int) -> int:
    """Return how many decimals a fraction needs, 0 where no number of decimals is enough."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else 0


def add(left: LoweredNumber, right: LoweredNumber, *, is_difference: bool = False) -> LoweredNumber:
    """Return left + right, or left - right."""
    one, other, scale = _aligned(left, right)
    combine = integers.subtract if is_difference else integers.add
    denominator = _product(left.denominator, right.denominator)
    return LoweredNumber(combine(one, other), scale, denominator, any_of([left.na, right.na]))


def multiply(left: LoweredNumber, right: LoweredNumber) -> LoweredNumber:
    """Return left × right."""
    return LoweredNumber(
        integers.multiply(left.numerator, right.numerator),
        left.scale + right.scale,
        _product(left.denominator, right.denominator),
        any_of([left.na, right.na]),
    )


def divide(left: LoweredNumber, right: LoweredNumber) -> LoweredNumber:
    """Return left / right, unrounded; not applicable where right is 0."""
    numerator = integers.multiply(left.numerator, right.denominator or _ONE)
    divisor = right.numerator
    if divisor.low < 0:
        is_negative = exp.LT(this=divisor.sql, expression=exp.Literal.number(0))
        is_known = nodes.not_(is_null(divisor.sql))
        numerator = integers.either(is_negative, is_known, integers.negate(numerator), numerator)
        divisor = integers.absolute(divisor)
    zero = None
    if right.numerator.low <= 0 <= right.numerator.high:
        zero = is_true(exp.EQ(this=right.numerator.sql, expression=exp.Literal.number(0)))
    if right.numerator.constant is None or zero is not None:
        # Neither 0 nor NULL: without a divisor there is no value, whatever is divided.
        divides = exp.NEQ(this=right.numerator.sql, expression=exp.Literal.number(0))
        numerator = Integer(nodes.case((divides, numerator.sql)), numerator.low, numerator.high)
    if divisor.constant == 0:
        # There is never a value, and nothing to divide by.
        divisor = _ONE
    scale = left.scale - right.scale
    if scale < 0:
        numerator, scale = integers.shift(numerator, -scale), 0
    denominator = _product(left.denominator, divisor)
    if denominator is not None and denominator.constant == 1:
        denominator = None
    return LoweredNumber(numerator, scale, denominator, any_of([left.na, right.na, zero]))


def negate(operand: LoweredNumber) -> LoweredNumber:
    """Return -operand."""
    return LoweredNumber(integers.negate(operand.numerator), operand.scale, operand.denominator, operand.na)


def absolute(operand: LoweredNumber) -> LoweredNumber:
    """Return operand without its sign."""
    return LoweredNumber(integers.absolute(operand.numerator), operand.scale, operand.denominator, operand.na)


def rounded(
    operand: LoweredNumber, digits: int, mode: RoundingMode = RoundingMode.HALF_AWAY
) -> LoweredNumber:
    """Return operand rounded to `digits` decimals, without a denominator."""
    numerator, denominator = operand.numerator, operand.denominator
    if operand.scale > digits:
        denominator = integers.shift(denominator or _ONE, operand.scale - digits)
    else:
        numerator = integers.shift(numerator, digits - operand.scale)
    if denominator is not None:
        numerator = integers.divide(numerator, denominator, mode)
    return LoweredNumber(numerator, digits, None, operand.na)


def days_between(start: LoweredNumber, end: LoweredNumber) -> LoweredNumber:
    """Return how many days after `start` the day `end` is."""
    one, other = integers.day_number(end.numerator), integers.day_number(start.numerator)
    return LoweredNumber(integers.subtract(one, other), 0, None, any_of([start.na, end.na]))


def provided(condition: LoweredCondition, operand: LoweredNumber, *, is_missing: bool) -> LoweredNumber:
    """Return the operand where the condition holds, no value elsewhere: missing, or not applicable."""
    holds = is_true(condition.sql)
    kept = Integer(nodes.case((holds, operand.numerator.sql)), operand.numerator.low, operand.numerator.high)
    fails = None if is_missing else is_true(nodes.not_(nodes.paren(condition.sql)))
    na = any_of([condition.na, both(holds, operand.na), fails])
    return LoweredNumber(kept, operand.scale, operand.denominator, na)


def compare(sign: ComparisonSign, left: LoweredNumber, right: LoweredNumber) -> LoweredCondition:
    """Return how left compares with right, by cross-multiplication."""
    one, other, _ = _aligned(left, right)
    sql = nodes.paren(
        _COMPARISONS[sign](this=integers.beside(other, one), expression=integers.beside(one, other))
    )
    return LoweredCondition(sql, any_of([left.na, right.na]), _both_known(one, other))


def _both_known(one: Integer, other: Integer) -> exp.Expr | None:
    """Return whether one of two numbers has a value where the other one is a constant."""
    number = other if one.constant is not None else one
    is_alone = one.constant is not None or other.constant is not None
    return nodes.not_(is_null(number.sql)) if is_alone and isinstance(number.sql, exp.Column) else None


def extreme(left: LoweredNumber, right: LoweredNumber, *, is_least: bool) -> LoweredNumber:
    """Return the lesser or the greater; no value where either has none."""
    one, other, denominator = _over_one(left, right)
    if one is None or other is None:
        left_wins = compare("<=" if is_least else ">=", left, right)
        chosen = choose(replace(left_wins, na=None), left, right)
        return replace(chosen, na=left_wins.na)
    scale, na = max(left.scale, right.scale), any_of([left.na, right.na])
    if one.constant is None and other.constant is None:
        wins = (exp.LTE if is_least else exp.GTE)(this=one.sql, expression=other.sql)
        limit = min if is_least else max
        either = integers.either(wins, nodes.not_(nodes.paren(wins)), one, other)
        return LoweredNumber(
            Integer(either.sql, limit(one.low, other.low), limit(one.high, other.high)),
            scale,
            denominator,
            na,
        )
    number, constant = (other, one) if one.constant is not None else (one, other)
    limited = integers.at_most(number, constant) if is_least else integers.at_least(number, constant)
    return LoweredNumber(limited, scale, denominator, na)


def choose(condition: LoweredCondition, then: LoweredNumber, otherwise: LoweredNumber) -> LoweredNumber:
    """Return `then` or `otherwise` as the condition says; no value where it is unknown."""
    scale = max(then.scale, otherwise.scale)
    one, other, denominator = _over_one(then, otherwise)
    if one is None or other is None:
        one, other = (integers.shift(each.numerator, scale - each.scale) for each in (then, otherwise))
        denominator = integers.either(
            condition.sql, condition.fails, then.denominator or _ONE, otherwise.denominator or _ONE
        )
    fails = is_true(nodes.not_(nodes.paren(condition.sql)))
    # What makes the condition not applicable need not be said again of what it chooses from.
    of_then, of_other = (None if each.na == condition.na else each.na for each in (then, otherwise))
    na = any_of([condition.na, both(is_true(condition.sql), of_then), both(fails, of_other)])
    return LoweredNumber(integers.either(condition.sql, condition.fails, one, other), scale, denominator, na)


def _over_one(
    left: LoweredNumber, right: LoweredNumber
) -> tuple[Integer, Integer, Integer | None] | tuple[None, None, None]:
    """Return both numerators of one scale over one denominator, if theirs are constants and nothing gets wide by it."""
    of_left, of_right = ((each.denominator or _ONE).constant for each in (left, right))
    if of_left is None or of_right is None:
        return None, None, None
    together, scale = lcm(of_left, of_right), max(left.scale, right.scale)
    raised = [
        integers.multiply(
            integers.shift(each.numerator, scale - each.scale), integers.integer(together // of_it)
        )
        for each, of_it in ((left, of_left), (right, of_right))
    ]
    are_wide = left.numerator.is_wide or right.numerator.is_wide
    if any(each.is_wide for each in raised) and not are_wide and of_left != of_right:
        return None, None, None
    return raised[0], raised[1], integers.integer(together) if together > 1 else None


def _aligned(left: LoweredNumber, right: LoweredNumber) -> tuple[Integer, Integer, int]:
    """Return both numerators over the common denominator and scale."""
    scale = max(left.scale, right.scale)
    one = integers.shift(integers.multiply(left.numerator, right.denominator or _ONE), scale - left.scale)
    other = integers.shift(integers.multiply(right.numerator, left.denominator or _ONE), scale - right.scale)
    return one, other, scale


def _product(left: Integer | None, right: Integer | None) -> Integer | None:
    if left is None or right is None:
        return left or right
    return integers.multiply(left, right)
