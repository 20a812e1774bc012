"""The three lists over the years: which grade every organization had in each period, and who moved between two of them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db.models import Exists, OuterRef

from guben_web.baselines.models import Baseline
from guben_web.engine.schemes import get_program
from guben_web.engine.texts import Text
from guben_web.org.access import Scope, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import names_of, townships_of
from guben_web.promotion.enums import Outcome
from guben_web.promotion.grades import Order, meanings_of
from guben_web.promotion.sources import shown_evaluations
from guben_web.results.access import visible_evaluations
from guben_web.results.layout import layout_from_data
from guben_web.results.models import Evaluation, Result

_IMPORTED, _FINAL, _SHOWN = Text("导入", "imported"), Text("已封存", "sealed"), Text("已下发", "shown")


@dataclass(slots=True)
class Year:
    """The grades of one period: where they come from, and the place of each organization; None without a known grade."""

    period: str
    name: str
    source: Text
    evaluation_id: int | None = None
    places: dict[int, int | None] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)

    def counts(self, order: Order) -> list[int]:
        """Return how many have each grade, and at the end how many have another or none."""
        counts = Counter(self.places.values())
        return [*(counts[place] for place in range(order.last + 1)), counts[None]]


@dataclass(frozen=True, slots=True)
class Moves:
    """How organizations moved from one period to the next."""

    before: Year
    after: Year
    outcomes: Mapping[Outcome, int]
    flows: Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Line:
    """An organization over the years; None where it was not graded at all."""

    organization_id: int
    name: str
    township_id: int | None
    township: str
    years: tuple[tuple[Year, int | None] | None, ...]

    @property
    def latest(self) -> int | None:
        """Its place in the last period in which it has a grade that is known."""
        return next((each[1] for each in reversed(self.years) if each and each[1] is not None), None)


def years_of(scheme: str, order: Order, scope: Scope, day: date) -> list[Year]:
    """Return the periods with grades by a scheme, the earliest first: those brought in, and of each period the result
    that counts, sealed ones before others; a constant number of queries.
    """
    years = [*_imported(scheme, order, scope, day), *_computed(scheme, order, scope, day)]
    return sorted(years, key=lambda each: (each.period, each.evaluation_id is not None, each.name))


def moves_between(years: Sequence[Year]) -> list[Moves]:
    """Return how organizations moved from each period to the next."""
    return [_moves(before, after) for before, after in pairwise(years)]


def lines_of(years: Sequence[Year], day: date) -> list[Line]:
    """Return the organizations over the years, by township and name; two queries."""
    ids = {key for year in years for key in year.places}
    names, townships = names_of(ids), townships_of(day)
    lines = [_line(key, years, names, townships.get(key)) for key in ids]
    return sorted(lines, key=lambda each: (each.township, each.name, each.organization_id))


def _imported(scheme: str, order: Order, scope: Scope, day: date) -> list[Year]:
    level = get_program(scheme).scheme.scope.level
    of_level = OrganizationVersion.objects.filter(organization=OuterRef("organization"), level=level)
    rows = list(
        Baseline.objects.filter(within(scope, day))
        .filter(Exists(of_level))
        .values_list("organization_id", "period", "appraisal", "grade")
    )
    places = _places({grade for *_, grade in rows}, scheme, order)
    years: dict[tuple[str, str], Year] = {}
    for key, period, name, grade in rows:
        year = years.setdefault((period, name), Year(period, name, _IMPORTED))
        year.places[key], year.words[key] = places.get(grade), grade
    return list(years.values())


def _computed(scheme: str, order: Order, scope: Scope, day: date) -> list[Year]:
    seen = visible_evaluations(scope, day).values("pk")
    chosen: dict[str, Evaluation] = {}
    for each in shown_evaluations().filter(scheme=scheme, pk__in=seen):
        chosen.setdefault(each.period, each)
    years = {}
    titles = {}
    for each in chosen.values():
        source = _FINAL if getattr(each, "is_final", False) else _SHOWN
        years[each.pk] = Year(each.period, "", source, each.pk)
        titles[each.pk] = [title.zh for title in layout_from_data(each.layout).grades]
    places = _places({title for held in titles.values() for title in held}, scheme, order)
    rows = Result.objects.filter(within(scope, day), evaluation_id__in=years)
    for evaluation_id, key, grade in rows.values_list("evaluation_id", "organization_id", "grade"):
        words = "" if grade is None else titles[evaluation_id][grade]
        years[evaluation_id].places[key] = places.get(words)
        years[evaluation_id].words[key] = words
    return [each for each in years.values() if each.places]


def _places(words: Collection[str], scheme: str, order: Order) -> Mapping[str, int | None]:
    return meanings_of(words, scheme, order).places


def _moves(before: Year, after: Year) -> Moves:
    outcomes: Counter[Outcome] = Counter()
    flows: Counter[tuple[int, int]] = Counter()
    for key in before.places.keys() | after.places.keys():
        old, new = before.places.get(key), after.places.get(key)
        if key not in after.places:
            outcomes[Outcome.GONE] += 1
        elif key not in before.places:
            outcomes[Outcome.NEW] += 1
        elif old is None or new is None:
            outcomes[Outcome.UNGRADED] += 1
        else:
            outcomes[Outcome.UP if new < old else Outcome.STAYED if new == old else Outcome.FELL] += 1
            flows[old, new] += 1
    return Moves(before, after, outcomes, flows)


def _line(
    key: int, years: Sequence[Year], names: Mapping[int, str], township: tuple[int, str] | None
) -> Line:
    return Line(
        key,
        names.get(key, ""),
        township[0] if township else None,
        township[1] if township else "",
        tuple((year, year.places[key]) if key in year.places else None for year in years),
    )
