"""Reads of batches and their lines."""

from dataclasses import dataclass

from django.db.models import QuerySet

from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import MEMBER_COLUMNS, ORGANIZATION_COLUMNS
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Batch, Line
from guben_web.imports.words import Change, changes_in_words


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines of a kind have an outcome."""

    kind: Kind
    outcome: Outcome
    number: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its changes in words."""

    line: Line
    changes: list[Change]


def counts_of(batch: Batch) -> list[Count]:
    """Return how many lines have which outcome; zeros too."""
    return [
        Count(kind, outcome, batch.counts.get(f"{kind}.{outcome}", 0)) for kind in Kind for outcome in Outcome
    ]


def lines_of(batch: Batch, *, kind: str = "", outcome: str = "") -> QuerySet[Line]:
    """Return the lines of a batch, of one kind or outcome if asked."""
    lines = Line.objects.filter(batch=batch, attempt=batch.attempt).order_by("id")
    if kind in Kind.values:
        lines = lines.filter(kind=kind)
    if outcome in Outcome.values:
        lines = lines.filter(outcome=outcome)
    return lines


def shown(lines: list[Line]) -> list[ShownLine]:
    """Return lines with their changes in words."""
    return [ShownLine(line, changes_in_words(line)) for line in lines]


def possible_meanings() -> dict[str, list[tuple[str, Text]]]:
    """Return what a heading may mean, by kind of sheet."""
    return {
        "organizations": [
            *((each.name, each.title) for each in ORGANIZATION_COLUMNS),
            *((each.name, each.title) for each in collected_measures()),
        ],
        "members": [(each.name, each.title) for each in MEMBER_COLUMNS],
    }
