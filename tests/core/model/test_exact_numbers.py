"""Exact numbers as text, rounded half away from zero."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guben.model.exact import decimal_text, plain_number, rounded_to


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("2.5", 0, "3"),
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("0.004", 2, "0.00"),
        ("-0.004", 2, "0.00"),
        ("1/3", 3, "0.333"),
        ("-2/3", 3, "-0.667"),
        ("12345678901234567890.05", 1, "12345678901234567890.1"),
    ],
)
def test_decimals_are_rounded_half_away_from_zero(number: str, digits: int, text: str) -> None:
    assert decimal_text(Fraction(number), digits) == text


@pytest.mark.parametrize(
    ("number", "text"), [("20", "20"), ("0.50", "0.5"), ("100", "100"), ("0", "0"), ("-3.10", "-3.1"), ("1/3", "0.333333333333")]
)  # fmt: skip
def test_a_plain_number_has_no_trailing_zeros(number: str, text: str) -> None:
    assert plain_number(Fraction(number)) == text


def test_whole_numbers_keep_their_zeros_when_no_decimals_are_asked_for() -> None:
    assert plain_number(Fraction(100), 0) == "100"


@given(st.fractions(-(10**9), 10**9, max_denominator=10**6), st.integers(0, 6))
def test_rounding_agrees_with_decimal_half_up_on_the_size(number: Fraction, digits: int) -> None:
    with localcontext() as context:
        context.prec = 200
        size = Decimal(abs(number).numerator) / Decimal(abs(number).denominator)
        whole = int(size.scaleb(digits).quantize(Decimal(1), ROUND_HALF_UP))

    assert rounded_to(number, digits) == (-whole if number < 0 else whole)
    assert Fraction(decimal_text(number, digits)) == Fraction(rounded_to(number, digits), 10**digits)
