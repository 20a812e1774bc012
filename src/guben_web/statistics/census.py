"""How many members the organizations have on a day, and what they are: one pass over the members.

Reading the members is what takes time, so everything that the tables, the organizations below and those that stand out
need is counted at once, by organization. A member counts from the joining date on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q, QuerySet

from guben_web.engine.bands import (
    AGE_BANDS,
    HIGHER_EDUCATION,
    JOINING_PERIODS,
    MAJORITY,
    years_before,
)
from guben_web.engine.bulletin import ALL, FEMALE, HIGHER, MINORITY, YOUNG, Counts
from guben_web.engine.bulletin import MAJORITY as MAJORITY_CODE
from guben_web.engine.vocabulary import MEMBERS, list_of
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.people.enums import ON_THE_WAY
from guben_web.people.models import Membership
from guben_web.statistics.standings import Limits, Standing, whole_of

YOUNG_UNTIL, OLD_FROM = 35, 60
_LISTED = ("education", "occupation")


@dataclass(frozen=True, slots=True)
class Place:
    """An organization of the scope: what it is, and below which one it stands."""

    organization_id: int
    name: str
    parent_id: int | None
    type: str
    field: str


@dataclass(frozen=True, slots=True)
class Census:
    """The members of a scope on a day, and in `whole` how many of them there are by what is counted."""

    # All of the scope, by the key of the organization.
    places: Mapping[int, Place]
    # The numbers of each organization's own members: of those of the field that was asked for, of all where none was.
    standings: Mapping[int, Standing]
    whole: Mapping[str, int]
    waiting: Mapping[str, int]
    developed: Mapping[str, int]

    def counts(self) -> Counts:
        """Return what the tables of the bulletin are made of."""
        whole, members = self.whole, self.whole["members"]
        chosen = [self.places[pk] for pk in self.standings]
        counts: dict[str, dict[str, int]] = {
            "status": {"full": whole["full"], "probationary": members - whole["full"], **self.waiting},
            "sex": _and_others({"female": whole["female"]}, members),
            "people": {
                MAJORITY_CODE: whole["people"] - whole["minority"],
                MINORITY: whole["minority"],
                "": members - whole["people"],
            },
            "age": _and_others(dict(_age_bands(whole)), members),
            "joined": _and_others(dict(_joining_periods(whole)), members),
            "developed": dict(self.developed),
            "type": Counter(each.type for each in chosen),
            "field": Counter(each.field for each in chosen),
        }
        for name in _LISTED:
            known = {each.code: whole[f"{name} {each.code}"] for each in list_of(name)}
            counts[name] = _and_others(known, members)
        return counts

    def below(self, top: int | None) -> list[Standing]:
        """Return the organizations directly below one, or where the scope begins, each with all below it."""
        children: defaultdict[int | None, list[Place]] = defaultdict(list)
        for place in self.places.values():
            children[place.parent_id if place.parent_id in self.places else None].append(place)
        tops = children[None]
        if top is not None or len(tops) == 1:
            tops = [below for each in tops for below in children[each.organization_id]]

        def with_below(place: Place) -> Iterator[Standing]:
            if place.organization_id in self.standings:
                yield self.standings[place.organization_id]
            for each in children[place.organization_id]:
                yield from with_below(each)

        return [whole_of(each.organization_id, each.name, with_below(each)) for each in tops]


def census_on(day: date, scope: Scope, limits: Limits | None = None, organization_field: str = "") -> Census:
    """Return the members of a scope on a day, of the organizations of one field if asked; four queries."""
    versions = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    facts = versions.order_by("organization__key").values_list(
        "organization_id", "name", "parent_id", "type", "field"
    )
    places = {row[0]: Place(*row) for row in facts}
    rows = _memberships_on(day, scope, organization_field)
    members = rows.filter(
        Q(member__joined_date=None) | Q(member__joined_date__lte=day), status__in=MEMBERS
    ).order_by()
    waiting = rows.filter(status__in=ON_THE_WAY).order_by().values_list("status").annotate(number=Count("pk"))
    names, own, whole = _counted(members, day, limits or Limits())
    standings = {
        pk: _standing(place, dict(zip(names, own[pk], strict=True)) if pk in own else None)
        for pk, place in places.items()
        if not organization_field or place.field == organization_field
    }
    return Census(places, standings, whole, dict(waiting), _developed(day, members))


def _counted(
    members: QuerySet[Membership], day: date, limits: Limits
) -> tuple[Sequence[str], Mapping[int, Sequence[int]], Mapping[str, int]]:
    """Return what is counted, the numbers of each organization's own members, and those of all together."""
    counted = dict(_counted_of(day, limits))
    # Names of columns of an answer cannot have spaces and hyphens.
    columns = {f"n{place}": count for place, count in enumerate(counted.values())}
    rows = members.values("organization_id").annotate(**columns).values_list("organization_id", *columns)
    # Fetched as the database gives them: counts need no conversion, and there are fifty thousand in a county.
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        own = {row[0]: row[1:] for row in cursor.fetchall()}
    whole = map(sum, zip(*own.values(), strict=True)) if own else [0] * len(counted)
    return tuple(counted), own, dict(zip(counted, whole, strict=True))


