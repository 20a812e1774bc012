"""What a formula can come to: a number or day, a condition, a choice or text, missing, or not applicable."""

from enum import Enum
from fractions import Fraction


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
    if NOT_APPLICABLE in values:
        return NOT_APPLICABLE
    return MISSING if MISSING in values else None


def number_in(value: Value) -> Fraction:
    """Return a value that is known to be a number."""
    assert isinstance(value, Fraction)
    return value


def rounded_half_away(number: Fraction, digits: int) -> Fraction:
    """Return the number rounded to decimal digits, half away from zero."""
    unit = Fraction(1, 10**digits)
    steps = (abs(number) / unit + Fraction(1, 2)) // 1
    return steps * unit if number >= 0 else -steps * unit
