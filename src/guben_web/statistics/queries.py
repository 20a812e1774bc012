"""Counts of members and organizations as of a day, in a constant number of queries.

A member counts from the joining date on; the parts that the bulletin is made of are those of the core.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from guben_web.engine.bands import (
    AGE_BANDS,
    HIGHER_EDUCATION,
    JOINING_PERIODS,
    MAJORITY,
    years_before,
)
from guben_web.engine.bulletin import ALL, FEMALE, HIGHER, MINORITY, YOUNG, Counts, share_of
from guben_web.engine.bulletin import MAJORITY as MAJORITY_CODE
from guben_web.engine.vocabulary import MEMBERS
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import Node, tree_on
from guben_web.people.enums import ON_THE_WAY
from guben_web.people.models import Membership

YOUNG_UNTIL, OLD_FROM = 35, 60
_FACTS = ("status", "member__sex", "member__ethnicity", "member__education", "member__occupation")


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on an organization stands out."""

    # So many percent and more of the members are this old or older.
    old_age: int = 45
    old_percent: int = 85
    # Nobody was admitted for so many years.
    years: int = 2
    # So many admissions in the last year, and no more, are few.
    few: int = 2


@dataclass(slots=True)
class Standing:
    """An organization with its numbers; with all below it where it stands in a table of organizations."""

    organization_id: int
    name: str
    members: int = 0
    women: int = 0
    young: int = 0
    old: int = 0
    higher: int = 0
    # In the last year, and in the years of the limits.
    admitted: int = 0
    admitted_lately: int = 0
    # As old as the limit says, or older.
    aged: int = 0

    def share(self, name: str) -> Decimal | None:
        """Return how many in a hundred of the members are counted under a name."""
        return share_of(getattr(self, name), self.members)

    @property
    def women_percent(self) -> Decimal | None:
        """Women in a hundred."""
        return self.share("women")

    @property
    def young_percent(self) -> Decimal | None:
        """Those of 35 and under in a hundred."""
        return self.share("young")

    @property
    def old_percent(self) -> Decimal | None:
        """Those of 60 and over in a hundred."""
        return self.share("old")

    @property
    def higher_percent(self) -> Decimal | None:
        """Those with college and above in a hundred."""
        return self.share("higher")

    @property
    def aged_percent(self) -> Decimal | None:
        """Those as old as the limit in a hundred."""
        return self.share("aged")


def counts_on(day: date, scope: Scope, organization_field: str = "") -> Counts:
    """Return the counts of a scope on a day, of the organizations of one field if asked; four queries."""
    rows, members = _memberships_on(day, scope, organization_field), _is_member_on(day)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    # One pass over the members, grouped by everything at once: reading them is what takes time.
    coded = rows.filter(members).order_by().annotate(age=_age_on(day), joined=_JOINED)
    facts = coded.values_list(*_FACTS, "age", "joined").annotate(number=Count("pk"))
    for status, sex, ethnicity, education, occupation, age, joined, number in facts:
        counts["status"][status] += number
        counts["sex"][sex or ""] += number
        people = "" if not ethnicity else MAJORITY_CODE if ethnicity == MAJORITY else MINORITY
        counts["people"][people] += number
        counts["education"][education or ""] += number
        counts["occupation"][occupation or ""] += number
        counts["age"][age] += number
        counts["joined"][joined] += number
    waiting = rows.filter(status__in=ON_THE_WAY).order_by().values_list("status").annotate(number=Count("pk"))
    counts["status"].update(dict(waiting))
    counts["developed"].update(_developed(day, rows.filter(members)))
    organizations = _organizations_on(day, scope, organization_field).order_by()
    for type_, field_, number in organizations.values_list("type", "field").annotate(number=Count("pk")):
        counts["type"][type_] += number
        counts["field"][field_] += number
    return counts


