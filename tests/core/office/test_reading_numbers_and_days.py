"""Whatever way a number or a day is written, it is the same number and the same day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guben.model.exact import plain_number, rounded_to
from guben.office.days import DayProblem, WrittenDay, read_day
from guben.office.figures import Figure, read_figure

DECIMALS = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)
DAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31))
FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


@given(DECIMALS)
def test_a_number_is_the_same_as_cell_text_with_separators_and_full_width(number):
    words = f"{number:f}"

    readings = [float(number), words, f"{number:,f}", words.translate(FULL_WIDTH), f" {words} "]

    assert [read_figure(each) for each in readings] == [Figure(Fraction(number))] * 5


@given(DECIMALS, st.sampled_from(["万元", "元", "%", "人", "m2", "平方米"]))
def test_the_unit_behind_a_number_is_kept(number, unit):
    assert read_figure(f"{number:f} {unit}") == Figure(Fraction(number), unit)


@given(st.floats(-1e9, 1e9))
def test_a_binary_number_counts_as_the_text_that_excel_shows(number):
    assert read_figure(number) == Figure(Fraction(Decimal(f"{number:.15g}")))


@given(DECIMALS)
def test_a_number_printed_plainly_reads_as_itself(number):
    assert read_figure(plain_number(Fraction(number))) == Figure(Fraction(number))


@given(st.text(max_size=12))
def test_reading_any_text_never_fails(words):
    assert isinstance(read_figure(words), Figure | None)
    assert isinstance(read_day(words), WrittenDay | DayProblem)


@given(st.fractions(-1000, 1000))
def test_rounding_is_to_the_nearest_and_a_half_goes_away_from_zero(number):
    rounded = rounded_to(number, 0)

    assert abs(rounded - number) <= Fraction(1, 2)
    assert rounded_to(-number, 0) == -rounded
    assert (rounded_to(Fraction(5, 2), 0), rounded_to(Fraction(-5, 2), 0)) == (3, -3)


@given(DAYS)
def test_a_day_is_the_same_however_it_is_written(day):
    written = [
        day,
        (day - date(1899, 12, 30)).days if day >= date(1927, 5, 18) else day,
        f"{day:%Y.%m.%d}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        float(f"{day:%Y%m%d}"),
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y.%m.%d}".translate(FULL_WIDTH),
    ]

    assert [read_day(each) for each in written] == [WrittenDay(int(f"{day:%Y%m%d}"))] * len(written)


@given(DAYS)
def test_a_month_is_its_first_day_however_it_is_written(day):
    written = [
        f"{day:%Y.%m}",
        f"{day:%Y-%m}",
        f"{day.year}年{day.month}月",
        f"{day:%Y%m}",
        float(f"{day:%Y%m}"),
    ]
    if day.month not in {1, 10}:
        written.append(float(f"{day:%Y.%m}"))

    assert [read_day(each) for each in written] == [
        WrittenDay(int(f"{day:%Y%m}01"), is_whole_month=True)
    ] * len(written)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (1985.1, DayProblem.LOST_ZERO),
        (1985.01, WrittenDay(19850101, is_whole_month=True)),
        (1985.12, WrittenDay(19851201, is_whole_month=True)),
        ("1985.1", WrittenDay(19850101, is_whole_month=True)),
        (31210.5, WrittenDay(19850612)),
        ("2023-02-29", DayProblem.IMPOSSIBLE),
        (True, DayProblem.NOT_A_DAY),
        (198513, DayProblem.IMPOSSIBLE),
    ],
)
def test_days_at_the_edge(cell, read):
    assert read_day(cell) == read
