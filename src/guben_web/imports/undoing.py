"""A batch read backwards: what undoing it stores and removes; nothing is stored here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from guben_web.imports.applying import ReadyRows, say_member, say_version
from guben_web.imports.days import to_date
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Batch
from guben_web.imports.register import VERSION_NAMES, KnownOrganization, Register, read_register
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.shared.bulk import Ready


@dataclass(slots=True)
class Standing:
    """What has changed since a batch was applied, by keys: names would stay behind wherever this is kept."""

    organizations: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.organizations) + len(self.members)


@dataclass(slots=True)
class Reversed:
    """Rows to restore and to remove. For what is `standing` there is no undo."""

    changed_organizations: list[Organization] = field(default_factory=list)
    removed_organizations: list[Organization] = field(default_factory=list)
    changed_versions: list[OrganizationVersion] = field(default_factory=list)
    removed_versions: list[OrganizationVersion] = field(default_factory=list)
    changed_workplaces: list[Workplace] = field(default_factory=list)
    removed_workplaces: list[Workplace] = field(default_factory=list)
    changed_values: list[ReportedValue] = field(default_factory=list)
    removed_values: list[ReportedValue] = field(default_factory=list)
    changed_members: list[Member] = field(default_factory=list)
    removed_members: list[UUID] = field(default_factory=list)
    changed_memberships: list[Membership] = field(default_factory=list)
    removed_memberships: list[Membership] = field(default_factory=list)
    changed_posts: list[Post] = field(default_factory=list)
    removed_posts: list[Post] = field(default_factory=list)
    history: list[MemberChange] = field(default_factory=list)
    organization_revisions: dict[str, int] = field(default_factory=dict)
    member_revisions: dict[UUID, int] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)

    def ready(self) -> ReadyRows:
        """Return the changed rows made ready; none is new but in the history."""
        return ReadyRows(
            changed_versions=Ready(self.changed_versions),
            changed_workplaces=Ready(self.changed_workplaces),
            changed_values=Ready(self.changed_values),
            changed_members=Ready(self.changed_members),
            changed_memberships=Ready(self.changed_memberships),
            changed_posts=Ready(self.changed_posts),
            history=Ready(self.history),
        )


def reverse(batch: Batch, *, account_id: int | None, now: datetime) -> Reversed:
    """Return what undoing a batch stores and removes."""
    register = read_register(batch.period)
    reversal = _Reversal(batch, register, account_id, now)
    lines = batch.lines.filter(attempt=batch.attempt, outcome__in=(Outcome.CREATED, Outcome.CHANGED))
    for line in lines.iterator():
        before = {name: change[0] for name, change in line.changes.items()}
        left = line.base_revision + 1
        if line.kind == Kind.ORGANIZATION:
            known = register.organizations.get(line.subject)
            if known is None or known.organization.revision != left:
                reversal.reversed.standing.organizations.append(line.subject)
                continue
            reversal.reversed.organization_revisions[line.subject] = left
            reversal.organization(known, before, is_new=line.outcome == Outcome.CREATED)
        else:
            member = register.members.get(line.subject)
            if member is None or member.revision != left:
                reversal.reversed.standing.members.append(line.subject)
                continue
            reversal.reversed.member_revisions[member.key] = left
            reversal.member(member, before, line.changes, is_new=line.outcome == Outcome.CREATED)
    return reversal.reversed


class _Reversal:
    def __init__(self, batch: Batch, register: Register, account_id: int | None, now: datetime) -> None:
        self.batch, self.register, self.account_id, self.now = batch, register, account_id, now
        self.origin = f"batch:{batch.pk}"
        self.reversed = Reversed()
        self.ids = {key: number for number, key in register.keys_by_id.items()}
        self.earlier_versions = {
            each.organization_id: each for each in OrganizationVersion.objects.filter(valid_to=batch.as_of)
        }
        self.earlier_workplaces = {
            each.organization_id: each for each in Workplace.objects.filter(valid_to=batch.as_of)
        }
        self.values = {
            (register.keys_by_id[each.organization_id], each.measure): each
            for each in ReportedValue.objects.filter(period=batch.period, batch=batch.pk)
        }
        self.earlier_memberships = {
            each.member_id: each for each in Membership.objects.filter(valid_to=batch.as_of)
        }
        self.posts = {each.pk: each for each in Post.objects.exclude(end_date=None)}

    def organization(self, known: KnownOrganization, before: dict[str, Any], *, is_new: bool) -> None:
        organization = known.organization
        for name, state in before.items():
            if name.startswith("value."):
                self._value(organization.key, name.removeprefix("value."), state)
        if is_new:
            # Its versions and its workplace go with it.
            self.reversed.removed_organizations.append(organization)
            return
        organization.code = before.get("code", organization.code)
        # As it was, so that an earlier import can be undone too; comparisons made meanwhile fail at the gate.
        organization.revision -= 1
        self.reversed.changed_organizations.append(organization)
        if VERSION_NAMES & before.keys():
            self._version(known.version, before)
        said = {
            name.removeprefix("workplace."): each for name, each in before.items() if "workplace." in name
        }
        if said and known.workplace is not None:
            self._workplace(known.workplace, said)

    def _version(self, version: OrganizationVersion, before: dict[str, Any]) -> None:
        earlier = self.earlier_versions.get(version.organization_id)
        if version.origin == self.origin and earlier is not None:
            self.reversed.removed_versions.append(version)
            earlier.valid_to = None
            self.reversed.changed_versions.append(earlier)
            return
        say_version(version, before)
        if "parent" in before:
            version.parent_id = self.ids[before["parent"]] if before["parent"] else None
        self.reversed.changed_versions.append(version)

    def _workplace(self, workplace: Workplace, before: dict[str, Any]) -> None:
        earlier = self.earlier_workplaces.get(workplace.organization_id)
        if workplace.origin == self.origin:
            self.reversed.removed_workplaces.append(workplace)
            if earlier is not None:
                earlier.valid_to = None
                self.reversed.changed_workplaces.append(earlier)
            return
        for name, value in before.items():
            setattr(workplace, name, value)
        self.reversed.changed_workplaces.append(workplace)

    def _value(self, key: str, measure: str, before: list[Any] | None) -> None:
        value = self.values[key, measure]
        if before is None:
            self.reversed.removed_values.append(value)
            return
        value.number, value.scale, value.choice, value.is_not_applicable, value.source, value.batch = before
        self.reversed.changed_values.append(value)

    def member(
        self, member: Member, before: dict[str, Any], changes: dict[str, list[Any]], *, is_new: bool
    ) -> None:
        held = self.register.posts.get(str(member.key), {})
        for name, (earlier, later) in changes.items():
            if name.startswith("post."):
                self._post(held.get(name.removeprefix("post.")), earlier, later)
        undone = {name: [change[1], change[0]] for name, change in changes.items()}
        if is_new:
            self.reversed.removed_members.append(member.key)
            return
        self.reversed.history.append(
            MemberChange(
                member_key=member.key,
                at=self.now,
                account_id=self.account_id,
                origin=f"undo:{self.batch.pk}",
                changes=undone,
            )
        )
        say_member(member, before)
        if before.get("organization"):
            member.organization_id = self.ids[before["organization"]]
        if {"organization", "status"} & before.keys():
            self._membership(member)
        member.revision -= 1
        self.reversed.changed_members.append(member)

    def _membership(self, member: Member) -> None:
        known = self.register.memberships[str(member.key)]
        earlier = self.earlier_memberships.get(member.key)
        if known.origin == self.origin and earlier is not None:
            self.reversed.removed_memberships.append(known)
            earlier.valid_to = None
            self.reversed.changed_memberships.append(earlier)
            return
        known.organization_id, known.status = member.organization_id, member.status
        self.reversed.changed_memberships.append(known)

    def _post(self, row: Post | None, earlier: dict[str, Any] | None, later: dict[str, Any] | None) -> None:
        is_same_row = earlier is not None and row is not None and row.pk == earlier["id"]
        if row is not None and later is not None and not is_same_row:
            self.reversed.removed_posts.append(row)
        if earlier is not None:
            restored = row if is_same_row and row is not None else self.posts[earlier["id"]]
            restored.start_date, restored.end_date = to_date(earlier["start"]), None
            self.reversed.changed_posts.append(restored)
