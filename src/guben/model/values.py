"""Kinds of value and how exactly they are kept: fixed-point numbers with a declared scale and bounds."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.choices import ChoiceSet


class Kind(StrEnum):
    """What a value is. Numbers carry their unit in their kind."""

    POINTS = "points"
    PERCENT = "percent"
    COUNT = "count"
    NUMBER = "number"
    YUAN = "yuan"
    AREA = "area"
    AGE = "age"
    DURATION = "duration"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"


UNITS: dict[Kind, Text] = {
    Kind.POINTS: Text("分", "points"),
    Kind.PERCENT: Text("%", "%"),
    Kind.COUNT: Text("", ""),
    Kind.NUMBER: Text("", ""),
    Kind.YUAN: Text("元", "yuan"),
    Kind.AREA: Text("平方米", "m²"),
    Kind.AGE: Text("岁", "years"),
    Kind.DURATION: Text("天", "days"),
    Kind.YES_NO: Text("", ""),
    Kind.CHOICE: Text("", ""),
    Kind.DATE: Text("", ""),
    Kind.TEXT: Text("", ""),
}

NUMERIC_KINDS = frozenset(
    {Kind.POINTS, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.YUAN, Kind.AREA, Kind.AGE, Kind.DURATION}
)

# Decimals shown unless the scheme says otherwise, counted in the unit people read (percent: 84.99 % has two).
DEFAULT_DIGITS: dict[Kind, int] = {
    Kind.POINTS: 2,
    Kind.PERCENT: 2,
    Kind.NUMBER: 2,
    Kind.YUAN: 2,
    Kind.AREA: 2,
}

# Decimals kept beyond those shown, so that what is compared is what was reported and not what is printed.
_GUARD_DIGITS: dict[Kind, int] = {
    Kind.PERCENT: 4,
    Kind.POINTS: 2,
    Kind.NUMBER: 4,
    Kind.YUAN: 2,
    Kind.AREA: 2,
}

DEFAULT_BOUNDS: dict[Kind, tuple[Fraction, Fraction]] = {
    Kind.POINTS: (Fraction(0), Fraction(10_000)),
    Kind.PERCENT: (Fraction(0), Fraction(1)),
    Kind.COUNT: (Fraction(0), Fraction(10**9)),
    Kind.NUMBER: (Fraction(-(10**9)), Fraction(10**9)),
    Kind.YUAN: (Fraction(0), Fraction(10**10)),
    Kind.AREA: (Fraction(0), Fraction(10**7)),
    Kind.AGE: (Fraction(0), Fraction(150)),
    Kind.DURATION: (Fraction(0), Fraction(100_000)),
}


@dataclass(frozen=True, slots=True)
class ValueType:
    """The type of a measure, a parameter or a column.

    `digits` are the decimals shown, in the unit people read; `low` and `high` are inclusive and in the unit of
    computation, where 85 % is 0.85. Kinds that are not numbers have no bounds.
    """

    kind: Kind
    digits: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    choices: ChoiceSet | None = None

    @property
    def is_number(self) -> bool:
        """True if values of this type can be added and compared by size."""
        return self.kind in NUMERIC_KINDS

    @property
    def scale(self) -> int:
        """Decimals kept when a value of this type is stored as an integer, in the unit of computation."""
        return self.digits + _GUARD_DIGITS.get(self.kind, 0) + (2 if self.kind is Kind.PERCENT else 0)

    @property
    def unit(self) -> Text:
        """The unit's name as printed behind a number."""
        return UNITS[self.kind]


def value_type(
    kind: Kind,
    *,
    digits: int | None = None,
    bounds: tuple[Fraction, Fraction] | None = None,
    choices: ChoiceSet | None = None,
) -> ValueType:
    """Return the type of `kind`, with the usual digits and bounds where none are given."""
    usual = bounds or DEFAULT_BOUNDS.get(kind)
    low, high = usual if usual else (None, None)
    return ValueType(kind, DEFAULT_DIGITS.get(kind, 0) if digits is None else digits, low, high, choices)
