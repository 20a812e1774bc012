"""Reads of posts and terms."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When

from guben_web.org.access import ids_below
from guben_web.org.queries import name_on
from guben_web.people.models import Post
from guben_web.people.posts import held_on, rank_of_post
from guben_web.teams.models import Term
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified

# So long before the day until which somebody was meant to hold a post, it is on the workbench.
NOTICE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of posts is narrowed down to; empty says nothing."""

    words: str = ""
    post: str = ""
    township: int | None = None
    is_ended: bool = False
    # Only those that were meant to be over by now, or within NOTICE_DAYS.
    is_over: bool = False


def posts_of(organization_id: int) -> QuerySet[Post]:
    """Return all posts that are and were held in an organization: those that go on by rank, then the last ended first."""
    rows = Post.objects.filter(organization_id=organization_id).select_related("member", "tenure")
    rank_now = Case(When(end_date=None, then=rank_of_post()), default=Value(0))
    return rows.order_by(
        F("end_date").desc(nulls_first=True), rank_now, F("start_date").desc(nulls_last=True), "id"
    )


def terms_of(organization_id: int) -> QuerySet[Term]:
    """Return the terms of an organization, the latest first."""
    return Term.objects.filter(organization_id=organization_id).order_by("-elected_date")


def narrowed(rows: QuerySet[Post], day: date, wanted: Wanted) -> QuerySet[Post]:
    """Return the posts that are wanted, held on a day or ended by it, with `organization_name`."""
    rows = rows.filter(Q(end_date__lte=day) if wanted.is_ended else held_on(day))
    asked = simplified("".join(search_words(wanted.words).split()))
    if asked:
        matches = Q(member__name__icontains=asked)
        if asked.isascii():
            matches |= Q(member__name_initials__startswith=asked.casefold())
        rows = rows.filter(matches)
    if wanted.post:
        rows = rows.filter(post=wanted.post)
    if wanted.township:
        rows = rows.filter(organization_id__in=ids_below([wanted.township], day))
    if wanted.is_over:
        rows = rows.filter(tenure__until__lte=day + timedelta(days=NOTICE_DAYS))
    return (
        rows.select_related("member", "tenure")
        .annotate(organization_name=name_on(day, "organization_id"))
        .order_by("organization__key", rank_of_post(), "id")
    )
