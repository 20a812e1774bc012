"""Reads of results, each in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from guben_web.engine.vocabulary import list_of
from guben_web.org.access import Scope
from guben_web.org.queries import matching
from guben_web.results.enums import State
from guben_web.results.layout import Layout
from guben_web.results.models import Result

_BARS = 20
_MOST_EARLIER = 20
MISSING, VETOED, NO_GRADE = "missing", "vetoed", "none"
# No more than every database can compare.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the results are asked for; what is empty does not narrow."""

    words: str = ""
    township: str = ""
    grade: str = ""
    field: str = ""
    flag: str = ""

    @property
    def is_everything(self) -> bool:
        """True if nothing is narrowed."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the results of somebody's scope can be narrowed by: pairs of value and words, and fields."""

    townships: list[tuple[int, str]]
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Township:
    """The organizations of a township and how many have each grade, best first; without a grade last."""

    id: int | None
    name: str
    grades: tuple[int, ...]
    average: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Results at a glance: how many have each grade (without a grade last), how totals spread, and by township.

    `bars` count the totals from each multiple of `width` units up to the next; the last takes the full total in, and
    whatever lies above it.
    """

    grades: tuple[int, ...]
    width: int
    bars: tuple[int, ...]
    townships: tuple[Township, ...]

    @property
    def number(self) -> int:
        """How many organizations there are."""
        return sum(self.grades)


def narrowed(rows: QuerySet[Result], wanted: Wanted) -> QuerySet[Result]:
    """Return those of the rows that are asked for."""
    rows = rows.filter(matching(wanted.words, code="code"))
    if _is_number(wanted.township):
        rows = rows.filter(township=int(wanted.township))
    if _is_number(wanted.grade):
        rows = rows.filter(grade=int(wanted.grade))
    elif wanted.grade == NO_GRADE:
        rows = rows.filter(grade=None)
    if wanted.field in list_of("field"):
        rows = rows.filter(field=wanted.field)
    if wanted.flag == MISSING:
        rows = rows.exclude(missing=[])
    elif wanted.flag == VETOED:
        rows = rows.exclude(veto=None)
    return rows


def in_order(rows: QuerySet[Result], sort: str, layout: Layout) -> QuerySet[Result]:
    """Return rows by name, total, grade or the points of a dimension, `-` before it for falling; else by total."""
    column = sort.removeprefix("-")
    dimensions = {part.path for part in layout.top}
    by: F | Case
    if column in dimensions:
        # What is left out is JSON's null, which is a value to the databases and would not come last.
        number = Cast(KeyTextTransform(column, "points"), BigIntegerField())
        by = Case(When(**{f"points__{column}": None}, then=None), default=number)
    elif column in {"name_pinyin", "total", "grade", "township_id"}:
        by = F(column)
    else:
        sort, by = "-total", F("total")
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return rows.order_by(order, "id")


def choices_of(rows: QuerySet[Result]) -> Choices:
    """Return what rows can be narrowed by; two queries."""
    below = rows.exclude(township=None).exclude(township=F("organization"))
    townships = below.order_by("township_id").values_list("township_id", "township_name")
    fields = rows.order_by("field").values_list("field", flat=True)
    return Choices(list(townships.distinct()), list(fields.distinct()))


def overview_of(rows: QuerySet[Result], layout: Layout) -> Overview:
    """Return rows at a glance; one query."""
    held = rows.order_by("id").values_list(
        "township_id", "township_name", "grade", "total", "organization_id"
    )
    none = len(layout.grades)
    full = int(layout.total.scaleb(layout.digits))
    # Rounded up, so that no more bars than these reach the full total.
    width = max(1, -(-full // _BARS))
    number = max(1, -(-full // width))
    bars: Counter[int] = Counter()
    grades: Counter[int] = Counter()
    by_township: dict[tuple[int | None, str], list[tuple[int, int | None]]] = {}
    for township, name, grade, total, organization in held:
        place = none if grade is None else grade
        grades[place] += 1
        if total is not None:
            bars[min(number - 1, max(0, total // width))] += 1
        # A township that is evaluated itself is not below one.
        if township != organization:
            by_township.setdefault((township, name), []).append((place, total))
    return Overview(
        grades=tuple(grades[place] for place in range(none + 1)),
        width=width,
        bars=tuple(bars[place] for place in range(number)),
        townships=tuple(_township(key, name, each, none) for (key, name), each in by_township.items()),
    )


def earlier_results(scope: Scope, result: Result) -> list[Result]:
    """Return the results of the same organization by the same scheme for earlier days, the latest first; one query.

    Trial runs are there for whoever sees everything, and only beside one.
    """
    own = result.evaluation
    states = {State.SHOWN, own.state} if scope.is_whole else {State.SHOWN}
    rows = Result.objects.filter(
        organization=result.organization_id,
        evaluation__scheme=own.scheme,
        evaluation__as_of__lt=own.as_of,
        evaluation__state__in=states,
    )
    return list(
        rows.select_related("evaluation").order_by("-evaluation__as_of", "-evaluation_id")[:_MOST_EARLIER]
    )


def _is_number(asked: str) -> bool:
    return asked.isdecimal() and len(asked) <= _MOST_DIGITS


def _township(key: int | None, name: str, held: Iterable[tuple[int, int | None]], none: int) -> Township:
    rows = list(held)
    grades = Counter(grade for grade, _ in rows)
    totals = [total for _, total in rows if total is not None]
    average = (2 * sum(totals) + len(totals)) // (2 * len(totals)) if totals else None
    return Township(key, name, tuple(grades[place] for place in range(none + 1)), average)
