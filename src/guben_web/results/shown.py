"""Evaluations and results as pages show them: points with their digits, grades with their words and signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from guben_web.engine.texts import Text, both
from guben_web.results.layout import Layout, Part, layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.results.peers import TOTAL, Peers

# These grow with the scheme and the county, and a list shows none of it.
_NOT_LISTED = (
    *("layout", "medians", "findings"),
    *("run__arguments", "run__result", "run__refusal", "run__words_zh", "run__words_en"),
)
_WITHOUT = Text("不评等次", "No grade")


@dataclass(frozen=True, slots=True)
class ShownGrade:
    """A grade: its words, and its sign — top, middle, bottom, or open for none."""

    words: Text
    sign: str


@dataclass(frozen=True, slots=True)
class ShownEvaluation:
    """An evaluation on a page of its own; the layout is none until it is computed."""

    evaluation: Evaluation
    title: Text
    layout: Layout | None


@dataclass(frozen=True, slots=True)
class ListedEvaluation:
    """An evaluation in a list."""

    evaluation: Evaluation
    title: Text


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result in a list: points of the dimensions in the order of the layout."""

    result: Result
    total: Decimal | None
    grade: ShownGrade
    points: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of one organization's result beside what its peers have in the middle."""

    part: Part
    points: Decimal | None
    median: Decimal | None
    is_won: bool
    is_missing: bool


def shown_evaluation(evaluation: Evaluation, titles: Mapping[str, Text]) -> ShownEvaluation:
    """Return an evaluation with its title: as its scheme had it, or has it now until it is computed."""
    layout = layout_from_data(evaluation.layout) if evaluation.layout else None
    return ShownEvaluation(evaluation, layout.title if layout else _title(evaluation, titles), layout)


def for_list(rows: QuerySet[Evaluation]) -> QuerySet[Any]:
    """Return evaluations to list, without what a list does not show; `listed_evaluation` shows each."""
    return rows.defer(*_NOT_LISTED).annotate(held_title=KeyTransform("title", "layout"))


def listed_evaluation(evaluation: Any, titles: Mapping[str, Text]) -> ListedEvaluation:
    """Return an evaluation of `for_list` with its title: as its scheme had it, or has it now until it is computed."""
    held = evaluation.held_title
    return ListedEvaluation(evaluation, Text(*held) if held else _title(evaluation, titles))


def _title(evaluation: Evaluation, titles: Mapping[str, Text]) -> Text:
    return titles.get(evaluation.scheme, both(evaluation.scheme))


def shown_grade(place: int | None, layout: Layout) -> ShownGrade:
    """Return the grade at a place of the scheme's list, 0 the best."""
    if place is None:
        return ShownGrade(_WITHOUT, "open")
    sign = "top" if place == 0 else "bottom" if place == len(layout.grades) - 1 else "middle"
    return ShownGrade(layout.grades[place], sign)


def shown_result(result: Result, layout: Layout) -> ShownResult:
    """Return a result as a row."""
    return ShownResult(
        result,
        layout.points(result.total),
        shown_grade(result.grade, layout),
        tuple(layout.points(result.points.get(part.path)) for part in layout.top),
    )


def shown_parts(result: Result, layout: Layout, peers: Peers | None) -> list[ShownPart]:
    """Return the parts of a result, each before its own parts."""
    return [
        ShownPart(
            part,
            layout.points(result.points.get(part.path)),
            layout.points(peers.medians.get(part.path)) if peers else None,
            part.path in result.won,
            part.path in result.missing,
        )
        for part in layout.parts
    ]


def median_total(layout: Layout, peers: Peers | None) -> Decimal | None:
    """Return the total in the middle of the peers."""
    return layout.points(peers.medians.get(TOTAL)) if peers else None


def percent(number: int, of: int) -> Decimal | None:
    """Return a share in percent; none of nothing."""
    return Decimal(100 * number) / of if of else None
