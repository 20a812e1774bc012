"""Whatever lies within the bounds of the operands, the result lies within the bounds of the result."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guben.model.exact import rounded_to
from guben.model.values import Kind
from guben.typesystem import bounds
from guben.typesystem.types import NumberType

# Stored values have at most twelve decimals, so that a divisor is zero or at least this far from it.
_FINEST = 10**12
_VALUES = st.one_of(
    st.integers(-1000, 1000).map(Fraction),
    st.integers(-(10**15), 10**15).map(lambda number: Fraction(number, _FINEST)),
    st.sampled_from([Fraction(0), Fraction(1, _FINEST), Fraction(-1, _FINEST)]),
)


@st.composite
def operands(draw: st.DrawFn) -> tuple[NumberType, Fraction]:
    low, value, high = sorted(draw(st.tuples(_VALUES, _VALUES, _VALUES)))
    return NumberType(Kind.NUMBER, low, high), value


def holds(type_: NumberType, value: Fraction) -> bool:
    return type_.low <= value <= type_.high


@given(operands(), operands())
def test_sums_differences_and_products_stay_within(
    left: tuple[NumberType, Fraction], right: tuple[NumberType, Fraction]
) -> None:
    (one, a), (other, b) = left, right

    assert holds(bounds.calculated("+", one, other), a + b)
    assert holds(bounds.calculated("-", one, other), a - b)
    assert holds(bounds.calculated("*", one, other), a * b)


@given(operands(), operands())
def test_quotients_stay_within_even_around_zero(
    left: tuple[NumberType, Fraction], right: tuple[NumberType, Fraction]
) -> None:
    (one, a), (other, b) = left, right
    assume(b != 0)

    assert holds(bounds.divided(one, other), a / b)


@given(operands())
def test_turned_and_unsigned_numbers_stay_within(operand: tuple[NumberType, Fraction]) -> None:
    type_, value = operand

    assert holds(bounds.negated(type_), -value)
    assert holds(bounds.absolute(type_), abs(value))


@given(operands(), st.integers(0, 6))
def test_rounded_numbers_stay_within(operand: tuple[NumberType, Fraction], digits: int) -> None:
    type_, value = operand

    assert holds(bounds.rounded(type_, digits), Fraction(rounded_to(value, digits), 10**digits))


@given(st.lists(operands(), min_size=1, max_size=4))
def test_extremes_stay_within(them: list[tuple[NumberType, Fraction]]) -> None:
    types, values = [type_ for type_, _ in them], [value for _, value in them]

    assert holds(bounds.extreme(True, types), min(values))
    assert holds(bounds.extreme(False, types), max(values))


@given(operands(), operands())
def test_one_of_two_stays_within(
    left: tuple[NumberType, Fraction], right: tuple[NumberType, Fraction]
) -> None:
    (one, a), (other, b) = left, right

    assert holds(bounds.either(one, other), a) and holds(bounds.either(one, other), b)


@given(operands(), st.integers(0, 50), st.data())
def test_sums_over_records_stay_within(
    operand: tuple[NumberType, Fraction], records: int, data: st.DataObject
) -> None:
    type_, value = operand
    values = data.draw(st.lists(st.sampled_from([type_.low, value, type_.high]), max_size=records))

    assert holds(bounds.totalled(type_, Fraction(records)), sum(values, Fraction(0)))


@pytest.mark.parametrize(
    ("left", "right", "quotient"),
    [
        (Kind.YUAN, Kind.COUNT, Kind.YUAN),
        (Kind.YUAN, Kind.YUAN, Kind.NUMBER),
        (Kind.COUNT, Kind.COUNT, Kind.NUMBER),
        (Kind.POINTS, Kind.PERCENT, Kind.POINTS),
        (Kind.PERCENT, Kind.YUAN, Kind.NUMBER),
    ],
)
def test_a_quotient_keeps_the_unit_of_what_is_divided_by_a_plain_number(
    left: Kind, right: Kind, quotient: Kind
) -> None:
    one, other = (NumberType(kind, Fraction(0), Fraction(1)) for kind in (left, right))

    assert bounds.divided(one, other).kind == quotient


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        (Kind.YUAN, Kind.COUNT, Kind.YUAN),
        (Kind.PERCENT, Kind.YUAN, Kind.YUAN),
        (Kind.PERCENT, Kind.NUMBER, Kind.NUMBER),
        (Kind.YUAN, Kind.AGE, Kind.NUMBER),
        (Kind.COUNT, Kind.COUNT, Kind.COUNT),
    ],
)
def test_a_product_keeps_the_unit_of_what_is_multiplied_by_a_plain_number(
    left: Kind, right: Kind, product: Kind
) -> None:
    one, other = (NumberType(kind, Fraction(0), Fraction(1)) for kind in (left, right))

    assert bounds.calculated("*", one, other).kind == product
