"""Storing members and posts for those who import, and what is done with one member by hand.

Whoever imports holds the transaction and records the act. Names stand in no record: a member is called by its key.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import title_of
from guben_web.org.access import holding_on
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.people.enums import LEFT, TRANSITIONS
from guben_web.people.facts import FACTS, INDEXED, as_kept, set_fact
from guben_web.people.models import Member, MemberChange, Membership, Post, SavedFilter
from guben_web.people.secrecy import decrypt, index_of
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal

_MEMBER_FIELDS = tuple(each.name for each in Member._meta.concrete_fields if not each.primary_key)
BY_HAND = "hand"


class MemberHasChanged(Refusal):
    """Somebody else changed the member meanwhile."""

    code = "people.member-has-changed"
    message = Text(
        "您打开页面之后，这名党员的信息又有变动，没有保存任何内容。",
        "The member was changed after you opened the page; nothing was stored.",
    )
    hint = Text("请重新打开，看过新的情况再改。", "Open it again and look at how it stands now.")


class IdentityIsTaken(Refusal):
    """Somebody else has the identity number."""

    code = "people.identity-is-taken"
    message = Text(
        "系统里已有人使用这个公民身份号码。", "Somebody in the register already has this identity number."
    )
    hint = Text(
        "请核对号码；如果是同一个人，请用转移组织关系。",
        "Check the number; if it is the same person, transfer the membership.",
    )


class DayIsOutOfOrder(Refusal):
    """The day lies in the future, or before what is known already."""

    code = "people.day-is-out-of-order"
    message = Text(
        "日期{day}不行：应当在{since}之后，且不晚于今天。",
        "{day} cannot be: it has to be after {since} and not after today.",
    )
    hint = Text("请改日期。", "Choose another day.")


class StatusCannotFollow(Refusal):
    """The status does not follow from the one that is."""

    code = "people.status-cannot-follow"
    message = Text("“{before}”之后不能是“{after}”。", "'{after}' cannot follow '{before}'.")
    hint = Text("可以是：{allowed}。", "What can follow: {allowed}.")


class OrganizationIsNotThere(Refusal):
    """The organization does not exist on the day, or is the one she belongs to."""

    code = "people.organization-is-not-there"
    message = Text(
        "这个组织在{day}不存在，或者就是现在所在的组织。",
        "The organization does not exist on {day}, or is the one the member belongs to.",
    )
    hint = Text("请选择另一个组织。", "Choose another organization.")


# For imports


def store_members(*, changed: Ready, new: Ready, history: Ready) -> None:
    """Store members and what changed of them."""
    changed.update(_MEMBER_FIELDS)
    new.insert()
    history.insert()


def store_memberships(*, changed: Ready, new: Ready) -> None:
    """Store memberships; those that end go first, so that one is open at any time."""
    changed.update(("organization", "status", "valid_from", "valid_to"))
    new.insert()


def store_posts(*, changed: Ready, new: Ready) -> None:
    """Store posts; those that end go first, so that nobody holds one twice."""
    changed.update(("start_date", "end_date"))
    new.insert()


def add_posts(rows: Sequence[Post]) -> None:
    """Store new posts, each with the key that it is given."""
    Post.objects.bulk_create(rows)


def move_revisions(keys: Iterable[UUID], by: int) -> None:
    """Count the changes of members that are none of their own, such as a post, up or down."""
    moved = sorted(keys)
    for place in range(0, len(moved), 500):
        Member.objects.filter(pk__in=moved[place : place + 500]).update(revision=F("revision") + by)


def remove_memberships(rows: Sequence[Membership]) -> None:
    """Remove memberships that an undone import had added."""
    bulk.delete_rows(Membership, [row.pk for row in rows])


def remove_posts(rows: Sequence[Post]) -> None:
    """Remove posts that an undone import had added."""
    bulk.delete_rows(Post, [row.pk for row in rows])


def remove_members(keys: Iterable[UUID]) -> None:
    """Remove members that an undone import had added; its lines stay and tell of them."""
    gone = list(keys)
    # Few enough for any database in one statement at a time.
    for place in range(0, len(gone), 500):
        Membership.objects.filter(member_id__in=gone[place : place + 500])._raw_delete(using="default")
    bulk.delete_rows(Member, gone)


# By hand


@transaction.atomic
def add_member(
    *,
    facts: Mapping[str, Any],
    organization_id: int,
    status: str,
    on: date | None,
    by: Account,
    now: datetime,
) -> Member:
    """Take somebody in: an applicant, or a member who comes from elsewhere; `on` is since when, None if not known.

    Raises IdentityIsTaken, DayIsOutOfOrder and OrganizationIsNotThere.
    """
    member = Member(key=uuid4(), organization_id=organization_id, status=status, source=BY_HAND)
    _need_free(member, facts.get("identity"))
    _need_organization(organization_id, on or timezone.localdate(now))
    if on is not None and on > timezone.localdate(now):
        raise DayIsOutOfOrder(day=on.isoformat(), since="—")
    changes = _say(member, facts)
    member.save(force_insert=True)
    Membership.objects.create(
        member=member, organization_id=organization_id, status=status, valid_from=on, origin=BY_HAND
    )
    key = Organization.objects.get(pk=organization_id).key
    _remember(member, {"organization": [None, key], "status": [None, status], **changes}, by, now)
    audit.record(
        "member.added", by=by, subject=member, at=now, detail={"organization": key, "status": status}
    )
    return member


@transaction.atomic
def change_member(
    *, member: Member, facts: Mapping[str, Any], revision: int, by: Account, now: datetime
) -> None:
    """Store facts of a member; numbers and the address only where something is said, or None to remove them.

    Nothing said, nothing stored.

    Raises MemberHasChanged and IdentityIsTaken.
    """
    member = _locked(member)
    if member.revision != revision:
        raise MemberHasChanged
    _need_free(member, facts.get("identity"))
    changes = _say(member, facts)
    if not changes:
        return
    _save(member)
    _remember(member, changes, by, now)
    audit.record("member.changed", by=by, subject=member, at=now, detail={"fields": sorted(changes)})


@transaction.atomic
def move_member(*, member: Member, organization_id: int, on: date, by: Account, now: datetime) -> None:
    """Transfer a member to another organization from a day; posts held in the old one end on it.

    Raises OrganizationIsNotThere and DayIsOutOfOrder.
    """
    member = _locked(member)
    if organization_id == member.organization_id:
        raise OrganizationIsNotThere(day=on.isoformat())
    _need_organization(organization_id, on)
    keys = dict(
        Organization.objects.filter(pk__in=(member.organization_id, organization_id)).values_list("pk", "key")
    )
    changes: dict[str, list[Any]] = {
        "organization": [keys[member.organization_id], keys[organization_id]],
        "on": [None, _number(on)],
        **_end_posts(member, on, now),
    }
    member.organization_id = organization_id
    _belong(member, on, now)
    _save(member)
    _remember(member, changes, by, now)
    detail = {"from": changes["organization"][0], "to": changes["organization"][1], "on": on.isoformat()}
    audit.record("member.moved", by=by, subject=member, at=now, detail=detail)


@transaction.atomic
def set_status(*, member: Member, status: str, on: date, by: Account, now: datetime) -> None:
    """Let a member be something else from a day; whoever leaves holds no post any more.

    To become probationary sets the joining date, to become full for the first time the date of full membership.
    Raises StatusCannotFollow and DayIsOutOfOrder.
    """
    member = _locked(member)
    allowed = TRANSITIONS.get(member.status, ())
    if status not in allowed:
        raise StatusCannotFollow(
            before=title_of("status", member.status),
            after=title_of("status", status),
            allowed=_listed([title_of("status", each) for each in allowed]),
        )
    changes: dict[str, list[Any]] = {"status": [member.status, status], "on": [None, _number(on)]}
    for name, begins in (("joined_date", "probationary"), ("full_date", "full")):
        if status == begins and getattr(member, name) is None:
            setattr(member, name, on)
            changes[name] = [None, _number(on)]
    if status == LEFT:
        changes |= _end_posts(member, on, now)
    member.status = status
    _belong(member, on, now)
    _save(member)
    _remember(member, changes, by, now)
    audit.record(
        "member.status_set", by=by, subject=member, at=now, detail={"status": status, "on": on.isoformat()}
    )


@transaction.atomic
def unmask(*, member: Member, field: str, reason: str, by: Account, now: datetime) -> str:
    """Return a number of a member in the clear; that it was looked at, and why, is recorded."""
    audit.record("member.unmasked", by=by, subject=member, at=now, detail={"field": field, "reason": reason})
    return decrypt(getattr(member, field), of=member.key, field=field)


@transaction.atomic
def record_download(
    *, reason: str, rows: int, with_numbers: bool, kind: str, by: Account, now: datetime
) -> None:
    """Record that a list of members was taken out, and why."""
    detail = {"reason": reason, "rows": rows, "numbers": with_numbers, "kind": kind}
    audit.record("members.exported", by=by, at=now, detail=detail)


@transaction.atomic
def save_filter(*, name: str, query: str, by: Account, now: datetime) -> None:
    """Keep what a list was narrowed down to, under a name; the same name again replaces it."""
    SavedFilter.objects.update_or_create(account=by, name=name, defaults={"query": query, "saved_at": now})
    audit.record("filter.saved", by=by, at=now, detail={"name": name})


@transaction.atomic
def remove_filter(*, saved: SavedFilter, by: Account, now: datetime) -> None:
    """Let a kept filter go."""
    audit.record("filter.removed", by=by, at=now, detail={"name": saved.name})
    saved.delete()


def _locked(member: Member) -> Member:
    return Member.objects.select_for_update().get(pk=member.pk)


def _save(member: Member) -> None:
    member.revision += 1
    member.save()


def _need_free(member: Member, identity: str | None) -> None:
    index = index_of("identity", identity)
    if index and Member.objects.filter(identity_index=index).exclude(pk=member.pk).exists():
        raise IdentityIsTaken


def _need_organization(organization_id: int, on: date) -> None:
    if not OrganizationVersion.objects.filter(holding_on(on), organization_id=organization_id).exists():
        raise OrganizationIsNotThere(day=on.isoformat())


def _say(member: Member, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what is said of a member and return the changes.

    What is encrypted was not said if it is empty, and is removed if it is None.
    """
    changes: dict[str, list[Any]] = {}
    for name in FACTS:
        if name not in facts or (name in INDEXED and facts[name] == ""):
            continue
        before = as_kept(member, name)
        if set_fact(member, name, "" if name in INDEXED and facts[name] is None else facts[name]):
            changes[name] = [before, as_kept(member, name)]
    return changes