def standings_on(
    day: date, scope: Scope, limits: Limits, organization_field: str = ""
) -> dict[int, Standing]:
    """Return the numbers of each organization's own members; two queries. Those without members are there too."""
    born_by = {
        name: years_before(day, years) for name, years in (("old", OLD_FROM), ("aged", limits.old_age))
    }
    young = years_before(day, YOUNG_UNTIL + 1)
    year, lately = years_before(day, 1), years_before(day, limits.years)
    rows = _memberships_on(day, scope, organization_field).filter(_is_member_on(day)).order_by()
    numbers = rows.values("organization_id").annotate(
        members=Count("pk"),
        women=Count("pk", filter=Q(member__sex="female")),
        young=Count("pk", filter=Q(member__birth_date__gt=young)),
        old=Count("pk", filter=Q(member__birth_date__lte=born_by["old"])),
        aged=Count("pk", filter=Q(member__birth_date__lte=born_by["aged"])),
        higher=Count("pk", filter=Q(member__education__in=HIGHER_EDUCATION)),
        admitted=Count("pk", filter=Q(member__joined_date__gt=year)),
        admitted_lately=Count("pk", filter=Q(member__joined_date__gt=lately)),
    )
    names = _organizations_on(day, scope, organization_field).order_by("organization__key")
    standings = {pk: Standing(pk, name) for pk, name in names.values_list("organization_id", "name")}
    for each in numbers:
        known = standings.get(each["organization_id"])
        if known is not None:
            for name in _SUMMED:
                setattr(known, name, each[name])  # type: ignore[literal-required]
    return standings


def children_standings(
    day: date, scope: Scope, own: Mapping[int, Standing], top: int | None
) -> list[Standing]:
    """Return the organizations directly below one, or where a scope begins, each with all below it; one query."""
    tops = tree_on(day, scope)
    if top is not None:
        tops = [child for node in tops for child in node.children]
    elif len(tops) == 1:
        tops = tops[0].children
    return [_summed(node, own) for node in tops]


def standing_out(own: Mapping[int, Standing], limits: Limits) -> dict[str, list[Standing]]:
    """Return the organizations with members of their own that stand out, by what for."""
    there = [each for each in own.values() if each.members]
    return {
        "old": [each for each in there if each.aged * 100 >= limits.old_percent * each.members],
        "none": [each for each in there if not each.admitted_lately],
        "few": [each for each in there if 0 < each.admitted <= limits.few],
    }


_SUMMED = ("members", "women", "young", "old", "higher", "admitted", "admitted_lately", "aged")


def _summed(node: Node, own: Mapping[int, Standing]) -> Standing:
    whole = Standing(node.version.organization_id, node.version.name)
    for each in node.walk():
        known = own.get(each.version.organization_id)
        if known is not None:
            for name in _SUMMED:
                setattr(whole, name, getattr(whole, name) + getattr(known, name))
    return whole


def _memberships_on(day: date, scope: Scope, organization_field: str) -> QuerySet[Membership]:
    rows = Membership.objects.filter(holding_on(day), within(scope, day))
    if organization_field:
        fields = OrganizationVersion.objects.filter(holding_on(day), field=organization_field)
        rows = rows.filter(organization_id__in=fields.values("organization_id"))
    return rows


def _organizations_on(day: date, scope: Scope, organization_field: str) -> QuerySet[OrganizationVersion]:
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    return rows.filter(field=organization_field) if organization_field else rows


def _is_member_on(day: date) -> Q:
    return Q(status__in=MEMBERS) & (Q(member__joined_date=None) | Q(member__joined_date__lte=day))


def _age_on(day: date) -> Case:
    cases = [
        When(member__birth_date__lte=years_before(day, each.low), then=Value(each.code))
        for each in reversed(AGE_BANDS)
        if each.low is not None
    ]
    youngest = When(member__birth_date__isnull=False, then=Value(AGE_BANDS[0].code))
    return Case(*cases, youngest, default=Value(""), output_field=CharField())


_JOINED = Case(
    *(
        When(member__joined_date__gte=each.first, then=Value(each.code))
        for each in reversed(JOINING_PERIODS)
        if each.first is not None
    ),
    When(member__joined_date__isnull=False, then=Value(JOINING_PERIODS[0].code)),
    default=Value(""),
    output_field=CharField(),
)


def _developed(day: date, rows: QuerySet[Membership]) -> dict[str, Any]:
    admitted = rows.filter(member__joined_date__range=(date(day.year, 1, 1), day))
    return admitted.aggregate(
        **{
            ALL: Count("pk"),
            FEMALE: Count("pk", filter=Q(member__sex="female")),
            MINORITY: Count("pk", filter=Q(member__ethnicity__isnull=False) & ~Q(member__ethnicity=MAJORITY)),
            YOUNG: Count("pk", filter=Q(member__birth_date__gt=years_before(day, YOUNG_UNTIL + 1))),
            HIGHER: Count("pk", filter=Q(member__education__in=HIGHER_EDUCATION)),
        }
    )
