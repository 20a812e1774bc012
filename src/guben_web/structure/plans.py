"""What an act would change and what forbids it, in sentences, before it is done. Everything that forbids it is said at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from guben_web.accounts.models import Role
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.enums import LEFT
from guben_web.people.models import Member, Membership, Post
from guben_web.structure import wording as say
from guben_web.structure.asking import Asked, Change, Described, Dissolution, Founding, Grounds, Merger, Split
from guben_web.structure.timeline import Timeline

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What forbids an act, and the page where it can be put right."""

    words: Text
    url: str = ""


@dataclass(slots=True)
class Plan:
    """What an act would change; where there are problems it cannot be done."""

    problems: list[Problem] = field(default_factory=list)
    changes: list[Text] = field(default_factory=list)

    def forbid(self, words: Text, url: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(words, url))


def plan(asked: Asked, *, today: date) -> Plan:
    """Return what an act would change and what forbids it."""
    made = Plan()
    if asked.grounds.day > today:
        made.forbid(say.FUTURE.filled(day=asked.grounds.day.isoformat()))
        return made
    timeline = Timeline(asked.grounds.day)
    match asked:
        case Founding():
            _found(made, asked.described, asked.grounds, timeline)
        case Change():
            _change(made, asked, timeline)
        case Merger():
            _merge(made, asked, timeline)
        case Split():
            _split(made, asked, timeline)
        case Dissolution():
            _dissolve(made, asked, timeline)
    return made


def _found(made: Plan, described: Described, grounds: Grounds, timeline: Timeline) -> None:
    parent = timeline.open_of(described.parent_id)
    _need_superior(made, described, timeline)
    _need_free(made, described, timeline, but=None)
    where = parent.name if parent else ""
    words = say.FOUNDS_BELOW if parent else say.FOUNDS_TOP
    made.changes.append(
        words.filled(
            name=described.name,
            parent=where,
            type=title_of("type", described.type),
            day=grounds.day.isoformat(),
        )
    )


def _change(made: Plan, asked: Change, timeline: Timeline) -> None:
    held = timeline.open_of(asked.organization_id)
    if held is None:
        made.forbid(say.GONE)
        return
    _need_not_before(made, held, asked.grounds.day)
    described = asked.described
    if described.parent_id != held.parent_id:
        if described.parent_id is not None and timeline.would_be_under(
            described.parent_id, asked.organization_id
        ):
            made.forbid(say.CIRCLE.filled(name=held.name))
        else:
            _need_superior(made, described, timeline)
    _need_free(made, described, timeline, but=asked.organization_id)
    made.changes.extend(differences(held, described))
    if not made.changes:
        made.forbid(say.NOTHING_CHANGES)
    if held.valid_from == asked.grounds.day:
        made.changes.append(say.CORRECTS.filled(day=asked.grounds.day.isoformat()))
    else:
        made.changes.append(say.KEPT_AS_HISTORY.filled(day=asked.grounds.day.isoformat()))


