"""Reads about acts on organizations: their history, and what an act may choose from."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet

from guben_web.engine.texts import Text
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion, Succession
from guben_web.people.enums import LEFT
from guben_web.people.models import Member
from guben_web.structure.models import Act
from guben_web.structure.plans import names_of


@dataclass(frozen=True, slots=True)
class Kin:
    """An organization that another came out of, or that came out of it."""

    organization_id: int
    name: str
    kind: Text
    day: date


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act with its sentences."""

    act: Act
    changes: list[Text]


@dataclass(slots=True)
class History:
    """What an organization was like over time, the latest first, and what came of what."""

    versions: list[OrganizationVersion]
    superiors: dict[int, str]
    acts: list[ShownAct]
    predecessors: list[Kin] = field(default_factory=list)
    successors: list[Kin] = field(default_factory=list)


def history_of(organization_id: int) -> History:
    """Return the history of an organization; a constant number of queries."""
    rows = OrganizationVersion.objects.filter(organization_id=organization_id)
    versions = list(
        rows.select_related("organization").order_by(F("valid_from").desc(nulls_last=True), "-id")
    )
    successions = list(Succession.objects.filter(predecessor_id=organization_id)) + list(
        Succession.objects.filter(successor_id=organization_id)
    )
    ids = {each.parent_id for each in versions if each.parent_id is not None}
    ids |= {each.predecessor_id for each in successions} | {each.successor_id for each in successions}
    names = names_of(ids)
    acts = Act.objects.filter(organization_id=organization_id).select_related("by")
    history = History(
        versions,
        names,
        [ShownAct(each, [Text(said["zh"], said["en"]) for said in each.changes]) for each in acts],
    )
    for each in successions:
        is_before = each.successor_id == organization_id
        other = each.predecessor_id if is_before else each.successor_id
        label = each.get_kind_display()
        kin = Kin(other, names.get(other, "—"), Text(label, label), each.day)
        (history.predecessors if is_before else history.successors).append(kin)
    return history


def beside(organization: OrganizationVersion, scope: Scope, day: date) -> QuerySet[OrganizationVersion]:
    """Return the organizations below the same superior, within a scope."""
    rows = OrganizationVersion.objects.filter(
        holding_on(day), within(scope, day), valid_to=None, parent_id=organization.parent_id
    )
    return rows.exclude(organization_id=organization.organization_id).order_by("name_pinyin", "id")


def below(organization: OrganizationVersion) -> QuerySet[OrganizationVersion]:
    """Return the organizations directly below one now."""
    rows = OrganizationVersion.objects.filter(parent_id=organization.organization_id, valid_to=None)
    return rows.order_by("name_pinyin", "id")


def people_of(organization: OrganizationVersion) -> QuerySet[Member]:
    """Return those who belong to an organization itself now, by initials."""
    return Member.objects.filter(organization_id=organization.organization_id).exclude(status=LEFT)


def find_latest(organization_id: int, scope: Scope, today: date) -> OrganizationVersion | None:
    """Return the last state of an organization of a scope; one that is no more is seen by those who saw it last."""
    rows = OrganizationVersion.objects.filter(organization_id=organization_id)
    version = rows.select_related("organization").order_by(F("valid_to").desc(nulls_first=True)).first()
    if version is None:
        return None
    day = today if version.valid_to is None else version.valid_to - date.resolution
    seen = OrganizationVersion.objects.filter(pk=version.pk).filter(within(scope, day))
    return version if seen.exists() else None


def townships(scope: Scope, day: date) -> QuerySet[OrganizationVersion]:
    """Return the townships and streets of a scope on a day, to narrow a list down to one."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day), level="township")
    return rows.order_by("name_pinyin", "id")
