"""Encrypting anew with another key, some rows at a time, so that a rotation that was killed goes on where it was.

Each row is stored whole, texts and indexes in one statement; what carries the mark of the new key is left alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guben_web.people.facts import INDEXED
from guben_web.people.models import Member, MemberChange
from guben_web.people.secrecy import decrypt_with, encrypt_with, index_of, is_made_with
from guben_web.shared.bulk import Ready

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that is left and the one that is taken."""

    old: str
    new: str

    def text(self, text: str, *, of: object, field: str) -> str:
        """Return a cipher text under the new key; one that is so already, or empty, as it is."""
        if not text or is_made_with(self.new, text):
            return text
        return encrypt_with(self.new, self.words(text, of=of, field=field), of=of, field=field)

    def words(self, text: str, *, of: object, field: str) -> str:
        """Return the words of a cipher text under either key."""
        return decrypt_with(self.new if is_made_with(self.new, text) else self.old, text, of=of, field=field)

    def is_left_alone(self, texts: Sequence[str]) -> bool:
        """Return whether none of the texts is under the old key."""
        return all(not each or is_made_with(self.new, each) for each in texts)

    def changes(self, changes: Mapping[str, Any], *, of: object) -> dict[str, Any] | None:
        """Return what was changed of a member with texts and indexes under the new key; None where nothing changes."""
        there = [name for name in INDEXED if name in changes]
        if self.is_left_alone([each for name in there for each in changes[name] if each]):
            return None
        renewed = dict(changes)
        for name in there:
            index = INDEXED[name]
            if index and index in changes:
                clear = [self.words(each, of=of, field=name) if each else None for each in changes[name]]
                renewed[index] = [index_of(name, each, self.new) for each in clear]
            renewed[name] = [self.text(each, of=of, field=name) if each else each for each in changes[name]]
        return renewed


def rotate(keys: Keys) -> Iterator[int]:
    """Encrypt members and their history anew; yield how many rows were changed, each time some are stored."""
    yield from rotate_rows(Member.objects.all(), _FIELDS, lambda row: _renew_member(keys, row))
    yield from rotate_changes(keys, MemberChange.objects.all(), "member_key")


def rotate_changes(keys: Keys, rows: QuerySet[Any], of: str) -> Iterator[int]:
    """Encrypt the `changes` of some rows anew; `of` is the field with the member's key."""

    def renew(row: Any) -> bool:
        renewed = keys.changes(row.changes, of=getattr(row, of))
        if renewed is None:
            return False
        row.changes = renewed
        return True

    yield from rotate_rows(rows, ("changes",), renew)


def rotate_rows(rows: QuerySet[Any], names: Sequence[str], renew: Callable[[Any], bool]) -> Iterator[int]:
    """Renew rows in the order of their keys and store those that changed, some at a time in a transaction each."""
    in_order = rows.order_by("pk")
    some = list(in_order[:_AT_ONCE])
    while some:
        changed = [row for row in some if renew(row)]
        if changed:
            with transaction.atomic():
                Ready(changed).update(names)
            yield len(changed)
        some = list(in_order.filter(pk__gt=some[-1].pk)[:_AT_ONCE])


_FIELDS = tuple(each for pair in INDEXED.items() for each in pair if each)


def _renew_member(keys: Keys, row: Member) -> bool:
    if keys.is_left_alone([getattr(row, name) for name in INDEXED]):
        return False
    for name, index in INDEXED.items():
        text = getattr(row, name)
        if text and index:
            clear = keys.words(text, of=row.key, field=name)
            setattr(row, index, index_of(name, clear, keys.new))
        setattr(row, name, keys.text(text, of=row.key, field=name))
    return True
