"""Posts held and ended, and terms. What a day or a double entry forbids is said at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import TEAM_POSTS, title_of
from guben_web.org.models import Organization
from guben_web.people.enums import LEFT
from guben_web.people.models import Member, Post
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal
from guben_web.teams.enums import Outcome
from guben_web.teams.models import Tenure, Term

_FUTURE = Text("日期{day}还没有到。", "The day {day} has not come.")
_HELD = Text("此人已在这个组织担任{post}。", "This person holds the post of {post} here already.")
_TAKEN = Text("这个组织已有书记，请先免去现任。", "There is a secretary already; end that post first.")
_GONE = Text("此人已不在党内，不能任职。", "This person has left and cannot hold a post.")
_BEFORE = Text("免职日期不能早于任职日期{day}。", "It cannot end before it began, on {day}.")
_OVER = Text("这个职务已经免去。", "The post has ended already.")
_SAME_TERM = Text("这一天的选举已经登记。", "An election of that day is on record.")
_ORDER = Text("应换届日期要在选举日期之后。", "The next election has to be after this one.")


class PostIsRefused(Refusal):
    """Something forbids it; the form says it at the field."""

    code = "teams.post-is-refused"
    message = Text("不能这样登记：{reasons}", "That cannot be entered: {reasons}")


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody in a post since a day, and how that came about."""

    member: UUID
    post: str
    day: date
    way: str = ""
    until: date | None = None
    document: str = ""
    note: str = ""


def find_problems(*, organization_id: int, holding: Holding, today: date) -> dict[str, Text]:
    """Return what forbids that somebody holds a post, by the name of the field."""
    problems: dict[str, Text] = {}
    here = Post.objects.filter(organization_id=organization_id, post=holding.post, end_date=None)
    if here.filter(member=holding.member).exists():
        problems["post"] = _HELD.filled(post=title_of("post", holding.post))
    elif holding.post == "secretary" and here.exists():
        problems["post"] = _TAKEN
    if Member.objects.filter(pk=holding.member, status=LEFT).exists():
        problems["member"] = _GONE
    if holding.day > today:
        problems["day"] = _FUTURE.filled(day=holding.day.isoformat())
    return problems


@transaction.atomic
def hold_post(*, organization: Organization, holding: Holding, by: Account, now: datetime) -> Post:
    """Let somebody hold a post from a day on.

    Raises PostIsRefused.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    found = find_problems(organization_id=organization.pk, holding=holding, today=timezone.localdate(now))
    _need_none(found)
    post = Post.objects.create(
        organization=organization,
        member_id=holding.member,
        post=holding.post,
        in_team=holding.post in TEAM_POSTS,
        start_date=holding.day,
        source="hand",
    )
    Tenure.objects.create(
        post=post, way=holding.way, until=holding.until, document=holding.document, note=holding.note
    )
    _touch(post)
    detail = {"post": post.post, "organization": organization.key, "day": holding.day.isoformat()}
    audit.record("post.held", by=by, subject=post, at=now, detail=detail)
    return post


@transaction.atomic
def end_post(*, post: Post, day: date, outcome: Outcome, note: str, by: Account, now: datetime) -> None:
    """End a post on a day, and say what becomes of the person.

    Raises PostIsRefused.
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    _need_none(find_end_problems(post=post, day=day, today=timezone.localdate(now)))
    post.end_date = day
    post.save(update_fields=["end_date"])
    Tenure.objects.update_or_create(post=post, defaults={"outcome": outcome, "note": note})
    _touch(post)
    detail = {"post": post.post, "day": day.isoformat(), "outcome": str(outcome)}
    audit.record("post.ended", by=by, subject=post, at=now, detail=detail)


def find_end_problems(*, post: Post, day: date, today: date) -> dict[str, Text]:
    """Return what forbids that a post ends on a day."""
    problems: dict[str, Text] = {}
    if post.end_date is not None:
        problems["day"] = _OVER
    elif day > today:
        problems["day"] = _FUTURE.filled(day=day.isoformat())
    elif post.start_date is not None and day < post.start_date:
        problems["day"] = _BEFORE.filled(day=post.start_date.isoformat())
    return problems


def find_term_problems(*, organization_id: int, elected: date, due: date, today: date) -> dict[str, Text]:
    """Return what forbids a term."""
    problems: dict[str, Text] = {}
    if Term.objects.filter(organization_id=organization_id, elected_date=elected).exists():
        problems["elected_date"] = _SAME_TERM
    if elected > today:
        problems["elected_date"] = _FUTURE.filled(day=elected.isoformat())
    if due <= elected:
        problems["due_date"] = _ORDER
    return problems


@transaction.atomic
def begin_term(
    *, organization: Organization, facts: Mapping[str, object], by: Account, now: datetime
) -> Term:
    """Keep that a team was elected, and when the next election is due.

    Raises PostIsRefused.
    """
    elected, due = facts["elected_date"], facts["due_date"]
    assert isinstance(elected, date) and isinstance(due, date)
    today = timezone.localdate(now)
    _need_none(find_term_problems(organization_id=organization.pk, elected=elected, due=due, today=today))
    term = Term.objects.create(organization=organization, **facts)
    detail = {"elected": elected.isoformat(), "due": due.isoformat()}
    audit.record("term.begun", by=by, subject=organization, at=now, detail=detail)
    return term


@transaction.atomic
def record_download(*, rows: int, by: Account, now: datetime) -> None:
    """Record that the list of posts was taken out."""
    audit.record("post.exported", by=by, at=now, detail={"rows": rows})


# What an import stores; whoever calls holds the transaction and records the act.


def store_tenures(*, changed: Ready, new: Ready) -> None:
    """Store how posts were come by and left."""
    changed.update(("way", "document", "until", "outcome", "note"))
    new.insert()


def store_terms(*, changed: Ready, new: Ready) -> None:
    """Store terms."""
    changed.update(("due_date", "how", "seats", "postponed_to", "document"))
    new.insert()


def remove(model: type[Tenure | Term], keys: Iterable[int]) -> None:
    """Remove rows that an undone import had added."""
    bulk.delete_rows(model, keys)


def _need_none(problems: Mapping[str, Text]) -> None:
    if problems:
        words = list(problems.values())
        raise PostIsRefused(
            reasons=Text("".join(each.zh for each in words), " ".join(each.en for each in words))
        )


def _touch(post: Post) -> None:
    Member.objects.filter(pk=post.member_id).update(revision=F("revision") + 1)
