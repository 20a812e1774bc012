"""Values in words: digits, units, and never a figure that seems to pass beside a fail."""

from collections.abc import Iterable
from fractions import Fraction

from guben.diagnostics import Text, both
from guben.model.exact import plain_number, rounded_to
from guben.model.values import UNITS, Kind, ValueType

_YES = Text("是", "yes")
_NO = Text("否", "no")
_MOST_DIGITS = 15
_SPACED_UNITS = frozenset({Kind.YUAN, Kind.AREA, Kind.AGE, Kind.DURATION, Kind.POINTS})


def say_value(value: Fraction | bool | str, type_: ValueType, lines: Iterable[Fraction] = ()) -> Text:
    """Return a value of a declared type in words, with as many digits as keep it on its side of every line."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, str):
        return type_.choices[value].title if type_.choices and value in type_.choices else both(value)
    if type_.kind is Kind.DATE:
        return say_day(int(value))
    return say_number(value, type_.kind, type_.digits, lines)


def say_day(day: int) -> Text:
    """Return a day yyyymmdd with its dashes."""
    text = str(day)
    return both(f"{text[:4]}-{text[4:6]}-{text[6:]}")


def say_number(value: Fraction, kind: Kind, digits: int, lines: Iterable[Fraction] = ()) -> Text:
    """Return a number with its unit, rounded half away from zero to `digits` or more, trailing zeros left out.

    More digits are shown where rounding would put the number on the other side of one of the lines.
    """
    if kind is Kind.PERCENT:
        value, lines = value * 100, [line * 100 for line in lines]
    shown = plain_number(value, shown_digits(value, digits, lines))
    whole, dot, rest = shown.partition(".")
    shown = f"{int(whole):,}{dot}{rest}" if whole.lstrip("-") != "0" else shown
    if kind is Kind.PERCENT:
        return both(f"{shown}%")
    unit = UNITS[kind]
    space = " " if kind in _SPACED_UNITS else ""
    return Text(f"{shown}{unit.zh}", f"{shown}{space}{unit.en}")


def shown_digits(value: Fraction, digits: int, lines: Iterable[Fraction]) -> int:
    """Return how many decimals to show so that the figure stands to every line as the exact value does."""
    marks = list(lines)
    while digits < _MOST_DIGITS and any(not _stands_as(value, digits, line) for line in marks):
        digits += 1
    return digits


def _stands_as(value: Fraction, digits: int, line: Fraction) -> bool:
    shown = Fraction(rounded_to(value, digits), 10**digits)
    return (shown > line) == (value > line) and (shown < line) == (value < line)
