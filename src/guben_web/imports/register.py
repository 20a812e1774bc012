"""The register as it is when a workbook is compared with it, read in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F

from guben_web.baselines.models import Baseline
from guben_web.engine.workbooks import StandingOrganization
from guben_web.imports.days import to_number
from guben_web.ledgers.models import ReportedValue
from guben_web.org.enums import Cover
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.models import Member, Membership, Post
from guben_web.people.posts import PARTY_POSTS
from guben_web.teams.models import Term
from guben_web.workplaces.models import Plan

# A number, its scale, a choice, whether it cannot exist, its source, its batch.
ValueState = list[Any]
MEMBER_TEXTS = (
    *("sex", "ethnicity", "education", "occupation", "status", "techniques"),
    *("floating", "floating_place", "is_in_hardship"),
)
MEMBER_DAYS = ("birth_date", "joined_date", "full_date", "floating_since", "hardship_since")
# What a version of an organization holds of what a workbook says of it.
VERSION_NAMES = frozenset({"name", "type", "level", "field", "parent"})


@dataclass(slots=True)
class KnownOrganization:
    """An organization with its open version, the workplaces it covers, and its values of the period."""

    organization: Organization
    version: OrganizationVersion
    workplaces: list[Workplace] = field(default_factory=list)
    # Names that it had before.
    former: set[str] = field(default_factory=set)
    values: dict[str, ValueState] = field(default_factory=dict)

    @property
    def workplace(self) -> Workplace | None:
        """Its own workplace."""
        return next((each for each in self.workplaces if each.cover == Cover.OWN), None)


@dataclass
class Register:
    """Organizations by key, members, and what finds them; what only some workbooks speak of is read when asked for."""

    organizations: dict[str, KnownOrganization]
    keys_by_id: dict[int, str]
    members: dict[str, Member]
    posts: dict[str, dict[str, Post]]
    # The open one of each member.
    memberships: dict[str, Membership]
    # Those that are no more, by key and by code.
    dissolved: frozenset[str] = frozenset()
    # The open ones, by their keys.
    workplaces: dict[str, Workplace] = field(default_factory=dict)

    @cached_property
    def ids(self) -> dict[str, int]:
        """The ids of organizations by key."""
        return {key: number for number, key in self.keys_by_id.items()}

    @cached_property
    def every_post(self) -> dict[int, Post]:
        """All posts that are or were held, each with its tenure where it has one."""
        return {each.pk: each for each in Post.objects.select_related("tenure").iterator()}

    @cached_property
    def terms(self) -> dict[tuple[str, int | None], Term]:
        """All terms, by organization and day of the election."""
        return {
            (self.keys_by_id[each.organization_id], to_number(each.elected_date)): each
            for each in Term.objects.all()
        }

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """What is planned in workplaces, by their keys."""
        return {each.workplace_key: each for each in Plan.objects.all()}

    @cached_property
    def baselines(self) -> dict[tuple[str, str, str], Baseline]:
        """Earlier grades, by organization, period and appraisal."""
        return {
            (self.keys_by_id[each.organization_id], each.period, each.appraisal): each
            for each in Baseline.objects.all()
        }

    @property
    def by_code(self) -> dict[str, KnownOrganization]:
        """Organizations that have a code."""
        return {
            each.organization.code: each for each in self.organizations.values() if each.organization.code
        }

    @property
    def by_place(self) -> dict[tuple[str | None, str], KnownOrganization]:
        """Organizations by the superior's key and the name."""
        return {
            (self.parent_key(each.version), each.version.name): each for each in self.organizations.values()
        }

    def standing(self, allowed: frozenset[str] | None) -> list[StandingOrganization]:
        """Return the organizations that a workbook may refer to without listing them: those `allowed` and all above.

        None allows all. Of others, somebody without a right to them neither means them nor is told.
        """
        keys = set(self.organizations if allowed is None else allowed & self.organizations.keys())
        for key in tuple(keys):
            above = self.parent_key(self.organizations[key].version)
            while above is not None and above in self.organizations and above not in keys:
                keys.add(above)
                above = self.parent_key(self.organizations[above].version)
        return [
            StandingOrganization(
                key,
                each.organization.code,
                each.version.name,
                self.parent_key(each.version),
                tuple(sorted(each.former - {each.version.name})),
            )
            for key, each in self.organizations.items()
            if key in keys
        ]

    def parent_key(self, version: OrganizationVersion) -> str | None:
        """Return the key of the superior."""
        return self.keys_by_id[version.parent_id] if version.parent_id is not None else None


def read_register(period: str) -> Register:
    """Return the register as it is now, with the values of a period."""
    known = {
        version.organization_id: KnownOrganization(version.organization, version)
        for version in OrganizationVersion.objects.filter(valid_to=None).select_related("organization")
    }
    ended = OrganizationVersion.objects.exclude(valid_to=None).values_list("organization_id", "name")
    for number, name in ended:
        if number in known:
            known[number].former.add(name)
    gone = [each for each in Organization.objects.all() if each.pk not in known]
    workplaces = {each.key: each for each in Workplace.objects.filter(valid_to=None)}
    for workplace in workplaces.values():
        if workplace.organization_id in known:
            known[workplace.organization_id].workplaces.append(workplace)
    for value in ReportedValue.objects.filter(period=period):
        if value.organization_id in known:
            known[value.organization_id].values[value.measure] = state_of(value)
    posts: defaultdict[str, dict[str, Post]] = defaultdict(dict)
    # The sheet of members speaks of the Party posts in the member's own organization; it does not touch others.
    own = Post.objects.filter(end_date=None, organization=F("member__organization"), post__in=PARTY_POSTS)
    for post in own:
        posts[str(post.member_id)][post.post] = post
    return Register(
        {each.organization.key: each for each in known.values()},
        {number: each.organization.key for number, each in known.items()}
        | {each.pk: each.key for each in gone},
        {str(member.key): member for member in Member.objects.order_by("key").iterator()},
        posts,
        {str(each.member_id): each for each in Membership.objects.filter(valid_to=None).iterator()},
        frozenset({each.key for each in gone} | {each.code for each in gone if each.code}),
        workplaces,
    )


def state_of(value: ReportedValue) -> ValueState:
    """Return what is kept of a value to compare it and to restore it."""
    return [
        value.number,
        value.scale,
        value.choice,
        value.is_not_applicable,
        value.source,
        value.batch,
    ]


def member_state(member: Member) -> dict[str, Any]:
    """Return what a workbook can change of a member, as JSON, without organization and posts."""
    state: dict[str, Any] = {name: getattr(member, name) for name in MEMBER_TEXTS}
    state |= {name: to_number(getattr(member, name)) for name in MEMBER_DAYS}
    return state | {
        "name": member.name or None,
        "identity": member.identity or None,
        "identity_index": member.identity_index,
        "phone": member.phone or None,
        "phone_index": member.phone_index,
        "address": member.address or None,
    }
