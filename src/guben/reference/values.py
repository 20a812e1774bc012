"""What a formula can come to: a number or day, a condition, a choice or text, missing, or not applicable."""

from enum import Enum
from fractions import Fraction
from math import ceil, floor

from guben.typesystem.types import RoundingMode


class Missing(Enum):
    """Nobody has said what the value is."""

    MISSING = "missing"


class NotApplicable(Enum):
    """There can be no value."""

    NOT_APPLICABLE = "not applicable"


Value = Fraction | bool | str | Missing | NotApplicable

MISSING = Missing.MISSING
NOT_APPLICABLE = NotApplicable.NOT_APPLICABLE


def is_known(value: Value) -> bool:
    """Return whether there is a value."""
    return not isinstance(value, Missing | NotApplicable)


def gap_in(values: list[Value]) -> Missing | NotApplicable | None:
    """Return what is wrong with the values taken together: not applicable before missing, None if all are known."""
    gap: Missing | None = None
    for value in values:
        if value is NOT_APPLICABLE:
            return NOT_APPLICABLE
        if value is MISSING:
            gap = MISSING
    return gap


def number_in(value: Value) -> Fraction:
    """Return a value that is known to be a number."""
    assert isinstance(value, Fraction)
    return value


def rounded_half_away(number: Fraction, digits: int) -> Fraction:
    """Return the number rounded to decimal digits, half away from zero."""
    return rounded(number, digits, RoundingMode.HALF_AWAY)


def rounded(number: Fraction, digits: int, mode: RoundingMode) -> Fraction:
    """Return the number rounded to decimal digits as the mode says."""
    if 10**digits % number.denominator == 0:
        return number
    unit = Fraction(1, 10**digits)
    size = abs(number) / unit
    steps = floor(size)
    if mode is RoundingMode.FROM_ZERO:
        steps = ceil(size)
    elif mode is RoundingMode.HALF_AWAY:
        steps = floor(size + Fraction(1, 2))
    return steps * unit if number >= 0 else -steps * unit


def in_units(number: Fraction, unit: int) -> int:
    """Return a number that is a whole multiple of 1/unit as that multiple; the sign of a unit turns its sign."""
    return number.numerator * unit // number.denominator
