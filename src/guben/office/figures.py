"""Numbers as people type them into cells: 3.5万元, 1,234.5, １２３, 85％."""

import re
from dataclasses import dataclass
from fractions import Fraction

from guben.office.wording import without_spaces

_FIGURE = re.compile(r"[¥￥]?([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(\.[0-9]*)?([^0-9.,]*[23]?)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it was written, and the unit written behind it, if any."""

    number: Fraction
    unit: str = ""


def read_figure(cell: object) -> Figure | None:
    """Return the number a cell shows; None if it does not show one.

    A binary fraction counts as its shortest text of at most 15 digits, as Excel shows it: 0.1 + 0.2 is 0.3.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return Figure(Fraction(cell))
    if isinstance(cell, float):
        return Figure(
            Fraction(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else Fraction(f"{cell:.15g}")
        )
    if not isinstance(cell, str):
        return None
    match = _FIGURE.fullmatch(without_spaces(cell).replace("\u2212", "-"))
    if match is None:
        return None
    sign, whole, fraction, unit = match.groups()
    # "3." is a slip of the finger, ".5" is not.
    digits = whole.replace(",", "") or "0"
    return Figure(Fraction(f"{sign}{digits}{fraction if fraction and fraction != '.' else ''}"), unit)


def plain(number: Fraction) -> str:
    """Return the number in decimals, exactly where it has an end, else with six decimals."""
    if number.denominator == 1:
        return str(number.numerator)
    scaled = round(number * 10**12)
    exact = Fraction(scaled, 10**12) == number
    return (f"{float(number):.6f}" if not exact else _decimals(scaled, 12)).rstrip("0").rstrip(".")


def _decimals(scaled: int, scale: int) -> str:
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).zfill(scale + 1)
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}"


def round_half_away(number: Fraction) -> int:
    """Return the nearest whole number; a half goes away from zero."""
    whole, rest = divmod(abs(number.numerator), number.denominator)
    nearest = whole + (2 * rest >= number.denominator)
    return nearest if number >= 0 else -nearest
