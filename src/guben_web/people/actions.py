"""Storing members and posts. Whoever calls holds the transaction and records the act."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from guben_web.people.models import Member, MemberChange, Post
from guben_web.shared import bulk

_MEMBER_FIELDS = tuple(each.name for each in Member._meta.concrete_fields if not each.primary_key)


def store_members(
    *, changed: Sequence[Member], new: Sequence[Member], history: Sequence[MemberChange]
) -> None:
    """Store members and what changed of them."""
    bulk.update_rows(changed, _MEMBER_FIELDS)
    bulk.insert_rows(new)
    bulk.insert_rows(history)


def store_posts(*, changed: Sequence[Post], new: Sequence[Post]) -> None:
    """Store posts; those that end go first, so that nobody holds one twice."""
    bulk.update_rows(changed, ("start_date", "end_date"))
    bulk.insert_rows(new)


def remove_posts(rows: Sequence[Post]) -> None:
    """Remove posts that an undone import had added."""
    bulk.delete_rows(Post, [row.pk for row in rows])


def remove_members(keys: Iterable[UUID], history: Sequence[MemberChange]) -> None:
    """Remove members that an undone import had added; that they were there stays in the history."""
    bulk.delete_rows(Member, keys)
    bulk.insert_rows(history)
