"""Lines about members as rows of the register."""

from typing import Any
from uuid import UUID

from guben_web.engine.vocabulary import TEAM_POSTS
from guben_web.imports.days import to_date
from guben_web.imports.enums import Outcome
from guben_web.imports.lines import after_of
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing, SubjectIsGone
from guben_web.imports.tables.members.facts import say_member
from guben_web.imports.tables.table import Storing
from guben_web.people import actions as people
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.shared.bulk import Ready


class Applying:
    """Members to store, with their memberships, posts and history; what belongs to an organization names it by key."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.new: list[tuple[Member, str]] = []
        self.changed: list[tuple[Member, str]] = []
        self.new_memberships: list[tuple[Membership, str]] = []
        self.changed_memberships: list[tuple[Membership, str]] = []
        self.new_posts: list[tuple[Post, str]] = []
        self.changed_posts: list[Post] = []
        self.history: list[MemberChange] = []
        self.revisions: dict[UUID, int] = {}
        self.rows: dict[str, Ready] = {}

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""
        storing, after, key = self.storing, after_of(line), UUID(line.subject)
        member = storing.register.members.get(line.subject)
        if line.outcome == Outcome.CREATED:
            member = Member(key=key, source=f"{storing.origin}!{line.sheet}!{line.row}")
            organization = after["organization"]
            self.new.append((member, organization))
        elif member is None:
            raise SubjectIsGone
        else:
            here = storing.register.keys_by_id[member.organization_id]
            self.touched.append(frozenset({here}))
            self.revisions[key] = line.base_revision
            storing.revised.add(key)
            member.revision = line.base_revision + 1
            organization = after.get("organization") or here
            self.changed.append((member, organization))
        self.touched.append(frozenset({organization}))
        say_member(member, after)
        self._membership(line, member, organization, after)
        for name, (_, held) in line.changes.items():
            if name.startswith("post."):
                self._post(line, member, name.removeprefix("post."), held)
        if line.outcome == Outcome.CHANGED:
            self.history.append(
                MemberChange(
                    member_key=key,
                    at=storing.now,
                    account_id=storing.account_id,
                    origin=storing.origin,
                    changes=line.changes,
                )
            )

    def _membership(self, line: Line, member: Member, organization: str, after: dict[str, Any]) -> None:
        storing, day = self.storing, self.storing.batch.as_of
        known = storing.register.memberships.get(line.subject)
        if known is not None and not {"organization", "status"} & after.keys():
            return
        if known is not None and known.valid_from == day:
            # A second word about the same day corrects the first.
            known.status = member.status
            self.changed_memberships.append((known, organization))
            return
        new = Membership(member_id=member.key, status=member.status, origin=storing.origin)
        if known is not None:
            new.valid_from = known.valid_to = day
            held = storing.register.keys_by_id[known.organization_id]
            self.changed_memberships.append((known, held))
        self.new_memberships.append((new, organization))

    def _post(self, line: Line, member: Member, code: str, after: dict[str, Any] | None) -> None:
        storing, day = self.storing, self.storing.batch.as_of
        row = storing.register.posts.get(line.subject, {}).get(code)
        here = storing.register.keys_by_id[row.organization_id] if row else None
        if row is not None and after is not None and here == after["organization"]:
            row.start_date = to_date(after["start"])
            self.changed_posts.append(row)
            return
        if row is not None:
            row.end_date = max(day, row.start_date or day)
            self.changed_posts.append(row)
        if after is not None:
            post = Post(
                member_id=member.key,
                post=code,
                in_team=code in TEAM_POSTS,
                start_date=to_date(after["start"]),
                source=f"{storing.origin}!{line.sheet}!{line.row}",
            )
            self.new_posts.append((post, after["organization"]))

    def make_ready(self) -> None:
        """Make the rows ready for the database; ids of new organizations are filled in later."""
        self.rows = {
            "new": Ready([each for each, _ in self.new]),
            "changed": Ready([each for each, _ in self.changed]),
            "new_memberships": Ready([each for each, _ in self.new_memberships]),
            "changed_memberships": Ready([each for each, _ in self.changed_memberships]),
            "new_posts": Ready([each for each, _ in self.new_posts]),
            "changed_posts": Ready(self.changed_posts),
            "history": Ready(self.history),
        }

    def standing(self) -> Standing:
        """Return which members are not as they were compared with."""
        return changed_since(self.revisions)

    def store(self) -> None:
        """Store the members with all that belongs to them."""
        ids, rows = self.storing.ids, self.rows
        for several in (
            self.new,
            self.changed,
            self.new_memberships,
            self.changed_memberships,
            self.new_posts,
        ):
            for row, key in several:
                row.organization_id = ids[key]
        people.store_members(changed=rows["changed"], new=rows["new"], history=rows["history"])
        people.store_memberships(changed=rows["changed_memberships"], new=rows["new_memberships"])
        people.store_posts(changed=rows["changed_posts"], new=rows["new_posts"])


def changed_since(revisions: dict[UUID, int]) -> Standing:
    """Return which members have another revision now than they should."""
    now = dict(Member.objects.values_list("key", "revision")) if revisions else {}
    return Standing(members=[str(key) for key, number in revisions.items() if now.get(key) != number])
