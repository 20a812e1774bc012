"""Reads of members and posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from guben_web.engine.vocabulary import MEMBERS, posts_by_rank
from guben_web.org.access import HOLDS, Scope, within
from guben_web.org.queries import name_on
from guben_web.people.models import Member, Post
from guben_web.people.secrecy import decrypt, masked_identity, masked_phone
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified

# Every organization below some tops, once for each top that it is below.
_COUNTS = f"""
WITH RECURSIVE below(top, id) AS (
    SELECT v.organization_id, v.organization_id FROM org_organizationversion v
    WHERE v.organization_id IN ({{places}}) AND {HOLDS}
    UNION
    SELECT below.top, v.organization_id FROM org_organizationversion v
    JOIN below ON v.parent_id = below.id WHERE {HOLDS}
)
SELECT below.top, count(*) FROM below JOIN people_member m ON m.organization_id = below.id
WHERE m.status IN ({{members}}) GROUP BY below.top
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of members is narrowed down to; empty says nothing."""

    words: str = ""
    status: str = ""
    # Only those who hold a post.
    is_holding: bool = False
    # Only those of this organization itself.
    organization_id: int | None = None

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        return bool(self.words.strip() or self.status or self.is_holding or self.organization_id)


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many are members, full or probationary, and how many are on the way to it."""

    members: int
    on_the_way: int


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A member as lists show one: numbers masked, the age in place of the birth date."""

    member: Member
    identity: str
    phone: str
    age: int | None
    posts: tuple[Post, ...]


def posts_on(day: date, organization_id: int) -> QuerySet[Post]:
    """Return the posts held in an organization on a day, highest first."""
    ranks = [When(post=code, then=Value(place)) for place, code in enumerate(posts_by_rank())]
    rows = posts_held_on(day).filter(organization_id=organization_id)
    return rows.select_related("member").order_by(
        Case(*ranks, default=Value(len(ranks))), F("start_date").asc(nulls_first=True), "id"
    )


def posts_held_on(day: date) -> QuerySet[Post]:
    """Return the posts held on a day, wherever."""
    return Post.objects.filter(_held_on(day))


def members_on(day: date, scope: Scope, wanted: Wanted) -> QuerySet[Member]:
    """Return the members of a scope that are wanted: by name or initials, status, post or organization.

    Those of one organization stand together, by initials. Each has `organization_name` and, in `held_posts`, what is
    held on the day.
    """
    rows = Member.objects.filter(within(scope, day))
    asked = simplified("".join(search_words(wanted.words).split()))
    if asked:
        matches = Q(name__icontains=asked)
        if asked.isascii():
            matches |= Q(name_initials__startswith=asked.casefold())
        rows = rows.filter(matches)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.is_holding:
        rows = rows.filter(Exists(Post.objects.filter(_held_on(day), member_id=OuterRef("pk"))))
    if wanted.organization_id:
        rows = rows.filter(organization_id=wanted.organization_id)
    held = Prefetch("posts", Post.objects.filter(_held_on(day)), to_attr="held_posts")
    rows = rows.annotate(organization_name=name_on(day, "organization_id")).prefetch_related(held)
    return rows.order_by("organization__key", "name_initials", "key")


def headcount_on(day: date, scope: Scope) -> Headcount:
    """Return how many people a scope holds."""
    counts = Member.objects.filter(within(scope, day)).aggregate(
        everybody=Count("pk"), members=Count("pk", filter=Q(status__in=MEMBERS))
    )
    return Headcount(counts["members"], counts["everybody"] - counts["members"])


def member_counts_on(day: date, tops: Sequence[int]) -> dict[int, int]:
    """Return how many members each of some organizations has with all below it; one query."""
    if not tops:
        return {}
    statuses = sorted(MEMBERS)
    query = _COUNTS.format(places=", ".join(["%s"] * len(tops)), members=", ".join(["%s"] * len(statuses)))
    with connection.cursor() as cursor:
        cursor.execute(query, [*tops, day, day, day, day, *statuses])
        return dict(cursor.fetchall())


def shown(members: list[Member], today: date) -> list[ShownMember]:
    """Return members as lists show them.

    Ages are those of today, whatever day a list is of: an age as of any day would give the birth date away, and with
    it the identity number.
    """
    return [
        ShownMember(
            member,
            masked_identity(decrypt(member.identity)),
            masked_phone(decrypt(member.phone)),
            full_years(member.birth_date, today),
            tuple(getattr(member, "held_posts", ())),
        )
        for member in members
    ]


def full_years(born: date | None, day: date) -> int | None:
    """Return the age in full years (周岁) on a day; None before the birth."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _held_on(day: date) -> Q:
    begun = Q(start_date=None) | Q(start_date__lte=day)
    return begun & (Q(end_date=None) | Q(end_date__gt=day))
