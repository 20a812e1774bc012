"""Reads of members and posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from guben_web.engine.bands import AGE_BANDS
from guben_web.engine.vocabulary import MEMBERS, list_of
from guben_web.org.access import HOLDS, Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import name_on
from guben_web.people.enums import LEFT, ON_THE_WAY
from guben_web.people.matters import LATELY_DAYS, NOTICE_DAYS, Matter, came_since, probation_over
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.people.posts import held_on, rank_of_post
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
SELECT below.top, count(*) FROM below JOIN people_membership v ON v.organization_id = below.id
WHERE {HOLDS} AND v.status IN ({{members}}) GROUP BY below.top
"""


_THERE = [code for code in list_of("status").codes if code != LEFT]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of members is narrowed down to; empty says nothing."""

    words: str = ""
    status: str = ""
    sex: str = ""
    # The code of a band of the bulletin, such as 31-35.
    age: str = ""
    education: str = ""
    # That of the organization.
    field: str = ""
    floating: str = ""
    # Only those who hold a post.
    is_holding: bool = False
    is_in_hardship: bool = False
    # One of `matters.Matter`.
    matter: str = ""
    # Only those of this organization itself.
    organization_id: int | None = None

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        return any(
            (
                self.words.strip(),
                *(self.status, self.sex, self.age, self.education, self.field, self.floating),
                self.matter,
                *(self.is_holding, self.is_in_hardship, self.organization_id),
            )
        )


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
    # Those of the day that the list is of.
    status: str
    organization_id: int
    organization_name: str


def posts_on(day: date, organization_id: int) -> QuerySet[Post]:
    """Return the posts held in an organization on a day, highest first."""
    rows = Post.objects.filter(held_on(day), organization_id=organization_id)
    return rows.select_related("member").order_by(rank_of_post(), F("start_date").asc(nulls_first=True), "id")


def memberships_on(day: date) -> QuerySet[Membership]:
    """Return who belonged where on a day, by member; those who had left are not among them."""
    return Membership.objects.filter(holding_on(day)).exclude(status=LEFT).order_by("member_id")


def members_on(day: date, scope: Scope, wanted: Wanted) -> QuerySet[Member]:
    """Return the members that belonged to a scope on a day and are wanted; who had left only if asked for.

    Those of one organization stand together, by initials. Each has `here_id` and `here_status`, its organization and
    status of that day, and in `held_posts` what was held on it.
    """
    here = FilteredRelation("memberships", condition=holding_on(day, "memberships__"))
    # The stubs do not know relations that are filtered.
    rows: QuerySet[Any] = Member.objects.annotate(here=here).filter(
        within(scope, day, "here__organization_id")
    )
    statuses = [wanted.status] if wanted.status else _THERE
    rows = _narrowed(rows.filter(here__status__in=statuses), day, wanted)
    held = Prefetch("posts", Post.objects.filter(held_on(day)), to_attr="held_posts")
    rows = rows.annotate(
        here_id=F("here__organization_id"),
        here_status=F("here__status"),
    ).prefetch_related(held)
    return rows.order_by("here__organization__key", "name_initials", "key")


def headcount_on(day: date, scope: Scope) -> Headcount:
    """Return how many people a scope held on a day."""
    rows = Membership.objects.filter(holding_on(day), within(scope, day))
    counts = rows.aggregate(
        members=Count("pk", filter=Q(status__in=MEMBERS)),
        on_the_way=Count("pk", filter=Q(status__in=ON_THE_WAY)),
    )
    return Headcount(counts["members"], counts["on_the_way"])


def history_of(member: Member) -> QuerySet[MemberChange]:
    """Return what was changed of a member, the latest first."""
    return MemberChange.objects.filter(member_key=member.key).order_by("-id")


def memberships_of(member: Member) -> QuerySet[Membership]:
    """Return where a member belonged and as what, the latest first, each with `organization_name` of its time."""
    at_the_time = (
        OrganizationVersion.objects.filter(organization_id=OuterRef("organization_id"))
        .filter(Q(valid_from=None) | Q(valid_from__lte=OuterRef("valid_from")) | Q(valid_to=None))
        .order_by(F("valid_from").desc(nulls_last=True))
    )
    rows = Membership.objects.filter(member=member)
    return rows.annotate(organization_name=Subquery(at_the_time.values("name")[:1])).order_by(
        F("valid_from").desc(nulls_last=True), "-id"
    )


def find_by_identity(index: str | None) -> Member | None:
    """Return the member with an identity number, by its index."""
    return Member.objects.filter(identity_index=index).first() if index else None


def member_counts_on(day: date, tops: Sequence[int]) -> dict[int, int]:
    """Return how many members each of some organizations has with all below it; one query."""
    if not tops:
        return {}
    statuses = sorted(MEMBERS)
    query = _COUNTS.format(places=", ".join(["%s"] * len(tops)), members=", ".join(["%s"] * len(statuses)))
    with connection.cursor() as cursor:
        cursor.execute(query, [*tops, *[day] * 6, *statuses])
        return dict(cursor.fetchall())


def shown(members: list[Member], day: date, today: date) -> list[ShownMember]:
    """Return members as lists show them; one query for the names of their organizations.

    Ages are those of today, whatever day a list is of: an age as of any day would give the birth date away.
    """
    # Looked up for those that are shown: a subquery would be computed for all that are sorted.
    here = {getattr(each, "here_id", each.organization_id) for each in members}
    versions = OrganizationVersion.objects.filter(holding_on(day), organization_id__in=here)
    names = dict(versions.values_list("organization_id", "name"))
    return [
        ShownMember(
            member,
            masked_identity(decrypt(member.identity, of=member.key, field="identity")),
            masked_phone(decrypt(member.phone, of=member.key, field="phone")),
            full_years(member.birth_date, today),
            tuple(getattr(member, "held_posts", ())),
            getattr(member, "here_status", member.status),
            getattr(member, "here_id", member.organization_id),
            names.get(getattr(member, "here_id", member.organization_id), ""),
        )
        for member in members
    ]


def full_years(born: date | None, day: date) -> int | None:
    """Return the age in full years (周岁) on a day; None before the birth."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _narrowed(rows: QuerySet[Any], day: date, wanted: Wanted) -> QuerySet[Any]:
    asked = simplified("".join(search_words(wanted.words).split()))
    if asked:
        matches = Q(name__icontains=asked)
        if asked.isascii():
            matches |= Q(name_initials__startswith=asked.casefold())
        rows = rows.filter(matches)
    for name in ("sex", "education", "floating"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    band = next((each for each in AGE_BANDS if each.code == wanted.age), None)
    if band is not None:
        after, until = band.days(day)
        rows = rows.filter(birth_date__gt=after) if after else rows
        rows = rows.filter(birth_date__lte=until) if until else rows
    if wanted.field:
        fields = OrganizationVersion.objects.filter(holding_on(day), field=wanted.field)
        rows = rows.filter(here__organization_id__in=fields.values("organization_id"))
    if wanted.is_in_hardship:
        rows = rows.filter(is_in_hardship=True)
    if wanted.matter == Matter.PROBATION:
        rows = rows.filter(probation_over(day, notice_days=NOTICE_DAYS), here__status="probationary")
    if wanted.matter == Matter.CAME:
        came = came_since(day - timedelta(days=LATELY_DAYS), day)
        rows = rows.filter(pk__in=came.values("member_id"))
    if wanted.is_holding:
        rows = rows.filter(Exists(Post.objects.filter(held_on(day), member_id=OuterRef("pk"))))
    if wanted.organization_id:
        rows = rows.filter(here__organization_id=wanted.organization_id)
    return rows


def with_names(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Return posts, each with the `organization_name` of a day."""
    return posts.annotate(organization_name=name_on(day, "organization_id"))
