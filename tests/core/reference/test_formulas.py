"""Each kind of node, worked by hand."""

from fractions import Fraction

import pytest
from programs import make_value
from villages import measured

from guben.reference import Missing, NotApplicable
from guben.snapshot.tables import ReportedValue

MISSING, NOT_APPLICABLE = Missing.MISSING, NotApplicable.NOT_APPLICABLE
NEITHER = (make_value("v1", "amount", not_applicable=True),)  # `other` is missing


def number(formula: str, *values: ReportedValue) -> object:
    return measured("number", formula, values=values)


def condition(formula: str, *values: ReportedValue) -> object:
    return measured("yes_no", formula, values=values)


def amount(value: int, scale: int = 0) -> ReportedValue:
    return make_value("v1", "amount", value, scale=scale)


def test_a_reported_number_is_scaled_and_exact():
    assert number("amount", amount(12345, scale=4)) == Fraction(12345, 10_000)


def test_a_reported_yes_is_true_and_no_is_false():
    assert condition("yes", make_value("v1", "yes", 1)) is True
    assert condition("yes", make_value("v1", "yes", 0)) is False


def test_no_row_is_missing_and_so_is_a_row_of_another_period():
    assert number("amount") is MISSING
    assert number("amount", make_value("v1", "amount", 1, period="2023")) is MISSING


def test_a_value_that_cannot_exist_is_not_applicable():
    assert number("amount", *NEITHER) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("amount + 3", Fraction(-4)),
        ("amount - 3", Fraction(-10)),
        ("amount * 3", Fraction(-21)),
        ("amount / 3", Fraction(-7, 3)),
        ("-amount", Fraction(7)),
        ("ABS(amount)", Fraction(7)),
        ("MIN(1, amount, 2)", Fraction(-7)),
        ("MAX(1, amount, 2)", Fraction(2)),
        ("SHORTFALL(3, amount)", Fraction(10)),
        ("SHORTFALL(amount, 3)", Fraction(0)),
        ("IF(amount < 0, 1, 2)", Fraction(1)),
        ("IF(amount > 0, 1, 2)", Fraction(2)),
    ],
)
def test_arithmetic_is_exact(formula: str, expected: Fraction):
    assert number(formula, amount(-7)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(5, Fraction(1, 10)), (-5, Fraction(-1, 10)), (4, Fraction(0)), (-4, Fraction(0))]
)
def test_rounding_goes_half_away_from_zero(value: int, expected: Fraction):
    assert number("ROUND(amount, 1)", amount(value, scale=2)) == expected


def test_a_quotient_by_zero_is_not_applicable_whatever_is_divided():
    assert number("5 / amount", amount(0)) is NOT_APPLICABLE
    assert number("amount / amount", amount(0)) is NOT_APPLICABLE
    assert number("other / amount", amount(0)) is NOT_APPLICABLE


def test_missing_and_not_applicable_pass_through_arithmetic_and_the_latter_wins():
    assert number("other + 1") is MISSING
    assert number("MAX(other, 1)") is MISSING
    assert number("amount + other", *NEITHER) is NOT_APPLICABLE
    assert number("other / amount", *NEITHER) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("amount = 7", True),
        ("amount <> 7", False),
        ("amount < 7", False),
        ("amount <= 7", True),
        ("amount > 7", False),
        ("amount >= 7", True),
        ("7 <= amount < 8", True),
        ("7 < amount < 8", False),
        ("amount / 3 > 2.333333", True),
    ],
)
def test_comparisons_compare_unrounded(formula: str, expected: bool):
    assert condition(formula, amount(7)) is expected


def test_days_are_compared():
    days = (make_value("v1", "day", 20240301), make_value("v1", "deadline", 20240228))

    assert condition("day > deadline", *days) is True


def test_choices_are_compared_by_their_order():
    value = make_value("v1", "level", choice="mid")

    assert [condition(f"level {sign} mid", value) for sign in ("=", "<>", "<", "<=", ">", ">=")] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert condition("level = mid") is MISSING


def test_false_decides_all_of_and_true_decides_any_of():
    assert condition("other > 0 AND amount > 0 AND 1 > 2", *NEITHER) is False
    assert condition("other > 0 OR amount > 0 OR 1 < 2", *NEITHER) is True


def test_undecided_conditions_are_not_applicable_before_missing():
    assert condition("other > 0 AND amount > 0 AND 1 < 2", *NEITHER) is NOT_APPLICABLE
    assert condition("other > 0 OR amount > 0 OR 1 > 2", *NEITHER) is NOT_APPLICABLE
    assert condition("other > 0 AND 1 < 2") is MISSING


def test_not_turns_a_condition_and_keeps_the_unknown():
    assert condition("NOT 1 > 2") is True
    assert condition("NOT other > 0") is MISSING
    assert condition("NOT amount > 0", *NEITHER) is NOT_APPLICABLE


def test_known_is_always_true_or_false():
    assert condition("KNOWN(other)", *NEITHER) is False
    assert condition("KNOWN(amount)", *NEITHER) is False
    assert condition("KNOWN(amount)", amount(0)) is True


def test_if_needs_its_condition_but_not_the_number_that_is_not_chosen():
    assert number("IF(other > 0, 1, 2)") is MISSING
    assert number("IF(amount > 0, other, 2)", *NEITHER) is NOT_APPLICABLE
    assert number("IF(1 > 2, other, 2)") == 2
    assert number("IF(1 < 2, other, 2)") is MISSING
