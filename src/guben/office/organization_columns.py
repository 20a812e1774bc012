"""Columns of sheets with one row an organization: who it is, and the points of a part."""

from collections.abc import Sequence

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.scheme import Part
from guben.office.result_book import ResultBook, ResultRow
from guben.office.shown_figures import MISSING, NOT_APPLICABLE, Cell
from guben.office.styles import words_width
from guben.office.tables import Column, Output
from guben.office.words import CODE, NONE, ORGANIZATION, TOWNSHIP, printed_points

STAR = "★"


def name_columns(output: Output, book: ResultBook, rows: Sequence[ResultRow]) -> list[Column]:
    """Return the columns of the township, where there are any, and of the name."""
    columns = []
    if book.has_townships:
        columns.append(_words_column(output, TOWNSHIP, [row.township or NONE for row in rows]))
    columns.append(_words_column(output, ORGANIZATION, [row.name for row in rows]))
    return columns


def code_column(output: Output, rows: Sequence[ResultRow]) -> Column:
    """Return the column of codes, which are text."""
    code = output.styles.code
    width = max((len(row.code) for row in rows if row.code), default=0)
    return Column(output.say(CODE), [(row.code, code) for row in rows], width + 1)


def points_column(
    output: Output, book: ResultBook, part: Part, rows: Sequence[ResultRow], heading: Text
) -> Column:
    """Return the points of a part: numbers, under `heading` with the printed points; a star where it is won and a word where figures are missing."""
    digits, path, styles = book.program.scheme.digits, part.path, output.styles
    pattern = f"0.{'0' * digits}" if digits else "0"
    plain, won = styles.number(pattern), styles.number(f'"{STAR} "{pattern}')
    word = output.say(MISSING)
    lacking = styles.grey_number(f'"{word} "{pattern}')
    missing: Cell = (word, styles.grey)
    not_applicable: Cell = (output.say(NOT_APPLICABLE), styles.grey)
    leaves = frozenset(leaf.path for leaf in part.leaves())

    def cell(row: ResultRow) -> Cell:
        points = row.points[path]
        if points is None:
            return not_applicable if leaves.isdisjoint(row.missing) else missing
        if path in row.won:
            return float(points), won
        return float(points), lacking if path in row.missing else plain

    cells = [cell(row) for row in rows]
    mark = 3 if part.won is not None else 0
    if any(style is lacking for _, style in cells):
        mark = max(mark, words_width(word) + 1)
    has_gaps = any(row.points[path] is None for row in rows)
    gap = max(words_width(output.say(each)) for each in (MISSING, NOT_APPLICABLE)) if has_gaps else 0
    width = len(plain_number(part.points, 0)) + (digits + 1 if digits else 0) + mark
    remark = output.say(printed_points(part.points))
    return Column(output.say(heading), cells, max(width, gap), remark)


def _words_column(output: Output, heading: Text, words: Sequence[str]) -> Column:
    style = output.styles.words
    width = max((words_width(each) for each in set(words)), default=0)
    return Column(output.say(heading), [(each, style) for each in words], width + 1)
