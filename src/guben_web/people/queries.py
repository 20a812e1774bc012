"""Reads of members and posts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When

from guben_web.engine.vocabulary import posts_by_rank
from guben_web.org.access import ids_below
from guben_web.people.models import Member, Post
from guben_web.people.secrecy import decrypt, masked_identity, masked_phone
from guben_web.words.traditional import simplified


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
    ranks = [When(post=code, then=Value(-place)) for place, code in enumerate(posts_by_rank())]
    rows = Post.objects.filter(_held_on(day), organization_id=organization_id)
    return rows.select_related("member").order_by(
        Case(*ranks, default=Value(1)), F("start_date").asc(nulls_first=True), "id"
    )


def members_below(day: date, organization_id: int, words: str = "") -> QuerySet[Member]:
    """Return the members of an organization and all below it, or those whose name or initials match."""
    rows = Member.objects.filter(organization_id__in=ids_below([organization_id], day))
    asked = simplified("".join(words.split()))
    if asked:
        matches = Q(name__icontains=asked)
        if asked.isascii():
            matches |= Q(name_initials__startswith=asked.casefold())
        rows = rows.filter(matches)
    held = Prefetch("posts", Post.objects.filter(_held_on(day)), to_attr="held_posts")
    return rows.select_related("organization").prefetch_related(held).order_by("name_initials", "key")


def shown(members: list[Member], day: date) -> list[ShownMember]:
    """Return members as lists show them."""
    return [
        ShownMember(
            member,
            masked_identity(decrypt(member.identity)),
            masked_phone(decrypt(member.phone)),
            full_years(member.birth_date, day),
            tuple(getattr(member, "held_posts", ())),
        )
        for member in members
    ]


def full_years(born: date | None, day: date) -> int | None:
    """Return the age in full years (周岁) on a day."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _held_on(day: date) -> Q:
    begun = Q(start_date=None) | Q(start_date__lte=day)
    return begun & (Q(end_date=None) | Q(end_date__gt=day))