def _belong(member: Member, on: date, now: datetime) -> None:
    """Close the open membership on a day and open the one that the member now says."""
    known = Membership.objects.select_for_update().get(member=member, valid_to=None)
    if on > timezone.localdate(now) or (known.valid_from is not None and on <= known.valid_from):
        raise DayIsOutOfOrder(
            day=on.isoformat(), since=known.valid_from.isoformat() if known.valid_from else "—"
        )
    known.valid_to = on
    known.save(update_fields=["valid_to"])
    Membership.objects.create(
        member=member,
        organization_id=member.organization_id,
        status=member.status,
        valid_from=on,
        origin=BY_HAND,
    )


def _end_posts(member: Member, on: date, now: datetime) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for post in Post.objects.filter(
        member=member, organization_id=member.organization_id, end_date=None
    ).select_related("organization"):
        start = _number(post.start_date)
        changes[f"post.{post.post}"] = [
            {"id": post.pk, "organization": post.organization.key, "start": start},
            None,
        ]
        post.end_date = max(on, post.start_date or on)
        post.save(update_fields=["end_date"])
    return changes


def _remember(member: Member, changes: Mapping[str, Any], by: Account, now: datetime) -> None:
    MemberChange(
        member_key=member.key, at=now, account_id=by.pk, origin=BY_HAND, changes=dict(changes)
    ).save()


def _number(day: date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day is not None else None


def _listed(words: Sequence[Text]) -> Text:
    return Text(
        "、".join(each.zh for each in words) or "无", ", ".join(each.en for each in words) or "nothing"
    )
