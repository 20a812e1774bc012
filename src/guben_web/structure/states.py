"""What the rules ask about organizations, counted for many of them in a constant number of queries.

Rows are read as the few values that are needed: a county has thousands of organizations and terms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from guben_web.engine.vocabulary import MEMBERS, TEAM_POSTS
from guben_web.org.access import holding_on
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.people.models import Membership, Post
from guben_web.people.posts import held_on
from guben_web.teams.terms import LatestTerm, latest_terms

_FEW_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """An organization as the rules see it on a day."""

    organization_id: int
    name: str
    code: str | None
    type: str
    level: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Posts:
    """How many lead an organization or a group, and how many people are in its team."""

    secretaries: int
    leaders: int
    team: int


@dataclass(frozen=True, slots=True)
class State:
    """What the rules ask about one organization; members of Party groups count with their branch."""

    full: int
    members: int
    with_below: int
    posts: Posts
    units: int
    term: LatestTerm | None


_NO_POSTS = Posts(0, 0, 0)
_NOBODY = (0, 0)


def units_on(day: date, which: Q) -> dict[int, Unit]:
    """Return the organizations that a condition picks out, by the key of the organization; one query."""
    rows = OrganizationVersion.objects.filter(holding_on(day), which).order_by("organization__key")
    facts = rows.values_list("organization_id", "name", "organization__code", "type", "level", "parent_id")
    return {row[0]: Unit(*row) for row in facts}


def states_on(day: date, units: Mapping[int, Unit], wanted: Iterable[int]) -> Iterator[tuple[Unit, State]]:
    """Yield the wanted ones of these organizations with their states; four queries."""
    # A list of thousands of ids is more than some databases take; then everything is counted.
    here = Q(organization_id__in=list(units)) if len(units) < _FEW_ENOUGH else Q()
    members, posts = _members_on(day, here), _posts_on(day, here)
    joint, terms = _joint_units_on(day, here), latest_terms(day, here)
    children: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in units.values():
        if unit.parent_id is not None:
            children[unit.parent_id].append(unit)
    with_below: dict[int, int] = {}

    def count_with_below(organization_id: int) -> int:
        known = with_below.get(organization_id)
        if known is None:
            known = members.get(organization_id, _NOBODY)[1]
            known += sum(count_with_below(each.organization_id) for each in children.get(organization_id, ()))
            with_below[organization_id] = known
        return known

    for pk in wanted:
        full, all_ = members.get(pk, _NOBODY)
        for each in children.get(pk, ()):
            if each.type == "group":
                full_there, all_there = members.get(each.organization_id, _NOBODY)
                full, all_ = full + full_there, all_ + all_there
        yield (
            units[pk],
            State(
                full, all_, count_with_below(pk), posts.get(pk, _NO_POSTS), joint.get(pk, 0), terms.get(pk)
            ),
        )


def _members_on(day: date, here: Q) -> dict[int, tuple[int, int]]:
    rows = Membership.objects.filter(holding_on(day), here, status__in=MEMBERS).order_by()
    counts = rows.values("organization_id").annotate(
        full=Count("pk", filter=Q(status="full")), all=Count("pk")
    )
    return {pk: (full, all_) for pk, full, all_ in counts.values_list("organization_id", "full", "all")}


def _posts_on(day: date, here: Q) -> dict[int, Posts]:
    # Counted by the database: in a county thousands of posts are held.
    held = Post.objects.filter(held_on(day), here).order_by().values("organization_id")
    counts = held.annotate(
        secretaries=Count("pk", filter=Q(post="secretary")),
        leaders=Count("pk", filter=Q(post="group_leader")),
        team=Count("member_id", filter=Q(post__in=TEAM_POSTS), distinct=True),
    )
    columns = ("organization_id", "secretaries", "leaders", "team")
    return {pk: Posts(*numbers) for pk, *numbers in counts.values_list(*columns)}


def _joint_units_on(day: date, here: Q) -> dict[int, int]:
    joint = Workplace.objects.filter(holding_on(day), here, cover=Cover.JOINT).order_by()
    units = joint.values("organization_id").annotate(number=Count("pk"))
    return dict(units.values_list("organization_id", "number"))
