"""Acts on organizations, each from a day on; what was before is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.org.enums import Cover, SuccessionKind
from guben_web.org.models import Organization, OrganizationVersion, Succession, Workplace
from guben_web.people.enums import LEFT
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.shared.refusals import Refusal
from guben_web.structure.asking import (
    Asked,
    Change,
    Described,
    Dissolution,
    Founding,
    Grounds,
    Merger,
    Split,
)
from guben_web.structure.enums import ActKind
from guben_web.structure.models import Act, Parameter
from guben_web.structure.plans import plan
from guben_web.structure.rules import PARAMETERS, parameters
from guben_web.words.pinyin import initials_of, pinyin_of


class ActIsForbidden(Refusal):
    """Something forbids the act; the pages show all of it beforehand."""

    code = "structure.act-is-forbidden"
    message = Text("现在不能这样办理：{problems}", "That cannot be done now: {problems}")


@transaction.atomic
def found_organization(*, asked: Founding, by: Account, now: datetime) -> Act:
    """Found an organization.

    Raises ActIsForbidden.
    """
    changes = _need_possible(asked, now)
    organization = _new_organization(asked.described)
    act = _new_act(ActKind.FOUNDED, organization, asked.grounds, changes, by, now)
    _new_version(organization, asked.described, asked.grounds.day, act)
    audit.record("organization.founded", by=by, subject=organization, at=now, detail=_detail(act))
    return act


@transaction.atomic
def change_organization(*, asked: Change, by: Account, now: datetime) -> Act:
    """Give an organization another name, kind, superior or code.

    Raises ActIsForbidden.
    """
    changes = _need_possible(asked, now)
    organization = Organization.objects.get(pk=asked.organization_id)
    act = _new_act(ActKind.CHANGED, organization, asked.grounds, changes, by, now)
    version = organization.versions.get(valid_to=None)
    row = _version_from(version, asked.grounds.day, act)
    _describe(row, asked.described)
    row.save()
    organization.code = asked.described.code or None
    organization.revision += 1
    organization.save(update_fields=["code", "revision"])
    audit.record("organization.changed", by=by, subject=organization, at=now, detail=_detail(act))
    return act


@transaction.atomic
def merge_organizations(*, asked: Merger, by: Account, now: datetime) -> Act:
    """Make organizations part of another one, with their members and all below them.

    Raises ActIsForbidden.
    """
    changes = _need_possible(asked, now)
    day = asked.grounds.day
    target = Organization.objects.get(pk=asked.organization_id)
    act = _new_act(ActKind.MERGED, target, asked.grounds, changes, by, now)
    for source in Organization.objects.filter(pk__in=asked.sources).order_by("pk"):
        members = source.members.exclude(status=LEFT).values_list("key", flat=True)
        _move_members(list(members), source, target, day, act, by, now)
        children = OrganizationVersion.objects.filter(parent=source, valid_to=None)
        _move_below(children, target, day, act)
        _end_posts(Post.objects.filter(organization=source, end_date=None), day)
        _hand_workplaces_over(source, target, day, act)
        _end(source, day)
        Succession.objects.create(predecessor=source, successor=target, kind=SuccessionKind.MERGED, day=day)
    _touch([target.pk, *asked.sources])
    audit.record("organization.merged", by=by, subject=target, at=now, detail=_detail(act))
    return act


@transaction.atomic
def split_organization(*, asked: Split, by: Account, now: datetime) -> Act:
    """Found an organization of some members of another and of some below it.

    Raises ActIsForbidden.
    """
    changes = _need_possible(asked, now)
    day = asked.grounds.day
    source = Organization.objects.get(pk=asked.organization_id)
    act = _new_act(ActKind.SPLIT, source, asked.grounds, changes, by, now)
    new = _new_organization(asked.described)
    _new_version(new, asked.described, day, act)
    posts = Post.objects.filter(organization=source, member__in=asked.members, end_date=None)
    _end_posts(posts, day)
    _move_members(asked.members, source, new, day, act, by, now)
    children = OrganizationVersion.objects.filter(
        parent=source, valid_to=None, organization_id__in=asked.children
    )
    _move_below(children, new, day, act)
    Succession.objects.create(predecessor=source, successor=new, kind=SuccessionKind.SPLIT, day=day)
    _touch([source.pk])
    audit.record("organization.split", by=by, subject=source, at=now, detail=_detail(act))
    return act


@transaction.atomic
def dissolve_organization(*, asked: Dissolution, by: Account, now: datetime) -> Act:
    """End an organization that has nobody and nothing below it.

    Raises ActIsForbidden.
    """
    changes = _need_possible(asked, now)
    day = asked.grounds.day
    organization = Organization.objects.get(pk=asked.organization_id)
    act = _new_act(ActKind.DISSOLVED, organization, asked.grounds, changes, by, now)
    _end_posts(Post.objects.filter(organization=organization, end_date=None), day)
    _hand_workplaces_over(organization, None, day, act)
    _end(organization, day)
    _touch([organization.pk])
    audit.record("organization.dissolved", by=by, subject=organization, at=now, detail=_detail(act))
    return act


@transaction.atomic
def set_parameters(*, numbers: Mapping[str, int], by: Account, now: datetime) -> None:
    """Set the numbers of the rules; one that is as usual is not kept."""
    held = parameters()
    changed = {name: [held[name], value] for name, value in numbers.items() if held[name] != value}
    for each in PARAMETERS:
        if each.name not in changed:
            continue
        value = numbers[each.name]
        if value == each.default:
            Parameter.objects.filter(name=each.name).delete()
        else:
            Parameter.objects.update_or_create(name=each.name, defaults={"value": value, "by": by, "at": now})
    if changed:
        audit.record("rules.changed", by=by, at=now, detail=changed)


@transaction.atomic
def record_download(*, rows: int, by: Account, now: datetime) -> None:
    """Record that organizations, or what is found about them, were taken out."""
    audit.record("organization.exported", by=by, at=now, detail={"rows": rows})


def _need_possible(asked: Asked, now: datetime) -> list[Text]:
    # One act at a time: two moves at once could make a circle that neither sees.
    Organization.objects.select_for_update().order_by("pk").first()
    made = plan(asked, today=timezone.localdate(now))
    if made.problems:
        words = [each.words for each in made.problems]
        raise ActIsForbidden(
            problems=Text("".join(each.zh for each in words), " ".join(each.en for each in words))
        )
    return made.changes


def _new_act(
    kind: ActKind,
    organization: Organization,
    grounds: Grounds,
    changes: list[Text],
    by: Account,
    now: datetime,
) -> Act:
    return Act.objects.create(
        kind=kind,
        organization=organization,
        day=grounds.day,
        document=grounds.document,
        reason=grounds.reason,
        changes=[{"zh": each.zh, "en": each.en} for each in changes],
        by=by,
        at=now,
    )


def _detail(act: Act) -> dict[str, object]:
    return {"act": act.pk, "day": act.day.isoformat(), "document": act.document}


def _new_organization(described: Described) -> Organization:
    key = described.code or described.name
    number = 1
    while Organization.objects.filter(key=key).exists():
        number += 1
        key = f"{described.name} ({number})"
    return Organization.objects.create(key=key, code=described.code or None)


def _describe(row: OrganizationVersion, described: Described) -> None:
    row.name, row.type, row.level = described.name, described.type, described.level
    row.field, row.parent_id = described.field, described.parent_id
    row.name_pinyin, row.name_initials = pinyin_of(row.name)[:1200], initials_of(row.name)[:200]


def _new_version(organization: Organization, described: Described, day: date, act: Act) -> None:
    row = OrganizationVersion(organization=organization, valid_from=day, origin=act.origin)
    _describe(row, described)
    row.save()


def _version_from(held: OrganizationVersion, day: date, act: Act) -> OrganizationVersion:
    """Return the row that says what is so from the day on: a new one, or the same where it begins that day."""
    if held.valid_from == day:
        held.origin = act.origin
        return held
    row = held.next_from(day, origin=act.origin)
    held.valid_to = day
    held.save(update_fields=["valid_to"])
    return row


def _end(organization: Organization, day: date) -> None:
    version = organization.versions.get(valid_to=None)
    if version.valid_from == day:
        # What began on the day it ends was never so on any day; what was before it ends there already.
        version.delete()
        return
    version.valid_to = day
    version.save(update_fields=["valid_to"])


def _move_below(children: Iterable[OrganizationVersion], target: Organization, day: date, act: Act) -> None:
    moved = list(children)
    for version in moved:
        row = _version_from(version, day, act)
        row.parent = target
        row.save()
    _touch([version.organization_id for version in moved])


def _move_members(
    keys: Sequence[UUID],
    source: Organization,
    target: Organization,
    day: date,
    act: Act,
    by: Account,
    now: datetime,
) -> None:
    for held in Membership.objects.filter(member__in=keys, valid_to=None):
        row = held
        if held.valid_from != day:
            row = Membership(member_id=held.member_id, status=held.status, valid_from=day)
            held.valid_to = day
            held.save(update_fields=["valid_to"])
        row.organization, row.origin = target, act.origin
        row.save()
    MemberChange.objects.bulk_create(
        MemberChange(
            member_key=key,
            at=now,
            account_id=by.pk,
            origin=act.origin,
            changes={"organization": [source.key, target.key]},
        )
        for key in keys
    )
    Member.objects.filter(pk__in=keys).update(organization=target, revision=F("revision") + 1)


def _end_posts(posts: Iterable[Post], day: date) -> None:
    ended = list(posts)
    for post in ended:
        post.end_date = day
        post.save(update_fields=["end_date"])
    keys = {post.member_id for post in ended}
    Member.objects.filter(pk__in=keys).update(revision=F("revision") + 1)


def _hand_workplaces_over(source: Organization, target: Organization | None, day: date, act: Act) -> None:
    superior = source.versions.get(valid_to=None).parent
    for workplace in Workplace.objects.filter(organization=source, valid_to=None):
        if workplace.valid_from is None or workplace.valid_from < day:
            row = workplace.next_from(day, origin=act.origin)
            workplace.valid_to = day
            workplace.save(update_fields=["valid_to"])
        else:
            row = workplace
        row.organization, row.place = target, superior
        row.cover = Cover.JOINT if target else Cover.OWN
        row.save()


def _touch(ids: Iterable[int]) -> None:
    """Count a change, so that an import compared before it is compared again."""
    Organization.objects.filter(pk__in=list(ids)).update(revision=F("revision") + 1)
