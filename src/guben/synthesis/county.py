"""A whole synthetic county: organizations, members, figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from guben.synthesis import names
from guben.synthesis.drawing import happens
from guben.synthesis.identity import IdentityNumbers, phone_number
from guben.synthesis.organizations import Unit, make_units
from guben.synthesis.population import Person, make_people

# With fewer members than this to a village there is nobody left for the towns.
_FEWEST_MEMBERS_PER_VILLAGE = 35

# The tables of joining dates and ages belong to the end of 2024 and still hold a few years around it.
_FIRST_YEAR, _LAST_YEAR = 2020, 2030


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization; `parent` is the key of the superior one, `code` is None for those without one.

    `figures` are reported values by the name of the measure: percents as read (85.00), money in yuan, None if missing.
    """

    key: str
    code: str | None
    name: str
    parent: str | None
    type: str
    level: str
    field: str
    population: int | None
    households: int | None
    figures: Mapping[str, Decimal | bool | None]


@dataclass(frozen=True, slots=True)
class Member:
    """A member; `organization` is the key of the one the member belongs to directly and holds `post` in."""

    name: str
    identity_number: str
    sex: str
    ethnicity: str
    birth_date: date
    education: str
    occupation: str
    organization: str
    joined_date: date
    full_date: date | None
    status: str
    post: str | None
    post_start: date | None
    techniques: int | None
    phone: str


@dataclass(frozen=True, slots=True)
class County:
    """A county on a day: superior organizations come before those below them, members in the same order."""

    name: str
    as_of: date
    organizations: tuple[Organization, ...]
    members: tuple[Member, ...]


def make_county(
    seed: int = 2003,
    *,
    townships: int = 36,
    villages: int = 800,
    members: int = 40_000,
    as_of: date = date(2024, 12, 31),
) -> County:
    """Return an invented county whose members are distributed like those of the national bulletin for 2024.

    Its villages are spread over the lines of the five-strong scheme. Raises ValueError if there are fewer than 35
    members to a village, more villages or townships than there are names, or `as_of` is far from 2024.
    """
    if members < _FEWEST_MEMBERS_PER_VILLAGE * villages:
        raise ValueError(
            f"{villages} villages need at least {_FEWEST_MEMBERS_PER_VILLAGE * villages} members."
        )
    if townships < 1 or villages < townships:
        raise ValueError("There must be a township, and a village for each.")
    if not _FIRST_YEAR <= as_of.year <= _LAST_YEAR:
        raise ValueError(f"The day must be in {_FIRST_YEAR} to {_LAST_YEAR}: the tables are those of 2024.")
    rng = Random(seed)
    people = make_people(rng, members, as_of)
    root = make_units(rng, people, townships=townships, villages=villages, as_of=as_of)
    units = list(root.with_all_below())
    numbers = IdentityNumbers()
    return County(
        name=names.COUNTY,
        as_of=as_of,
        organizations=tuple(_organization(rng, unit) for unit in units),
        members=tuple(_member(rng, person, unit, numbers) for unit in units for person in unit.people),
    )


def _organization(rng: Random, unit: Unit) -> Organization:
    # Most organizations have a code; some small ones were never given one.
    has_no_code = unit.type != "committee" and happens(rng, 0.04)
    return Organization(
        key=unit.key,
        code=None if has_no_code else unit.key,
        name=unit.name,
        parent=unit.parent.key if unit.parent else None,
        type=unit.type,
        level=unit.level,
        field=unit.field,
        population=unit.population,
        households=unit.households,
        figures=unit.figures,
    )


def _member(rng: Random, person: Person, unit: Unit, numbers: IdentityNumbers) -> Member:
    return Member(
        name=names.person_name(rng, person.sex),
        identity_number=numbers.next(person.birth_date, person.sex),
        sex=person.sex,
        ethnicity=person.ethnicity,
        birth_date=person.birth_date,
        education=person.education,
        occupation=person.occupation,
        organization=unit.key,
        joined_date=person.joined_date,
        full_date=person.full_date,
        status="probationary" if person.is_probationary else "full",
        post=person.post,
        post_start=person.post_start,
        techniques=person.techniques,
        phone=phone_number(rng.randrange(1_000_000)),
    )
