"""Rows of the sheet of members against the register."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from guben_web.engine import snapshots
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import MEMBER_COLUMNS, REGISTER_COLUMNS, PrivatePerson
from guben_web.imports.comparison import Comparison
from guben_web.imports.days import to_number
from guben_web.imports.enums import Kind
from guben_web.imports.lines import (
    NEWER,
    ORGANIZATION_REFUSED,
    OUTSIDE,
    TOO_LONG,
    TWICE,
    Changes,
    Reason,
    cannot_be_empty,
    differences,
    emptied,
    line_of,
    reason,
    refused,
    row_of,
    settled,
)
from guben_web.imports.models import Line
from guben_web.imports.register import member_state
from guben_web.imports.tables.members.finding import MemberFinder
from guben_web.imports.tables.members.names import tidy_name
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt, encrypt, index_of

_LONGEST_NAME = 60
_LONGEST_PLACE = 120
# What a membership holds.
_PLACE = frozenset({"organization", "status"})
_FIELDS = (
    *("birth_date", "sex", "ethnicity", "education", "occupation"),
    *("joined_date", "full_date", "techniques"),
)
_PLAIN = frozenset({*_FIELDS, "floating_since", "hardship_since"})
# Kept as a text or encrypted: empty is an empty text, and with it goes what finds it.
_WORDS = {"floating_place": ("floating_place",), "phone": ("phone", "phone_index"), "address": ("address",)}
_TITLES = {each.name: each.title for each in (*MEMBER_COLUMNS, *REGISTER_COLUMNS)}

_NO_RECORD = Text(
    "系统里没有这个记录号；新增的人请把记录号留空。",
    "There is no such record; leave the column empty for people who are new.",
)
_TAKEN = Text("这个公民身份号码是另一人的。", "The identity number is somebody else's.")
_CANNOT_TELL = Text(
    "没有身份证号，姓名和出生日期又与另一人相同，看不出是谁。",
    "There is no identity number, and name and birth date are those of somebody else too.",
)


@dataclass(slots=True)
class _Row:
    """A row with what it is about; `here` is where the member belongs so far."""

    record: snapshots.Person
    who: PrivatePerson
    name: str
    organization: str | None
    index: str | None
    known: Member | None
    is_clear: bool
    here: str | None
    subject: str


@dataclass(slots=True)
class MemberRows:
    """The rows of the sheet, one after the other."""

    comparison: Comparison
    columns: set[str] = field(default_factory=set)
    taken: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """Yield a line for each row; whoever it settles can be found by other tables."""
        comparison = self.comparison
        self.columns = comparison.columns_of("members")
        # Where posts have a sheet of their own, it alone speaks of them.
        says_posts = "post" in self.columns and "posts" not in comparison.reading.tables
        finder = MemberFinder(comparison.register)
        posts: defaultdict[str, list[snapshots.Post]] = defaultdict(list)
        for post in comparison.reading.records.posts:
            posts[post.person].append(post)
        has_further_tables = "posts" in comparison.reading.tables
        records = comparison.reading.records.people
        for record in sorted(records, key=lambda each: row_of(each.source)[1]):
            row = self._row(record, finder)
            line = line_of(Kind.MEMBER, record.source, row.name)
            changes = self._changes(row)
            if says_posts:
                changes |= self._post_changes(posts[record.key], row.known, row.organization or "")
            if row.known is not None:
                line.subject, line.base_revision = row.subject, row.known.revision
            reasons = comparison.errors_of(line) + list(self._reasons(line, row, changes, finder))
            if reasons:
                yield refused(line, reasons)
                continue
            line.subject = row.subject
            self.taken[line.subject] = line.row
            if has_further_tables:
                status = record.status if "status" in self.columns or row.known is None else row.known.status
                comparison.persons.add(row.subject, row.name, row.organization or "", row.index, status)
            yield settled(line, changes, is_new=row.known is None)

    def _row(self, record: snapshots.Person, finder: MemberFinder) -> _Row:
        comparison = self.comparison
        who = comparison.private_rows.get(record.source) or PrivatePerson(
            record.key, record.source, None, None, None
        )
        name, organization = tidy_name(who), comparison.keys.get(record.organization)
        index = index_of("identity", who.identity_number)
        known, is_clear = finder.find(who, index, organization, name, record)
        here = comparison.register.keys_by_id[known.organization_id] if known else None
        subject = str(known.key if known else uuid.uuid4())
        return _Row(record, who, name, organization, index, known, is_clear, here, subject)

    def _changes(self, row: _Row) -> Changes:
        who, known = row.who, row.known
        state = member_state(known) if known else {}
        is_status_said = known is None or "status" in self.columns
        said = {
            "name": row.name or None,
            "identity_index": row.index,
            "phone_index": index_of("phone", who.phone),
            **{each: getattr(row.record, each) for each in _FIELDS},
            "status": row.record.status if is_status_said else None,
            **_said_of(who),
        }
        changes = differences(state, said)
        for name, words in (("identity", who.identity_number), ("phone", who.phone)):
            if f"{name}_index" in changes:
                changes[name] = [state.get(name), encrypt(words or "", of=row.subject, field=name)]
        if who.address and not (known and _address_of(known) == who.address):
            changes["address"] = [
                state.get("address"),
                encrypt(who.address, of=row.subject, field="address"),
            ]
        if row.organization is not None and row.organization != row.here:
            changes["organization"] = [row.here, row.organization]
        cleared = self.comparison.reading.cleared.get(row.record.source, frozenset())
        if cleared and known is not None:
            # What the identity number says is not emptied.
            changes |= emptied(state, (cleared & _PLAIN) - {each for each, value in said.items() if value})
            for name in cleared & _WORDS.keys():
                changes |= emptied(state, _WORDS[name])
        return changes

    def _reasons(self, line: Line, row: _Row, changes: Changes, finder: MemberFinder) -> Iterator[Reason]:
        comparison, organization = self.comparison, row.organization
        if not row.is_clear:
            yield reason("cannot-tell", _CANNOT_TELL)
        if line.subject and line.subject in self.taken:
            yield reason("twice", TWICE.filled(row=self.taken[line.subject]))
        if organization is None or organization not in comparison.usable:
            yield reason("organization", ORGANIZATION_REFUSED)
        elif changes and not (
            comparison.may_change(organization) and (row.here is None or comparison.may_change(row.here))
        ):
            yield reason("outside", OUTSIDE)
        belonging = comparison.register.memberships.get(line.subject)
        since = belonging.valid_from if belonging else None
        if since is not None and since > comparison.as_of and _PLACE & changes.keys():
            yield reason("newer", NEWER.filled(day=since.isoformat()))
        if len(row.name) > _LONGEST_NAME:
            yield reason("too-long", TOO_LONG.filled(words=row.name[:20]))
        cleared = comparison.reading.cleared.get(row.record.source, frozenset())
        yield from cannot_be_empty(cleared - _PLAIN - _WORDS.keys(), _TITLES)
        if row.who.record and row.known is None:
            yield reason("record", _NO_RECORD)
        holder = finder.by_index.get(row.index) if row.index else None
        if holder is not None and row.known is not None and holder.pk != row.known.pk:
            yield reason("identity", _TAKEN)

    def _post_changes(
        self, said: Sequence[snapshots.Post], known: Member | None, organization: str
    ) -> Changes:
        register = self.comparison.register
        held = register.posts.get(str(known.key), {}) if known else {}
        changes: Changes = {}
        for post in said:
            after: dict[str, Any] = {"organization": organization, "start": post.start_date}
            before = None
            if post.post in held:
                row = held[post.post]
                before = {
                    "id": row.pk,
                    "organization": register.keys_by_id[row.organization_id],
                    "start": to_number(row.start_date),
                }
                after["start"] = after["start"] or before["start"]
                if (before["organization"], before["start"]) == (after["organization"], after["start"]):
                    continue
            changes[f"post.{post.post}"] = [before, after]
        kept = {post.post for post in said}
        for code, row in held.items():
            if code not in kept:
                where = register.keys_by_id[row.organization_id]
                before = {"id": row.pk, "organization": where, "start": to_number(row.start_date)}
                changes[f"post.{code}"] = [before, None]
        return changes


def _said_of(who: PrivatePerson) -> dict[str, Any]:
    """Return what only a register keeps, as it keeps it; None for what is not said."""
    is_in_hardship = None if who.hardship is None else who.hardship == "yes"
    return {
        "floating": None if who.floating is None else who.floating.replace("none", ""),
        "floating_since": who.floating_since,
        "floating_place": (who.floating_place or "")[:_LONGEST_PLACE] or None,
        "is_in_hardship": is_in_hardship,
        "hardship_since": who.hardship_since,
    }


def _address_of(member: Member) -> str:
    return decrypt(member.address, of=member.key, field="address")
