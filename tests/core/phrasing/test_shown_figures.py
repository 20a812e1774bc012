"""A figure that is shown never stands on another side of a line than the exact value."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guben.diagnostics import Text
from guben.model.exact import rounded_to
from guben.model.values import Kind, value_type
from guben.phrasing import say_number, say_value
from guben.phrasing.values import shown_digits

_STORED = st.integers(-(10**14), 10**14).map(lambda number: Fraction(number, 10**10))
_LINES = st.lists(st.integers(-(10**8), 10**8).map(lambda number: Fraction(number, 10**4)), max_size=4)


@given(_STORED, st.integers(0, 3), _LINES, st.integers(-5, 5))
def test_the_figure_shown_stands_to_every_line_as_the_value_does(
    value: Fraction, digits: int, lines: list[Fraction], near: int
) -> None:
    lines = [*lines, value + Fraction(near, 10**10)]

    shown_as = shown_digits(value, digits, lines)

    shown = Fraction(rounded_to(value, shown_as), 10**shown_as)
    assert [(shown > line, shown < line) for line in lines] == [
        (value > line, value < line) for line in lines
    ]
    assert shown_as >= digits


@pytest.mark.parametrize(
    ("value", "kind", "digits", "lines", "text"),
    [
        ("0.8499", Kind.PERCENT, 0, ["0.85"], Text("84.99%", "84.99%")),
        ("0.85", Kind.PERCENT, 0, ["0.85"], Text("85%", "85%")),
        ("0.849", Kind.PERCENT, 0, [], Text("85%", "85%")),
        ("4499.99", Kind.YUAN, 0, ["4500"], Text("4,499.99元", "4,499.99 yuan")),
        ("1234567.5", Kind.YUAN, 2, [], Text("1,234,567.5元", "1,234,567.5 yuan")),
        ("44.04", Kind.AGE, 0, ["44"], Text("44.04岁", "44.04 years")),
        ("44", Kind.AGE, 1, ["44"], Text("44岁", "44 years")),
        ("-0.5", Kind.POINTS, 2, [], Text("-0.5分", "-0.5 points")),
        ("-1234.5", Kind.NUMBER, 2, [], Text("-1,234.5", "-1,234.5")),
        ("0", Kind.COUNT, 0, [], Text("0", "0")),
        ("1/3", Kind.POINTS, 2, ["0.33"], Text("0.333分", "0.333 points")),
    ],
)
def test_a_number_is_said_with_its_unit(
    value: str, kind: Kind, digits: int, lines: list[str], text: Text
) -> None:
    assert say_number(Fraction(value), kind, digits, [Fraction(line) for line in lines]) == text


def test_other_values_are_said_as_people_say_them() -> None:
    assert say_value(True, value_type(Kind.YES_NO)) == Text("是", "yes")
    assert say_value(False, value_type(Kind.YES_NO)) == Text("否", "no")
    assert say_value(Fraction(20240630), value_type(Kind.DATE)) == Text("2024-06-30", "2024-06-30")
    assert say_value("说明", value_type(Kind.TEXT)) == Text("说明", "说明")
