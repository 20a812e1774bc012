"""Lines about members read backwards."""

from typing import Any
from uuid import UUID

from guben_web.imports.days import to_date
from guben_web.imports.enums import Outcome
from guben_web.imports.lines import before_of
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing
from guben_web.imports.tables.members.applying import changed_since
from guben_web.imports.tables.members.facts import say_member
from guben_web.imports.tables.table import Storing
from guben_web.people import actions as people
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.shared.bulk import Ready


class Undoing:
    """Members to restore and to remove."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.changed: list[Member] = []
        self.removed: list[UUID] = []
        self.changed_memberships: list[Membership] = []
        self.removed_memberships: list[Membership] = []
        self.changed_posts: list[Post] = []
        self.removed_posts: list[Post] = []
        self.history: list[MemberChange] = []
        self.revisions: dict[UUID, int] = {}
        self.gone: list[str] = []
        self.rows: dict[str, Ready] = {}
        self.earlier_memberships = {
            each.member_id: each for each in Membership.objects.filter(valid_to=storing.batch.as_of)
        }
        self.ended_posts = {each.pk: each for each in Post.objects.exclude(end_date=None)}

    def add(self, line: Line) -> None:
        """Take a line up."""
        left, before = line.base_revision + 1, before_of(line)
        member = self.storing.register.members.get(line.subject)
        if member is None or member.revision != left:
            self.gone.append(line.subject)
            return
        self.revisions[member.key] = left
        self.storing.revised.add(member.key)
        held = self.storing.register.posts.get(line.subject, {})
        for name, (earlier, later) in line.changes.items():
            if name.startswith("post."):
                self._post(held.get(name.removeprefix("post.")), earlier, later)
        if line.outcome == Outcome.CREATED:
            self.removed.append(member.key)
            return
        self.history.append(
            MemberChange(
                member_key=member.key,
                at=self.storing.now,
                account_id=self.storing.account_id,
                origin=f"undo:{self.storing.batch.pk}",
                changes={name: [change[1], change[0]] for name, change in line.changes.items()},
            )
        )
        say_member(member, before)
        if before.get("organization"):
            member.organization_id = self.storing.ids[before["organization"]]
        if {"organization", "status"} & before.keys():
            self._membership(member)
        member.revision -= 1
        self.changed.append(member)

    def _membership(self, member: Member) -> None:
        known = self.storing.register.memberships[str(member.key)]
        earlier = self.earlier_memberships.get(member.key)
        if known.origin == self.storing.origin and earlier is not None:
            self.removed_memberships.append(known)
            earlier.valid_to = None
            self.changed_memberships.append(earlier)
            return
        known.organization_id, known.status = member.organization_id, member.status
        self.changed_memberships.append(known)

    def _post(self, row: Post | None, earlier: dict[str, Any] | None, later: dict[str, Any] | None) -> None:
        is_same_row = earlier is not None and row is not None and row.pk == earlier["id"]
        if row is not None and later is not None and not is_same_row:
            self.removed_posts.append(row)
        if earlier is not None:
            restored = row if is_same_row and row is not None else self.ended_posts[earlier["id"]]
            restored.start_date, restored.end_date = to_date(earlier["start"]), None
            self.changed_posts.append(restored)

    def make_ready(self) -> None:
        """Make the rows ready for the database; none is new but in the history."""
        self.rows = {
            "changed": Ready(self.changed),
            "memberships": Ready(self.changed_memberships),
            "posts": Ready(self.changed_posts),
            "history": Ready(self.history),
        }

    def standing(self) -> Standing:
        """Return which members are not as the batch left them."""
        return Standing(members=[*self.gone, *changed_since(self.revisions).members])

    def store(self) -> None:
        """Restore the members, and remove those that the batch had added."""
        nothing = Ready(())
        people.remove_posts(self.removed_posts)
        people.store_posts(changed=self.rows["posts"], new=nothing)
        people.remove_memberships(self.removed_memberships)
        people.store_memberships(changed=self.rows["memberships"], new=nothing)
        people.store_members(changed=self.rows["changed"], new=nothing, history=self.rows["history"])
        people.remove_members(self.removed)
