"""Reads of earlier grades."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from guben_web.baselines.models import Baseline
from guben_web.org.queries import name_on
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What was brought in for a period: how many organizations have which grade, the most frequent first."""

    period: str
    name: str
    number: int
    grades: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class EarlierGrade:
    """What an organization was given for a period, as it was brought in."""

    grade: str
    points: Decimal | None


def appraisals_of(rows: QuerySet[Baseline]) -> list[Appraisal]:
    """Return what was brought in, the latest period first; one query."""
    counts = rows.order_by().values_list("period", "appraisal", "grade").annotate(number=Count("pk"))
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for period, name, grade, number in counts:
        found.setdefault((period, name), []).append((grade, number))
    ordered = sorted(sorted(found, key=lambda each: each[1]), key=lambda each: each[0], reverse=True)
    return [
        Appraisal(
            *key,
            sum(number for _, number in found[key]),
            sorted(found[key], key=lambda each: (-each[1], each[0])),
        )
        for key in ordered
    ]


def baselines_of(organization_id: int) -> QuerySet[Baseline]:
    """Return the earlier grades of an organization, the latest first."""
    return Baseline.objects.filter(organization_id=organization_id).order_by("-period", "appraisal")


def narrowed(
    rows: QuerySet[Baseline], day: date, *, period: str, appraisal: str, grade: str, words: str
) -> QuerySet[Baseline]:
    """Return those of a period and appraisal, and of a grade or name where asked; each with `organization_name`."""
    rows = rows.filter(period=period, appraisal=appraisal)
    rows = rows.annotate(organization_name=name_on(day, "organization_id"))
    if grade:
        rows = rows.filter(grade=grade)
    asked = simplified("".join(search_words(words).split()))
    if asked:
        rows = rows.filter(Q(organization_name__icontains=asked) | Q(organization__code=asked))
    return rows.order_by("organization__key", "id")


def grades_for(period: str, appraisal: str = "") -> dict[int, EarlierGrade]:
    """Return what organizations were given for a period, by their ids: where promotion begins."""
    rows = Baseline.objects.filter(period=period, appraisal=appraisal)
    return {
        key: EarlierGrade(grade, points)
        for key, grade, points in rows.values_list("organization_id", "grade", "points")
    }