def _standing(place: Place, numbers: Mapping[str, int] | None) -> Standing:
    if numbers is None:
        return Standing(place.organization_id, place.name)
    return Standing(
        place.organization_id,
        place.name,
        members=numbers["members"],
        women=numbers["female"],
        # The bands up to 35 and those after it meet at the 36th birthday.
        young=numbers["born"] - numbers[f"aged {YOUNG_UNTIL + 1}"],
        old=numbers["old"],
        higher=sum(numbers[f"education {code}"] for code in HIGHER_EDUCATION),
        admitted=numbers["admitted"],
        admitted_lately=numbers["admitted lately"],
        aged=numbers["aged"],
    )


def _counted_of(day: date, limits: Limits) -> Iterator[tuple[str, Count]]:
    yield "members", Count("pk")
    yield "full", _number(status="full")
    yield "female", _number(member__sex="female")
    yield "people", Count("pk", filter=Q(member__ethnicity__gt=""))
    yield "minority", Count("pk", filter=Q(member__ethnicity__gt="") & ~Q(member__ethnicity=MAJORITY))
    for name in _LISTED:
        for each in list_of(name):
            yield f"{name} {each.code}", _number(**{f"member__{name}": each.code})
    yield "born", Count("member__birth_date")
    for band in AGE_BANDS[1:]:
        assert band.low is not None
        yield f"aged {band.low}", _number(member__birth_date__lte=years_before(day, band.low))
    yield "old", _number(member__birth_date__lte=years_before(day, OLD_FROM))
    yield "aged", _number(member__birth_date__lte=years_before(day, limits.old_age))
    yield "joined", Count("member__joined_date")
    for period in JOINING_PERIODS[1:]:
        yield f"joined {period.code}", _number(member__joined_date__gte=period.first)
    yield "admitted", _number(member__joined_date__gt=years_before(day, 1))
    yield "admitted lately", _number(member__joined_date__gt=years_before(day, limits.years))


def _number(**condition: object) -> Count:
    return Count("pk", filter=Q(**condition))


def _and_others(known: Mapping[str, int], members: int) -> dict[str, int]:
    return {**known, "": members - sum(known.values())}


def _age_bands(whole: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    older = whole["born"]
    for band, above in zip(AGE_BANDS, (*AGE_BANDS[1:], None), strict=True):
        from_above = whole[f"aged {above.low}"] if above else 0
        yield band.code, older - from_above
        older = from_above


def _joining_periods(whole: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    later = whole["joined"]
    for period, after in zip(JOINING_PERIODS, (*JOINING_PERIODS[1:], None), strict=True):
        from_after = whole[f"joined {after.code}"] if after else 0
        yield period.code, later - from_after
        later = from_after


def _memberships_on(day: date, scope: Scope, organization_field: str) -> QuerySet[Membership]:
    rows = Membership.objects.filter(holding_on(day), within(scope, day))
    if organization_field:
        fields = OrganizationVersion.objects.filter(holding_on(day), field=organization_field)
        rows = rows.filter(organization_id__in=fields.values("organization_id"))
    return rows


def _developed(day: date, members: QuerySet[Membership]) -> dict[str, int]:
    admitted = members.filter(member__joined_date__range=(date(day.year, 1, 1), day))
    return admitted.aggregate(
        **{
            ALL: Count("pk"),
            FEMALE: _number(member__sex="female"),
            MINORITY: Count("pk", filter=Q(member__ethnicity__isnull=False) & ~Q(member__ethnicity=MAJORITY)),
            YOUNG: _number(member__birth_date__gt=years_before(day, YOUNG_UNTIL + 1)),
            HIGHER: _number(member__education__in=HIGHER_EDUCATION),
        }
    )
