"""Exact numbers as text."""

from fractions import Fraction


def plain_number(number: Fraction, digits: int = 12) -> str:
    """Return a number in decimal notation without trailing zeros, half away from zero at `digits` decimals."""
    return decimal_text(number, digits).rstrip("0").rstrip(".") if digits else decimal_text(number, 0)


def decimal_text(number: Fraction, digits: int) -> str:
    """Return a number with exactly `digits` decimals, rounded half away from zero."""
    whole = rounded_to(number, digits)
    sign = "-" if whole < 0 else ""
    text = str(abs(whole)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def rounded_to(number: Fraction, digits: int) -> int:
    """Return number × 10^digits rounded half away from zero to an integer."""
    # A power of whole numbers is a fraction for all that types know.
    scaled: int = number.numerator * 10**digits
    under = number.denominator
    whole = (2 * abs(scaled) + under) // (2 * under)
    return -whole if scaled < 0 else whole
