"""The lines of a batch as rows of the register, made ready before the transaction begins; nothing is stored here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from guben_web.engine.vocabulary import TEAM_POSTS
from guben_web.imports.days import to_date
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Batch, Line
from guben_web.imports.register import (
    MEMBER_DAYS,
    MEMBER_TEXTS,
    VERSION_NAMES,
    KnownOrganization,
    Register,
    read_register,
)
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.shared.bulk import Ready
from guben_web.words.pinyin import initials_of, initials_of_person, pinyin_of


@dataclass(frozen=True, slots=True)
class ReadyRows:
    """Rows made ready for the database, new ones and changed ones of each model."""

    new_versions: Ready = field(default_factory=lambda: Ready(()))
    changed_versions: Ready = field(default_factory=lambda: Ready(()))
    new_workplaces: Ready = field(default_factory=lambda: Ready(()))
    changed_workplaces: Ready = field(default_factory=lambda: Ready(()))
    new_values: Ready = field(default_factory=lambda: Ready(()))
    changed_values: Ready = field(default_factory=lambda: Ready(()))
    new_members: Ready = field(default_factory=lambda: Ready(()))
    changed_members: Ready = field(default_factory=lambda: Ready(()))
    new_memberships: Ready = field(default_factory=lambda: Ready(()))
    changed_memberships: Ready = field(default_factory=lambda: Ready(()))
    new_posts: Ready = field(default_factory=lambda: Ready(()))
    changed_posts: Ready = field(default_factory=lambda: Ready(()))
    history: Ready = field(default_factory=lambda: Ready(()))


@dataclass(slots=True)
class Prepared:
    """Rows to store. Organizations that are new have no id yet: what belongs to one names it by key.

    `revisions` are those that the subjects must still have, by kind and key.
    """

    new_organizations: list[Organization] = field(default_factory=list)
    changed_organizations: list[Organization] = field(default_factory=list)
    new_versions: list[tuple[OrganizationVersion, str, str | None]] = field(default_factory=list)
    changed_versions: list[tuple[OrganizationVersion, str | None]] = field(default_factory=list)
    new_workplaces: list[tuple[Workplace, str]] = field(default_factory=list)
    changed_workplaces: list[Workplace] = field(default_factory=list)
    new_values: list[tuple[ReportedValue, str]] = field(default_factory=list)
    changed_values: list[ReportedValue] = field(default_factory=list)
    new_members: list[tuple[Member, str]] = field(default_factory=list)
    changed_members: list[tuple[Member, str]] = field(default_factory=list)
    new_memberships: list[tuple[Membership, str]] = field(default_factory=list)
    changed_memberships: list[tuple[Membership, str]] = field(default_factory=list)
    new_posts: list[tuple[Post, str]] = field(default_factory=list)
    changed_posts: list[Post] = field(default_factory=list)
    history: list[MemberChange] = field(default_factory=list)
    organization_revisions: dict[str, int] = field(default_factory=dict)
    member_revisions: dict[UUID, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def ready(self) -> ReadyRows:
        """Return the rows made ready; `fill` may still be called."""
        return ReadyRows(
            new_versions=Ready([each for each, _, _ in self.new_versions]),
            changed_versions=Ready([each for each, _ in self.changed_versions]),
            new_workplaces=Ready([each for each, _ in self.new_workplaces]),
            changed_workplaces=Ready(self.changed_workplaces),
            new_values=Ready([each for each, _ in self.new_values]),
            changed_values=Ready(self.changed_values),
            new_members=Ready([each for each, _ in self.new_members]),
            changed_members=Ready([each for each, _ in self.changed_members]),
            new_memberships=Ready([each for each, _ in self.new_memberships]),
            changed_memberships=Ready([each for each, _ in self.changed_memberships]),
            new_posts=Ready([each for each, _ in self.new_posts]),
            changed_posts=Ready(self.changed_posts),
            history=Ready(self.history),
        )

    def fill(self, new_ids: dict[str, int]) -> None:
        """Give all rows the ids of their organizations, now that the new ones have some."""
        ids = self.ids | new_ids
        for version, key, parent in self.new_versions:
            version.organization_id = ids[key]
            version.parent_id = ids[parent] if parent else None
        for version, parent in self.changed_versions:
            version.parent_id = ids[parent] if parent else None
        for rows in (
            self.new_workplaces,
            self.new_values,
            self.new_members,
            self.changed_members,
            self.new_memberships,
            self.changed_memberships,
            self.new_posts,
        ):
            for row, key in rows:
                row.organization_id = ids[key]


class SubjectIsGone(Exception):
    """A line is about something that the register does not have any more."""


def prepare(batch: Batch, lines: Iterable[Line], *, now: datetime) -> Prepared:
    """Return what applying a batch stores.

    Raises SubjectIsGone.
    """
    register = read_register(batch.period)
    preparation = _Preparation(batch, register, now)
    values = {
        (register.keys_by_id[each.organization_id], each.measure): each
        for each in ReportedValue.objects.filter(period=batch.period)
    }
    for line in lines:
        if line.outcome in (Outcome.CREATED, Outcome.CHANGED):
            if line.kind == Kind.ORGANIZATION:
                preparation.organization(line, values)
            else:
                preparation.member(line)
    return preparation.prepared


class _Preparation:
    def __init__(self, batch: Batch, register: Register, now: datetime) -> None:
        self.batch = batch
        self.register = register
        self.now = now
        self.origin = f"batch:{batch.pk}"
        ids = {key: number for number, key in register.keys_by_id.items()}
        self.prepared = Prepared(ids=ids)

    def organization(self, line: Line, values: dict[tuple[str, str], ReportedValue]) -> None:
        after = {name: change[1] for name, change in line.changes.items()}
        known = self.register.organizations.get(line.subject)
        if line.outcome == Outcome.CREATED:
            if known is not None:
                raise SubjectIsGone
            self.prepared.new_organizations.append(
                Organization(key=line.subject, code=after.get("code"), revision=1)
            )
            version = OrganizationVersion(origin=self.origin)
            say_version(version, after)
            self.prepared.new_versions.append((version, line.subject, after.get("parent")))
        else:
            if known is None:
                raise SubjectIsGone
            self.prepared.organization_revisions[line.subject] = line.base_revision
            organization = known.organization
            organization.code = after.get("code", organization.code)
            organization.revision = line.base_revision + 1
            self.prepared.changed_organizations.append(organization)
            if VERSION_NAMES & after.keys():
                self._version(line, known, after)
        self._workplace(line, known, after)
        self._values(line, after, values)

    def _version(self, line: Line, known: KnownOrganization, after: dict[str, Any]) -> None:
        version = known.version
        held = self.register.parent_key(version)
        parent = after.get("parent", held)
        if version.valid_from == self.batch.as_of:
            # A second word about the same day corrects the first.
            say_version(version, after)
            self.prepared.changed_versions.append((version, parent))
            return
        new = OrganizationVersion(
            name=version.name,
            name_pinyin=version.name_pinyin,
            name_initials=version.name_initials,
            type=version.type,
            level=version.level,
            field=version.field,
            valid_from=self.batch.as_of,
            origin=self.origin,
        )
        say_version(new, after)
        version.valid_to = self.batch.as_of
        self.prepared.changed_versions.append((version, held))
        self.prepared.new_versions.append((new, line.subject, parent))

    def _workplace(self, line: Line, known: KnownOrganization | None, after: dict[str, Any]) -> None:
        said = {
            name.removeprefix("workplace."): value
            for name, value in after.items()
            if name.startswith("workplace.")
        }
        if not said:
            return
        workplace = known.workplace if known else None
        if workplace is not None and workplace.valid_from == self.batch.as_of:
            for name, value in said.items():
                setattr(workplace, name, value)
            self.prepared.changed_workplaces.append(workplace)
            return
        new = Workplace(origin=self.origin)
        if workplace is not None:
            new = workplace.next_from(self.batch.as_of, origin=self.origin)
            workplace.valid_to = self.batch.as_of
            self.prepared.changed_workplaces.append(workplace)
        for name, value in said.items():
            setattr(new, name, value)
        self.prepared.new_workplaces.append((new, line.subject))

    def _values(
        self, line: Line, after: dict[str, Any], values: dict[tuple[str, str], ReportedValue]
    ) -> None:
        for name, state in after.items():
            if not name.startswith("value."):
                continue
            measure = name.removeprefix("value.")
            value = values.get((line.subject, measure))
            if value is None:
                value = ReportedValue(measure=measure, period=self.batch.period)
                self.prepared.new_values.append((value, line.subject))
            else:
                self.prepared.changed_values.append(value)
            value.number, value.scale, value.choice, value.is_not_applicable, value.source = state
            value.batch = self.batch.pk

    def member(self, line: Line) -> None:
        after = {name: change[1] for name, change in line.changes.items()}
        key = UUID(line.subject)
        member = self.register.members.get(line.subject)
        if line.outcome == Outcome.CREATED:
            member = Member(key=key, source=f"{self.origin}!{line.sheet}!{line.row}")
            organization = after["organization"]
            self.prepared.new_members.append((member, organization))
        else:
            if member is None:
                raise SubjectIsGone
            self.prepared.member_revisions[key] = line.base_revision
            member.revision = line.base_revision + 1
            organization = after.get("organization") or self.register.keys_by_id[member.organization_id]
            self.prepared.changed_members.append((member, organization))
        say_member(member, after)
        self._membership(line, member, organization, after)
        for name, (_, held) in line.changes.items():
            if name.startswith("post."):
                self._post(line, member, name.removeprefix("post."), held)
        if line.outcome == Outcome.CHANGED:
            self.prepared.history.append(
                MemberChange(
                    member_key=key,
                    at=self.now,
                    account_id=self.batch.decided_by_id,
                    origin=self.origin,
                    changes=line.changes,
                )
            )

    def _membership(self, line: Line, member: Member, organization: str, after: dict[str, Any]) -> None:
        known = self.register.memberships.get(line.subject)
        if known is not None and not {"organization", "status"} & after.keys():
            return
        if known is not None and known.valid_from == self.batch.as_of:
            # A second word about the same day corrects the first.
            known.status = member.status
            self.prepared.changed_memberships.append((known, organization))
            return
        new = Membership(member_id=member.key, status=member.status, origin=self.origin)
        if known is not None:
            new.valid_from = known.valid_to = self.batch.as_of
            held = self.register.keys_by_id[known.organization_id]
            self.prepared.changed_memberships.append((known, held))
        self.prepared.new_memberships.append((new, organization))

    def _post(self, line: Line, member: Member, code: str, after: dict[str, Any] | None) -> None:
        row = self.register.posts.get(line.subject, {}).get(code)
        here = self.register.keys_by_id[row.organization_id] if row else None
        if row is not None and after is not None and here == after["organization"]:
            row.start_date = to_date(after["start"])
            self.prepared.changed_posts.append(row)
            return
        if row is not None:
            row.end_date = max(self.batch.as_of, row.start_date or self.batch.as_of)
            self.prepared.changed_posts.append(row)
        if after is not None:
            post = Post(
                member_id=member.key,
                post=code,
                in_team=code in TEAM_POSTS,
                start_date=to_date(after["start"]),
                source=f"{self.origin}!{line.sheet}!{line.row}",
            )
            self.prepared.new_posts.append((post, after["organization"]))


def say_member(member: Member, said: dict[str, Any]) -> None:
    """Set what was said of a member; None for what is empty again."""
    for name in MEMBER_TEXTS:
        if name in said:
            setattr(member, name, said[name])
    for name in MEMBER_DAYS:
        if name in said:
            setattr(member, name, to_date(said[name]))
    for name in ("identity_index", "phone_index"):
        if name in said:
            setattr(member, name, said[name])
    for name in ("identity", "phone", "address", "name"):
        if name in said:
            setattr(member, name, said[name] or "")
    if "name" in said:
        member.name_initials = initials_of_person(member.name)[:60]


def say_version(version: OrganizationVersion, said: dict[str, Any]) -> None:
    """Set what was said of an organization, without its superior."""
    for name in ("type", "level", "field"):
        if name in said:
            setattr(version, name, said[name])
    if "name" in said:
        version.name = said["name"]
        version.name_pinyin, version.name_initials = (
            pinyin_of(version.name)[:1200],
            initials_of(version.name)[:200],
        )
