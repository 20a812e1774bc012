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
