"""The county of usual size agrees with the published tables and is spread over the five-strong lines."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from guben.model.vocabulary import TEAM_POSTS
from guben.synthesis import County, Member, make_county

AS_OF = date(2024, 12, 31)

# Percent of all members at the end of 2024, as the bulletin has them.
AGE_BANDS = {30: 12.24, 35: 10.73, 40: 11.44, 45: 9.66, 50: 9.02, 55: 9.39, 60: 8.62, 120: 28.89}
JOINED_FROM = {
    date(1900, 1, 1): 0.05,
    date(1949, 10, 1): 12.28,
    date(1978, 12, 18): 59.64,
    date(2012, 11, 8): 28.03,
}
OCCUPATIONS = {
    "worker": 6.62,
    "farmer": 26.07,
    "professional": 16.35,
    "manager": 11.53,
    "agency_staff": 7.57,
    "student": 2.61,
    "other": 7.83,
    "retired": 21.41,
}


@pytest.fixture(scope="module")
def county() -> County:
    return make_county()


def percents(words: Iterable[object]) -> dict[object, float]:
    counts = Counter(words)
    return {word: 100 * count / counts.total() for word, count in counts.items()}


def age(member: Member) -> int:
    born = member.birth_date
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def test_size(county):
    assert len(county.members) == 40_000
    assert Counter(each.level for each in county.organizations if each.field == "rural")["village"] == 800


def test_age_bands(county):
    shares = percents(next(last for last in AGE_BANDS if age(each) <= last) for each in county.members)

    assert shares == pytest.approx(AGE_BANDS, abs=1.0)


def test_sex_ethnicity_and_status(county):
    assert percents(each.sex for each in county.members)["female"] == pytest.approx(30.9, abs=1.0)
    assert percents(each.ethnicity != "01" for each in county.members)[True] == pytest.approx(7.7, abs=0.5)
    assert percents(each.status for each in county.members)["probationary"] == pytest.approx(2.1, abs=0.1)


def test_education_in_all_and_less_of_it_in_villages(county):
    rural = {each.key for each in county.organizations if each.field == "rural"}
    has_college = {"college", "bachelor", "graduate"}

    everywhere = percents(each.education in has_college for each in county.members)[True]
    in_villages = percents(
        each.education in has_college for each in county.members if each.organization in rural
    )[True]

    assert everywhere == pytest.approx(57.6, abs=1.0)
    assert in_villages < 45


def test_joining_periods(county):
    shares = percents(max(day for day in JOINED_FROM if day <= each.joined_date) for each in county.members)

    assert shares == pytest.approx(JOINED_FROM, abs=1.5)


def test_occupations(county):
    assert percents(each.occupation for each in county.members) == pytest.approx(OCCUPATIONS, abs=0.5)


def test_villages_are_spread_over_the_five_lines(county):
    teams: dict[str, list[int]] = {}
    for member in county.members:
        if member.post in TEAM_POSTS:
            teams.setdefault(member.organization, []).append(age(member))
    villages = [each for each in county.organizations if each.level == "village" and each.field == "rural"]

    met = percents(lines_met(village.figures, village.population, teams[village.key]) for village in villages)

    assert 15 <= met[5] <= 25
    assert 50 <= met[3] + met[4] + met[2] <= 70
    assert 5 <= met[0] + met[1] <= 25


def lines_met(figures: Mapping[str, object], population: int, ages: list[int]) -> int:
    lines = {"net_income": 4500, "collective_funds_total": 120 * population, "trust": 80, "satisfaction": 85}
    reached = [figures[name] is not None and figures[name] >= line for name, line in lines.items()]
    return sum(reached) + (36 * len(ages) <= sum(ages) <= 44 * len(ages))


def test_some_villages_stand_exactly_on_the_lines_and_some_figures_are_missing(county):
    villages = [each for each in county.organizations if each.level == "village" and each.field == "rural"]

    assert any(each.figures["satisfaction"] == 85 for each in villages)
    assert any(each.figures["trust"] == 80 for each in villages)
    assert any(each.figures["net_income"] == 4500 for each in villages)
    assert any(each.figures["collective_funds_total"] == 120 * each.population for each in villages)
    missing = percents(value is None for each in villages for value in each.figures.values())[True]
    assert 1 <= missing <= 4
