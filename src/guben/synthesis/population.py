"""The members of a county before they have an organization: age, occupation, sex, education, joining."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from guben.synthesis import calibration
from guben.synthesis.calibration import AGE_BANDS, AGE_COUNTS, OCCUPATION_COUNTS, band_of, stage_of
from guben.synthesis.drawing import apportioned, bell, dealt, fitted, happens, pick, tuned

_COLLEGE_LEVELS = tuple(calibration.COLLEGE_LEVELS.values())
_SCHOOL_LEVELS = tuple(calibration.SCHOOL_LEVELS.values())


@dataclass(slots=True, eq=False)
class Person:
    """A member in the making."""

    birth_date: date
    age: int
    occupation: str = ""
    sex: str = ""
    education: str = ""
    ethnicity: str = "01"
    joined_date: date = date.min
    is_probationary: bool = False
    post: str | None = None
    post_start: date | None = None
    techniques: int | None = None

    @property
    def full_date(self) -> date | None:
        """One year after joining; none for probationary members."""
        return None if self.is_probationary else years_after(self.joined_date, 1)

    @property
    def cell(self) -> tuple[int, str]:
        """The age band and the occupation."""
        return band_of(self.age), self.occupation


def make_people(rng: Random, count: int, as_of: date) -> list[Person]:
    """Return people whose totals keep to the bulletin, in no order."""
    people = [_born(rng, age, as_of) for age in _ages(rng, count)]
    _give_occupations(rng, people)
    _give_sexes(rng, people)
    _give_education(rng, people)
    _give_joining_dates(rng, people, as_of)
    rng.shuffle(people)
    return people


def years_after(day: date, years: int) -> date:
    """Return the same day some years later or, if negative, earlier; 29 February gives 28 in common years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def day_between(rng: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _ages(rng: Random, count: int) -> list[int]:
    """Return ages, youngest first, with exactly the shares of the bands."""
    by_band = apportioned(count, AGE_COUNTS)
    ages: list[int] = []
    for (first, last), members in zip(AGE_BANDS, by_band, strict=True):
        years = last - first + 1
        if first == AGE_BANDS[0][0]:
            weights = list(calibration.YOUNG_YEARS)
        elif last == AGE_BANDS[-1][1]:
            # Within a decade the years thin out towards its end.
            weights = [share * (16 - year) for share in calibration.OLD_DECADES for year in range(10)]
        else:
            weights = [1.0] * years
        for age, number in zip(range(first, last + 1), apportioned(members, weights), strict=True):
            ages += [age] * number
    return ages


def _born(rng: Random, age: int, as_of: date) -> Person:
    day_after_birthday_before = years_after(as_of, -age - 1) + timedelta(days=1)
    return Person(day_between(rng, day_after_birthday_before, years_after(as_of, -age)), age)


def _give_occupations(rng: Random, people: list[Person]) -> None:
    bands: list[list[Person]] = [[] for _ in AGE_BANDS]
    for person in people:
        bands[band_of(person.age)].append(person)
    occupations = list(OCCUPATION_COUNTS)
    seeds = [
        [weight * size for weight, size in zip(row, AGE_COUNTS, strict=True)]
        for row in calibration.OCCUPATION_BY_AGE
    ]
    total = sum(OCCUPATION_COUNTS.values()) / sum(AGE_COUNTS)
    table = fitted(seeds, list(OCCUPATION_COUNTS.values()), [size * total for size in AGE_COUNTS])
    for index, band in enumerate(bands):
        # Students are the youngest, retired people the oldest of their band.
        band.sort(key=lambda person: person.age + 1.5 * bell(rng))
        counts = apportioned(len(band), [row[index] for row in table])
        sizes = dict(zip(occupations, counts, strict=True))
        young, middle, old = dealt(
            band, [sizes["student"], len(band) - sizes["student"] - sizes["retired"], sizes["retired"]]
        )
        rng.shuffle(middle)
        words = [
            name for name in occupations if name not in {"student", "retired"} for _ in range(sizes[name])
        ]
        for group, names in (
            (young, ["student"] * len(young)),
            (middle, words),
            (old, ["retired"] * len(old)),
        ):
            for person, name in zip(group, names, strict=True):
                person.occupation = name


def _give_sexes(rng: Random, people: list[Person]) -> None:
    chances = {}
    for band, base in enumerate(calibration.FEMALE_BY_AGE):
        for occupation, factor in calibration.FEMALE_BY_OCCUPATION.items():
            # Men retire at 60.
            retired_early = occupation == "retired" and AGE_BANDS[band][1] <= 60
            chances[band, occupation] = 1.0 if retired_early else min(base * factor, 0.9)
    chosen = _chosen(rng, people, chances, calibration.FEMALE_SHARE)
    for person, is_female in zip(people, chosen, strict=True):
        person.sex = "female" if is_female else "male"


def _give_education(rng: Random, people: list[Person]) -> None:
    chances = {
        (band, occupation): calibration.COLLEGE_BY_OCCUPATION[occupation][stage_of(last)]
        for band, (_, last) in enumerate(AGE_BANDS)
        for occupation in OCCUPATION_COUNTS
    }
    chosen = _chosen(rng, people, chances, calibration.COLLEGE_SHARE)
    for person, has_college in zip(people, chosen, strict=True):
        if has_college:
            person.education = pick(rng, _COLLEGE_LEVELS[stage_of(person.age)])
        elif person.occupation in {"student", "agency_staff", "professional"}:
            person.education = "senior_secondary"
        else:
            person.education = pick(rng, _SCHOOL_LEVELS[stage_of(person.age)])
        if person.age < 24 and person.education == "graduate":
            person.education = "bachelor"


def _chosen(
    rng: Random, people: list[Person], chances: Mapping[tuple[int, str], float], target: float
) -> list[bool]:
    """Return for each person whether it is chosen, so that about `target` of all are."""
    tuned_chances = tuned(
        chances, {**dict.fromkeys(chances, 0), **Counter(each.cell for each in people)}, target
    )
    return [happens(rng, tuned_chances[person.cell]) for person in people]


def _give_joining_dates(rng: Random, people: list[Person], as_of: date) -> None:
    first_of_all, republic, plenum, congress = calibration.JOINING_STARTS
    a_year_ago = years_after(as_of, -1)
    wanted = apportioned(len(people), calibration.JOINING_COUNTS)
    bands = Counter(band_of(person.age) for person in people)
    recent_chances = tuned(
        dict(enumerate(calibration.RECENT_BY_AGE)),
        {band: bands[band] for band in range(len(AGE_BANDS))},
        wanted[3] / len(people),
    )

    recent = [
        each for each in people if happens(rng, recent_chances[band_of(each.age)]) or _adult(each) > congress
    ]
    taken = set(map(id, recent))
    earlier = sorted(
        (each for each in people if id(each) not in taken),
        key=lambda person: person.age + 3 * bell(rng),
        reverse=True,
    )
    before_republic = [each for each in earlier if _adult(each) < republic][: wanted[0]]
    taken.update(map(id, before_republic))
    before_plenum = [each for each in earlier if id(each) not in taken and _adult(each) < plenum][: wanted[1]]
    taken.update(map(id, before_plenum))

    _give_probation(rng, recent, len(people))
    for person in people:
        start, end = congress, a_year_ago
        if person.is_probationary:
            start, end = a_year_ago + timedelta(days=1), as_of
        elif id(person) not in taken:
            start, end = plenum, congress - timedelta(days=1)
        person.joined_date = _joined(rng, person, start, end)
    for person in before_plenum:
        person.joined_date = _joined(rng, person, republic, plenum - timedelta(days=1))
    for person in before_republic:
        person.joined_date = _joined(rng, person, first_of_all, republic - timedelta(days=1))


def _give_probation(rng: Random, recent: list[Person], members: int) -> None:
    counts = apportioned(round(members * calibration.PROBATIONARY_SHARE), calibration.DEVELOPED_BY_AGE)
    for band, count in enumerate(counts):
        candidates = [person for person in recent if band_of(person.age) == band]
        # Nearly four in ten of those developed are students.
        candidates.sort(key=lambda person: rng.random() - (0.25 if person.occupation == "student" else 0.0))
        for person in candidates[:count]:
            person.is_probationary = True


def _joined(rng: Random, person: Person, start: date, end: date) -> date:
    """Return a day of the period on which the person was 18 or older, rather early in life."""
    first = max(start, _adult(person))
    part = rng.random() * rng.random()
    return first + timedelta(days=int((end - first).days * part))


def _adult(person: Person) -> date:
    """Return the eighteenth birthday."""
    return years_after(person.birth_date, 18)
