"""The kinds of posts, those of the Party and those that are kept beside them; and which are held on a day."""

from datetime import date

from django.db.models import Case, Q, Value, When

from guben_web.engine.vocabulary import FURTHER_POSTS, list_of, posts_by_rank

PARTY_POSTS = posts_by_rank()
# Highest first.
POST_KINDS = {**{each.code: each.title for each in list_of("post")}, **FURTHER_POSTS}


def held_on(day: date) -> Q:
    """Return the condition that a post is held on a day."""
    begun = Q(start_date=None) | Q(start_date__lte=day)
    return begun & (Q(end_date=None) | Q(end_date__gt=day))


def rank_of_post() -> Case:
    """Return an expression to put posts in order, the highest first."""
    ranks = [When(post=code, then=Value(place)) for place, code in enumerate(POST_KINDS)]
    return Case(*ranks, default=Value(len(ranks)))
