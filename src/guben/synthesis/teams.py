"""Who leads an organization: its secretary, deputy and committee, chosen among its members."""

from collections.abc import Iterable
from datetime import date
from random import Random

from guben.synthesis.drawing import bell, happens
from guben.synthesis.population import Person, day_between, years_after

_SCHOOLED = frozenset({"senior_secondary", "college", "bachelor", "graduate"})
_NAMED_POSTS = (
    "secretary",
    "deputy_secretary",
    "organization_member",
    "publicity_member",
    "discipline_member",
)

# A team is renewed every five years, and few lead longer than twelve.
_LONGEST_TERM = 12


def give_posts(
    rng: Random,
    people: Iterable[Person],
    *,
    as_of: date,
    age: float = 45.0,
    schooling: float = 0.7,
    size: int | None = None,
) -> list[Person]:
    """Give posts to some of the people, and return these.

    The team's average age comes near `age`. `schooling`, from 0 to 1, is the chance that the secretary is chosen
    among those with senior-secondary education or more. Without a `size` the team has three to seven by the number
    of members. A few posts stay vacant.
    """
    candidates = [each for each in people if not each.is_probationary and each.occupation != "student"]
    able = [each for each in candidates if each.age <= 65]
    if len(able) >= 3:
        candidates = able
    posts = _posts(rng, len(candidates), size)
    wants_schooling = happens(rng, schooling)
    secretary_age = age + 2 + 5 * bell(rng)

    def unfitness(person: Person) -> float:
        lacks_schooling = wants_schooling and person.education not in _SCHOOLED
        return abs(person.age - secretary_age) + (18 if lacks_schooling else 0)

    team = [min(candidates, key=unfitness)] if posts else []
    years = sum(each.age for each in team)
    while len(team) < len(posts):
        wanted = age * (len(team) + 1) - years
        rest = [each for each in candidates if each not in team]
        chosen = min(rest, key=lambda person: abs(person.age - wanted) + 2 * abs(bell(rng)))
        team.append(chosen)
        years += chosen.age
    for person, post in zip(team, posts, strict=True):
        _appoint(rng, person, post, as_of)
    return team


def _posts(rng: Random, candidates: int, size: int | None) -> list[str]:
    """Return the posts to fill; where there are fewer than three candidates, the secretary's at most."""
    if candidates < 3:
        return ["secretary"][:candidates]
    if size is None:
        size = min(3 + candidates // 12 + happens(rng, 0.3), 7)
    size = min(size, candidates)
    posts = [*_NAMED_POSTS, *["committee_member"] * (size - len(_NAMED_POSTS))][:size]
    if happens(rng, 0.02):
        posts.remove("secretary")
    if happens(rng, 0.05):
        posts.remove("deputy_secretary")
    return posts


def _appoint(rng: Random, person: Person, post: str, as_of: date) -> None:
    assert person.full_date is not None
    earliest = max(person.full_date, years_after(as_of, -_LONGEST_TERM))
    person.post, person.post_start = post, day_between(rng, earliest, as_of)
