"""Cells as they were: what a form said when it had an earlier revision."""

from collections.abc import Iterable
from dataclasses import dataclass

from guben_web.engine.texts import Text
from guben_web.reporting.figures import Value, from_data, in_words
from guben_web.reporting.models import Cell, CellChange

# Organization and measure.
Key = tuple[int, str]


def values_at(revisions: dict[int, int]) -> dict[int, dict[Key, Value]]:
    """Return for forms, by id, what the cells said that have changed since a revision of the form; one query.

    The first change after the revision tells what stood before it. Cells that are not there have not changed.
    """
    if not revisions:
        return {}
    rows = (
        CellChange.objects.filter(cell__sheet_id__in=revisions, revision__gt=min(revisions.values()))
        .order_by("id")
        .values_list("cell__sheet_id", "cell__organization_id", "cell__measure", "revision", "before")
    )
    return _first(rows, revisions)


def _first(
    rows: Iterable[tuple[int, int, str, int, list[object] | None]], revisions: dict[int, int]
) -> dict[int, dict[Key, Value]]:
    found: dict[int, dict[Key, Value]] = {}
    for sheet_id, organization_id, measure, revision, before in rows:
        if revision > revisions[sheet_id]:
            found.setdefault(sheet_id, {}).setdefault((organization_id, measure), from_data(before))
    return found


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of a cell in words."""

    change: CellChange
    before: Text
    after: Text


def shown_history(cell: Cell) -> list[ShownChange]:
    """Return the changes of a cell, the latest first; one query."""
    rows = CellChange.objects.filter(cell=cell).select_related("by").order_by("-id")
    return [
        ShownChange(
            each,
            in_words(cell.measure, from_data(each.before)),
            in_words(cell.measure, from_data(each.after)),
        )
        for each in rows
    ]
