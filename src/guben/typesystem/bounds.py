"""Bounds and units of results, from the bounds and units of operands."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from guben.model.formula import ComparisonSign
from guben.model.values import Kind
from guben.typesystem.types import NEUTRAL_KINDS, NumberType, RoundingMode

_UNITLESS = frozenset({Kind.NUMBER, Kind.COUNT})
# A divisor can be as near to zero as the finest stored value.
_FINEST = Fraction(1, 10**12)


def go_together(left: Kind, right: Kind) -> bool:
    """Return whether numbers of two kinds can be added or compared; how many there are is no share of anything."""
    if {left, right} == {Kind.COUNT, Kind.PERCENT}:
        return False
    return left == right or left in _UNITLESS or right in _UNITLESS


def _kind_of_sum(left: Kind, right: Kind) -> Kind:
    return right if left in _UNITLESS and left != right else left


def calculated(sign: Literal["+", "-", "*"], left: NumberType, right: NumberType) -> NumberType:
    """Return the type of a sum, difference or product."""
    if sign == "+":
        return NumberType(_kind_of_sum(left.kind, right.kind), left.low + right.low, left.high + right.high)
    if sign == "-":
        return NumberType(_kind_of_sum(left.kind, right.kind), left.low - right.high, left.high - right.low)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return NumberType(_kind_of_product(left.kind, right.kind), min(corners), max(corners))


def _kind_of_product(left: Kind, right: Kind) -> Kind:
    if left in NEUTRAL_KINDS:
        return right if left is not Kind.PERCENT or right not in _UNITLESS else Kind.NUMBER
    return left if right in NEUTRAL_KINDS else Kind.NUMBER


def divided(left: NumberType, right: NumberType) -> NumberType:
    """Return the type of a quotient; a divisor around zero makes the bounds very wide."""
    kind = left.kind if right.kind in NEUTRAL_KINDS and left.kind not in NEUTRAL_KINDS else Kind.NUMBER
    low, high = right.low, right.high
    if low <= 0 <= high:
        low, high = (_FINEST, high) if low == 0 else (low, -_FINEST) if high == 0 else (-_FINEST, _FINEST)
        if low > high:
            high = low
    corners = [a / b for a in (left.low, left.high) for b in (low, high)]
    return NumberType(kind, min(corners), max(corners))


def foregone(sign: ComparisonSign, left: NumberType, right: NumberType) -> bool | None:
    """Return how a comparison turns out whatever the values are; None if that depends on them."""
    if sign in (">", ">="):
        return foregone("<" if sign == ">" else "<=", right, left)
    if sign == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if sign == "<=":
        return True if left.high <= right.low else False if left.low > right.high else None
    if left.high < right.low or right.high < left.low:
        return sign == "<>"
    return None


def negated(operand: NumberType) -> NumberType:
    """Return the type of a number with its sign turned."""
    return NumberType(operand.kind, -operand.high, -operand.low)


def absolute(operand: NumberType) -> NumberType:
    """Return the type of a number without its sign."""
    high = max(abs(operand.low), abs(operand.high))
    low = Fraction(0) if operand.low <= 0 <= operand.high else min(abs(operand.low), abs(operand.high))
    return NumberType(operand.kind, low, high)


def rounded(operand: NumberType, digits: int, mode: RoundingMode = RoundingMode.HALF_AWAY) -> NumberType:
    """Return the type of a number rounded to `digits`."""
    most = Fraction(1, 10**digits) / (2 if mode is RoundingMode.HALF_AWAY else 1)
    return NumberType(operand.kind, operand.low - most, operand.high + most)


def extreme(is_least: bool, operands: Sequence[NumberType]) -> NumberType:
    """Return the type of the least or greatest of several numbers."""
    choose = min if is_least else max
    low, high = choose(each.low for each in operands), choose(each.high for each in operands)
    kind = operands[0].kind
    for each in operands[1:]:
        kind = _kind_of_sum(kind, each.kind)
    return NumberType(kind, low, high)


def either(one: NumberType, other: NumberType) -> NumberType:
    """Return the type of one of two numbers."""
    return NumberType(_kind_of_sum(one.kind, other.kind), min(one.low, other.low), max(one.high, other.high))


def totalled(operand: NumberType, records: Fraction) -> NumberType:
    """Return the type of a sum over at most `records` records."""
    return NumberType(
        operand.kind, min(Fraction(0), operand.low * records), max(Fraction(0), operand.high * records)
    )
