"""A small synthetic county hangs together."""

import hashlib
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from stdnum.cn import ric

from guben.model import vocabulary
from guben.model.vocabulary import TEAM_POSTS
from guben.synthesis import County, make_county

AS_OF = date(2024, 12, 31)


def make_small_county(seed: int = 7) -> County:
    return make_county(seed, townships=3, villages=30, members=1500)


@pytest.fixture(scope="module")
def county() -> County:
    return make_small_county()


def years_between(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def test_a_county_has_as_many_townships_villages_and_members_as_asked_for(county):
    committees = [
        each.name for each in county.organizations if each.level == "township" and each.households is None
    ]
    villages = [each for each in county.organizations if each.level == "village" and each.field == "rural"]

    assert (
        len([name for name in committees if name.endswith(("乡委员会", "镇委员会", "街道工作委员会"))]) == 3
    )
    assert len(villages) == 30
    assert len(county.members) == 1500
    assert county.as_of == AS_OF


def test_every_organization_is_below_one_that_comes_before_it(county):
    seen: set[str | None] = {None}
    for organization in county.organizations:
        assert organization.parent in seen
        seen.add(organization.key)

    assert [each.level for each in county.organizations if each.parent is None] == ["county"]


def test_names_and_codes_of_organizations_are_unique(county):
    names = Counter(each.name for each in county.organizations)
    codes = Counter(each.code for each in county.organizations if each.code is not None)

    assert names.most_common(1)[0][1] == 1
    assert codes.most_common(1)[0][1] == 1
    assert 0 < len(county.organizations) - len(codes) < 0.15 * len(county.organizations)


def test_every_word_of_a_closed_list_is_in_the_list(county):
    for organization in county.organizations:
        assert organization.type in vocabulary.ORGANIZATION_TYPE
        assert organization.level in vocabulary.LEVEL
        assert organization.field in vocabulary.FIELD
    for member in county.members:
        assert member.sex in vocabulary.SEX
        assert member.ethnicity in vocabulary.ETHNICITY
        assert member.education in vocabulary.EDUCATION
        assert member.occupation in vocabulary.OCCUPATION
        assert member.status in vocabulary.MEMBER_STATUS
        assert member.post is None or member.post in TEAM_POSTS


def test_every_member_belongs_to_an_organization_and_every_organization_has_members(county):
    homes = {member.organization for member in county.members}

    assert homes == {each.key for each in county.organizations}


def test_a_large_village_is_a_general_branch_with_branches_beneath():
    county = make_small_county(seed=1)
    generals = {each.key for each in county.organizations if each.type == "general_branch"}

    below = Counter(each.parent for each in county.organizations if each.parent in generals)

    assert generals
    assert set(below) == generals
    assert min(below.values()) >= 2
    assert max(Counter(member.organization for member in county.members).values()) <= 50


def test_no_organization_has_two_secretaries_and_few_have_none(county):
    secretaries = Counter(each.organization for each in county.members if each.post == "secretary")

    assert max(secretaries.values()) == 1
    assert len(secretaries) >= 0.9 * len(county.organizations)


def test_teams_of_villages_have_two_to_seven_full_members(county):
    villages = {each.key for each in county.organizations if each.level == "village"}
    teams = Counter(
        each.organization for each in county.members if each.post and each.organization in villages
    )

    assert set(teams) == villages
    assert 2 <= min(teams.values()) <= max(teams.values()) <= 7
    assert {each.status for each in county.members if each.post} == {"full"}


def test_identity_numbers_are_unique_and_agree_with_birth_date_sex_and_check_digit(county):
    assert len({each.identity_number for each in county.members}) == len(county.members)
    for member in county.members:
        number = member.identity_number
        assert number[:6] == "999999"
        assert ric.get_birth_date(number) == member.birth_date
        assert number[-1] == ric.calc_check_digit(number)
        assert int(number[16]) % 2 == (member.sex == "male")


def test_an_identity_number_cannot_be_a_real_one(county):
    assert not any(ric.is_valid(each.identity_number) for each in county.members)


def test_members_joined_as_adults_and_became_full_members_a_year_later(county):
    for member in county.members:
        assert years_between(member.birth_date, member.joined_date) >= 18
        assert member.joined_date <= AS_OF
        if member.status == "probationary":
            assert member.full_date is None
            assert years_between(member.joined_date, AS_OF) == 0
        else:
            assert member.full_date is not None
            assert years_between(member.joined_date, member.full_date) in {0, 1}
            assert 365 <= (member.full_date - member.joined_date).days <= 366
            assert member.full_date <= AS_OF


def test_nobody_holds_a_post_before_being_a_full_member(county):
    for member in county.members:
        assert (member.post is None) == (member.post_start is None)
        if member.post_start and member.full_date:
            assert member.full_date <= member.post_start <= AS_OF


def test_the_retired_are_old_and_students_young(county):
    ages = {
        occupation: [
            years_between(each.birth_date, AS_OF) for each in county.members if each.occupation == occupation
        ]
        for occupation in ("retired", "student")
    }

    assert min(ages["retired"]) >= 51
    assert max(ages["student"]) <= 30


def test_villages_and_townships_have_the_figures_of_the_schemes_and_others_none(county):
    names = {tuple(each.figures) for each in county.organizations}

    assert names == {
        (),
        ("team_satisfaction",),
        (
            "net_income",
            "collective_funds_total",
            "collective_income",
            "trust",
            "satisfaction",
            "rights_kept",
            "serious_violation",
        ),
    }


def test_figures_are_within_their_bounds(county):
    for organization in county.organizations:
        figures = organization.figures
        for name in ("trust", "satisfaction", "team_satisfaction"):
            value = figures.get(name)
            assert value is None or Decimal(30) <= value <= Decimal(100)
        rights = figures.get("rights_kept")
        assert rights is None or rights in range(5)


def test_the_same_seed_gives_the_same_county_and_another_seed_another():
    assert make_small_county(seed=7) == make_small_county(seed=7)
    assert make_small_county(seed=7) != make_small_county(seed=8)


def test_a_seed_gives_the_same_county_on_every_machine_and_python():
    # After a deliberate change of what is drawn, put the new digest here; it was equal on Python 3.11 to 3.13.
    digest = hashlib.sha256(repr(make_small_county(seed=7)).encode()).hexdigest()

    assert digest == "8d6c0a0d6b778da8532726509a6a298aef1f8057d0a1aeda5a32fa164564fe61"


@pytest.mark.parametrize("day", [date(2020, 2, 29), date(2024, 2, 29), date(2030, 1, 1)])
def test_a_county_can_be_of_another_day_near_2024(day):
    county = make_county(1, townships=2, villages=20, members=700, as_of=day)

    assert max(each.joined_date for each in county.members) <= day
    assert min(years_between(each.birth_date, each.joined_date) for each in county.members) >= 18


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"villages": 30, "members": 1000}, "30 villages need at least 1050 members."),
        ({"townships": 5, "villages": 4}, "There must be a township, and a village for each."),
        ({"as_of": date(2003, 12, 31)}, "The day must be in 2020 to 2030: the tables are those of 2024."),
    ],
)
def test_a_county_that_cannot_be_made_is_refused_with_the_reason(arguments, words):
    with pytest.raises(ValueError, match=words.replace(".", r"\.")):
        make_county(1, **arguments)
