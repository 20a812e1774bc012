"""Measures whose column is filled in for some organizations and not for others like them."""

from collections.abc import Mapping, Sequence

from guben.diagnostics import CellPlace, Finding, Text
from guben.model.scheme import Measure
from guben.office import findings
from guben.office.cells import column_of_cells, is_missing
from guben.office.headings import Layout
from guben.office.organizations import Tree

_MOST_ROWS = 10


def report_gaps(layout: Layout, tree: Tree, measures: Sequence[Measure], found: list[Finding]) -> None:
    """Report each measure that some organizations lack though others of their level and field have it.

    A column that is empty for a whole level, as village figures are for townships, does not concern that level.
    """
    kinds = {each.key: (each.level, each.field) for each in tree.organizations}
    for measure in measures:
        if measure.name in layout.measures:
            _report_gaps_of(layout, tree.keys, kinds, measure, found)


def _report_gaps_of(
    layout: Layout,
    keys: Sequence[str | None],
    kinds: Mapping[str, tuple[str, str]],
    measure: Measure,
    found: list[Finding],
) -> None:
    heading = layout.measures[measure.name]
    filled: dict[tuple[str, str], int] = {}
    empty: dict[tuple[str, str], list[int]] = {}
    for row, key, cell in zip(
        layout.data_rows, keys, column_of_cells(layout, heading, fills_down=True).cells, strict=True
    ):
        if key is None:
            continue
        if is_missing(cell):
            empty.setdefault(kinds[key], []).append(row + 1)
        else:
            filled[kinds[key]] = filled.get(kinds[key], 0) + 1
    rows = sorted(row for kind in filled for row in empty.get(kind, ()))
    if rows:
        found.append(
            findings.SOME_FIGURES_MISSING.at(
                CellPlace(layout.sheet.name, None, heading.words),
                title=measure.title,
                total=len(rows) + sum(filled.values()),
                number=len(rows),
                rows=_rows_in_words(rows),
            )
        )


def _rows_in_words(rows: Sequence[int]) -> Text:
    shown = [str(row) for row in rows[:_MOST_ROWS]]
    more = len(rows) > _MOST_ROWS
    return Text(
        f"第{'、'.join(shown)}{'等' if more else ''}行",
        f"row{'s' if len(rows) > 1 else ''} {', '.join(shown)}{' and others' if more else ''}",
    )
