"""A sheet for each part at the top of the scheme: the figures it uses and the points they give."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.scheme import Measure, Part
from guben.model.values import Kind
from guben.office.organization_columns import STAR, name_columns, points_column
from guben.office.result_book import ResultBook, ResultRow
from guben.office.shown_figures import Cell, FigureCells
from guben.office.styles import words_width
from guben.office.tables import Column, Output, write_table, write_top
from guben.office.words import IN_BRACKETS, printed_points, subtitle
from guben.typesystem.expressions import MeasureValue, walk

_TITLE = Text("{scheme}：{part}", "{scheme}: {part}")
_OWN_POINTS = Text("{title}得分", "{title}: points")
_IN_PART = Text("{above}：{part}", "{above}: {part}")
_IS_WON = Text("是否达标", "Won or not")
_WON, _NOT_WON = Text(f"{STAR} 达标", f"{STAR} won"), Text("未达标", "not won")


def write_part_sheets(output: Output, book: ResultBook, lines: Mapping[str, tuple[Fraction, ...]]) -> None:
    """Write the sheets, with the organizations by township and code."""
    rows = [row for _, group in book.by_township() for row in group]
    names = name_columns(output, book, rows)
    for part in book.program.scheme.parts:
        figures = [_figure_column(output, each, lines, rows) for each in measures_of(book, part)]
        columns = [*names, *figures, *_points_columns(output, book, part, rows)]
        widths = [column.column_width for column in columns]
        sheet = output.add_sheet(output.say(part.title))
        title = _TITLE.filled(scheme=book.program.scheme.title, part=part.title)
        write_top(
            output,
            sheet,
            output.say(title) + output.say(printed_points(part.points)),
            subtitle(output, book),
            widths,
            repeated=len(names),
        )
        write_table(output, sheet, columns, len(names))


def measures_of(book: ResultBook, part: Part) -> list[Measure]:
    """Return the measures that the formulas of a part and of those below it speak of, in the scheme's order."""
    inside = f"{part.path}."
    steps = [each for each in book.program.parts if each.path == part.path or each.path.startswith(inside)]
    formulas = [formula for step in steps for formula in (step.expression, step.won) if formula is not None]
    names = {
        node.measure.name for formula in formulas for node in walk(formula) if isinstance(node, MeasureValue)
    }
    return [measure for measure in book.program.scheme.measures.values() if measure.name in names]


def _figure_column(
    output: Output, measure: Measure, lines: Mapping[str, tuple[Fraction, ...]], rows: Sequence[ResultRow]
) -> Column:
    figures = FigureCells(measure, lines.get(measure.name, ()), output.styles, output.language)
    name = measure.name
    cells = [figures.cell(row.measures.get(name), name not in row.not_applicable) for row in rows]
    unit = measure.type.unit
    has_unit = unit.zh and measure.type.kind is not Kind.PERCENT
    remark = output.say(IN_BRACKETS.filled(words=unit)) if has_unit else ""
    return Column(output.say(measure.title), cells, figures.width, remark)


def _points_columns(output: Output, book: ResultBook, part: Part, rows: Sequence[ResultRow]) -> list[Column]:
    """Return the points of the leaves and of the part itself, and whether it is won."""
    columns = [points_column(output, book, leaf, rows, title) for leaf, title in _leaves(part)]
    own = _OWN_POINTS.filled(title=part.title)
    columns.append(points_column(output, book, part, rows, own))
    if part.won is not None:
        won: Cell = (output.say(_WON), output.styles.won)
        not_won: Cell = (output.say(_NOT_WON), output.styles.centred)
        cells = [won if part.path in row.won else not_won for row in rows]
        columns.append(
            Column(output.say(_IS_WON), cells, max(words_width(str(won[0])), words_width(str(not_won[0]))))
        )
    return columns


def _leaves(part: Part) -> list[tuple[Part, Text]]:
    """Return the leaves below a part, titled with the parts between."""
    found: list[tuple[Part, Text]] = []
    for below in part.parts:
        if not below.parts:
            found.append((below, below.title))
        for leaf, title in _leaves(below):
            found.append((leaf, _IN_PART.filled(above=below.title, part=title)))
    return found
