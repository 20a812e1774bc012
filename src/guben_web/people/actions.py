"""Storing members and posts. Whoever calls holds the transaction and records the act."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from guben_web.people.models import Member, Post
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready

_MEMBER_FIELDS = tuple(each.name for each in Member._meta.concrete_fields if not each.primary_key)


def store_members(*, changed: Ready, new: Ready, history: Ready) -> None:
    """Store members and what changed of them."""
    changed.update(_MEMBER_FIELDS)
    new.insert()
    history.insert()


def store_posts(*, changed: Ready, new: Ready) -> None:
    """Store posts; those that end go first, so that nobody holds one twice."""
    changed.update(("start_date", "end_date"))
    new.insert()


def remove_posts(rows: Sequence[Post]) -> None:
    """Remove posts that an undone import had added."""
    bulk.delete_rows(Post, [row.pk for row in rows])


def remove_members(keys: Iterable[UUID]) -> None:
    """Remove members that an undone import had added; its lines stay and tell of them."""
    bulk.delete_rows(Member, keys)