def differences(held: OrganizationVersion, described: Described) -> list[Text]:
    """Return what differs between an organization and what it is to be like."""
    changes = []
    if described.name != held.name:
        changes.append(say.RENAMES.filled(before=held.name, after=described.name))
    for name, title in say.KINDS.items():
        before, after = getattr(held, name), getattr(described, name)
        if before != after:
            changes.append(
                say.BECOMES.filled(title=title, before=title_of(name, before), after=title_of(name, after))
            )
    code = held.organization.code or ""
    if described.code != code:
        nothing = say.NOTHING
        changes.append(
            say.BECOMES.filled(
                title=say.CODE, before=both(code) if code else nothing, after=described.code or nothing
            )
        )
    if described.parent_id != held.parent_id:
        names = names_of([each for each in (held.parent_id, described.parent_id) if each is not None])
        changes.append(
            say.BECOMES.filled(
                title=say.SUPERIOR,
                before=names.get(held.parent_id or 0, say.NOTHING),
                after=names.get(described.parent_id or 0, say.NOTHING),
            )
        )
    return changes


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the latest names of some organizations by id."""
    rows = OrganizationVersion.objects.filter(organization_id__in=list(ids)).order_by("id")
    return {row.organization_id: row.name for row in rows}


def _merge(made: Plan, asked: Merger, timeline: Timeline) -> None:
    day, target = asked.grounds.day, timeline.open_of(asked.organization_id)
    if target is None or not timeline.lasts(asked.organization_id):
        made.forbid(say.NOT_YET.filled(day=day.isoformat()) if target else say.GONE)
        return
    if not asked.sources or asked.organization_id in asked.sources:
        made.forbid(say.NO_SOURCES)
    for source_id in dict.fromkeys(asked.sources):
        source = timeline.open_of(source_id)
        if source is None:
            made.forbid(say.SOURCE_GONE)
        if source is None or source_id == asked.organization_id:
            continue
        if source.parent_id != target.parent_id:
            made.forbid(say.OTHER_SUPERIOR.filled(name=source.name, target=target.name))
        elif timeline.would_be_under(asked.organization_id, source_id):
            made.forbid(say.CIRCLE.filled(name=source.name))
        _need_not_before(made, source, day)
        _need_steady(made, source, day, timeline)
        members = _people_of(source_id).count()
        made.changes.append(
            say.MERGES.filled(name=source.name, target=target.name, n=members, day=day.isoformat())
        )
        children = timeline.open_children(source_id)
        if children:
            made.changes.append(
                say.CHILDREN_MOVE.filled(n=len(children), names=_named(children), target=target.name)
            )
        made.changes.extend(_ends_with(source, day, joins=target.name))


def _split(made: Plan, asked: Split, timeline: Timeline) -> None:
    day, source = asked.grounds.day, timeline.open_of(asked.organization_id)
    if source is None:
        made.forbid(say.GONE)
        return
    if not timeline.lasts(asked.organization_id):
        made.forbid(say.NOT_YET.filled(day=day.isoformat()))
    _need_superior(made, asked.described, timeline)
    if asked.described.parent_id is not None and timeline.would_be_under(
        asked.described.parent_id, asked.organization_id
    ):
        made.forbid(say.CIRCLE.filled(name=source.name))
    _need_free(made, asked.described, timeline, but=None)
    if not asked.members and not asked.children:
        made.forbid(say.NOTHING_SPLIT)
    here = Member.objects.filter(pk__in=asked.members, organization_id=asked.organization_id)
    if here.count() != len(set(asked.members)):
        made.forbid(say.NOT_ITS_MEMBERS)
    late = Membership.objects.filter(member__in=asked.members, valid_to=None, valid_from__gt=day).count()
    if late:
        made.forbid(say.LATE_MEMBERS.filled(n=late, name=source.name, day=day.isoformat()))
    children = {row.organization_id: row for row in timeline.open_children(asked.organization_id)}
    if not set(asked.children) <= children.keys():
        made.forbid(say.NOT_ITS_CHILDREN)
    moved = [children[each] for each in asked.children if each in children]
    for child in moved:
        _need_not_before(made, child, day)
    name = asked.described.name
    made.changes.append(
        say.SPLITS.filled(
            name=name,
            source=source.name,
            n=len(asked.members),
            left=_people_of(asked.organization_id).count() - len(asked.members),
            day=day.isoformat(),
        )
    )
    if moved:
        made.changes.append(say.CHILDREN_MOVE.filled(n=len(moved), names=_named(moved), target=name))
    posts = Post.objects.filter(
        organization_id=asked.organization_id, member__in=asked.members, end_date=None
    )
    _need_posts_begun(made, posts, source, day)
    if number := posts.count():
        made.changes.append(say.POSTS_END.filled(n=number, name=source.name, day=day.isoformat()))


def _dissolve(made: Plan, asked: Dissolution, timeline: Timeline) -> None:
    day, held = asked.grounds.day, timeline.open_of(asked.organization_id)
    if held is None:
        made.forbid(say.GONE)
        return
    _need_not_before(made, held, day)
    people = _people_of(asked.organization_id).count()
    if people:
        made.forbid(
            say.HAS_MEMBERS.filled(n=people, name=held.name),
            reverse("people:members", args=[asked.organization_id]) + "?reach=own",
        )
    children = timeline.open_children(asked.organization_id)
    if children:
        made.forbid(
            say.HAS_CHILDREN.filled(n=len(children), names=_named(children)),
            reverse("ledgers:organization", args=[asked.organization_id]) + "#below",
        )
    earlier = [row for row in timeline.children(asked.organization_id) if row.valid_to is not None]
    if earlier:
        made.forbid(say.LATE_CHILDREN.filled(names=_named(earlier), name=held.name, day=day.isoformat()))
    _need_nobody_later(made, held, day)
    made.changes.append(say.ENDS.filled(name=held.name, day=day.isoformat()))
    made.changes.extend(_ends_with(held, day, joins=""))


def _need_superior(made: Plan, described: Described, timeline: Timeline) -> None:
    if described.parent_id is None:
        return
    parent = timeline.open_of(described.parent_id)
    if parent is None:
        made.forbid(say.SUPERIOR_GONE)
    elif not timeline.lasts(described.parent_id):
        made.forbid(say.SUPERIOR_LATER.filled(name=parent.name, day=timeline.day.isoformat()))


def _need_free(made: Plan, described: Described, timeline: Timeline, *, but: int | None) -> None:
    beside = [
        row
        for rows in timeline.versions.values()
        for row in rows
        if row.valid_to is None and row.parent_id == described.parent_id and row.organization_id != but
    ]
    if any(row.name == described.name for row in beside):
        made.forbid(say.NAME_TAKEN.filled(name=described.name))
    if described.code:
        held = Organization.objects.filter(Q(code=described.code) | Q(key=described.code)).exclude(
            pk=but or 0
        )
        if (other := held.first()) is not None:
            name = names_of([other.pk]).get(other.pk, other.key)
            made.forbid(say.CODE_TAKEN.filled(code=described.code, name=name))


def _need_not_before(made: Plan, held: OrganizationVersion, day: date) -> None:
    if held.valid_from is not None and day < held.valid_from:
        made.forbid(
            say.TOO_EARLY.filled(name=held.name, since=held.valid_from.isoformat(), day=day.isoformat()),
            reverse("structure:history", args=[held.organization_id]),
        )


def _need_steady(made: Plan, source: OrganizationVersion, day: date, timeline: Timeline) -> None:
    """Forbid what would leave somebody in an organization that is no more, between the day and now."""
    unsteady = timeline.unsteady_children(source.organization_id)
    if unsteady:
        made.forbid(say.LATE_CHILDREN.filled(names=_named(unsteady), name=source.name, day=day.isoformat()))
    arrived = Membership.objects.filter(
        organization_id=source.organization_id, valid_to=None, valid_from__gt=day
    ).count()
    if arrived:
        made.forbid(say.LATE_MEMBERS.filled(n=arrived, name=source.name, day=day.isoformat()))
    _need_nobody_later(made, source, day)
    posts = Post.objects.filter(organization_id=source.organization_id, end_date=None)
    _need_posts_begun(made, posts, source, day)


def _need_nobody_later(made: Plan, source: OrganizationVersion, day: date) -> None:
    rows = Membership.objects.filter(organization_id=source.organization_id, valid_to__gt=day)
    left = rows.values("member_id").distinct().count()
    if left:
        made.forbid(say.LEFT_LATER.filled(n=left, name=source.name, day=day.isoformat()))


def _need_posts_begun(made: Plan, posts: "Iterable[Post]", source: OrganizationVersion, day: date) -> None:
    number = sum(1 for post in posts if post.start_date is not None and post.start_date > day)
    if number:
        made.forbid(say.LATE_POSTS.filled(n=number, name=source.name, day=day.isoformat()))


def _ends_with(held: OrganizationVersion, day: date, *, joins: str) -> Iterator[Text]:
    """Yield what else ends or moves where an organization ends."""
    posts = Post.objects.filter(organization_id=held.organization_id, end_date=None).count()
    if posts:
        yield say.POSTS_END.filled(n=posts, name=held.name, day=day.isoformat())
    workplaces = Workplace.objects.filter(organization_id=held.organization_id, valid_to=None).count()
    if workplaces:
        yield (say.WORKPLACES_MOVE if joins else say.WORKPLACES_LEFT).filled(n=workplaces, target=joins)
    roles = Role.objects.filter(organization_id=held.organization_id, ended_at=None).count()
    if roles:
        yield say.ROLES_LEFT.filled(n=roles, name=held.name)


def _people_of(organization_id: int) -> QuerySet[Member]:
    return Member.objects.filter(organization_id=organization_id).exclude(status=LEFT)


def _named(rows: Iterable[OrganizationVersion]) -> Text:
    names = sorted({row.name for row in rows})
    shown = names[:_MOST_NAMED]
    more = len(names) - len(shown)
    zh, en = "、".join(shown), ", ".join(shown)
    return Text(f"{zh}等", f"{en} and {more} more") if more else Text(zh, en)
