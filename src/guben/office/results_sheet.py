"""The sheet of all evaluated organizations: points of the parts, total, grade, veto and rank, best first."""

from collections.abc import Iterator, Sequence

from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]

from guben.diagnostics import Text
from guben.model.grading import Quota, Veto
from guben.office.organization_columns import code_column, name_columns, points_column
from guben.office.result_book import ResultBook, ResultRow
from guben.office.shown_figures import Cell
from guben.office.styles import words_width
from guben.office.tables import FIRST_ROW, Column, Output, write_table, write_top
from guben.office.words import NONE, printed_points, subtitle

RESULTS_SHEET = Text("结果", "Results")
_TITLE = Text("{scheme}：考核结果", "{scheme}: results")
_TOTAL = Text("总分", "Total")
_WON_PARTS = Text("达标项数", "Parts won")
_GRADE, _EARNED_GRADE = Text("等次", "Grade"), Text("否决前等次", "Grade before veto")
_UNLIMITED_GRADE = Text("调整前等次", "Grade before limits")
NO_GRADE = Text("未定", "none")
_VETO = Text("一票否决情形", "Veto")
UNNAMED_VETO = Text("第{number}项否决情形", "Veto {number}")
_RANK = Text("名次", "Rank")
_CEILING, _QUOTA = Text("封顶条件", "Ceiling"), Text("比例控制", "Quota")
_FLOOR, _ON_LIST = Text("保底条件", "Floor"), Text("列入", "yes")
_UNNAMED = Text("第{number}项", "number {number}")


def write_results_sheet(output: Output, book: ResultBook) -> None:
    """Write the sheet."""
    scheme, rows = book.program.scheme, book.by_rank()
    sheet = output.add_sheet(output.say(RESULTS_SHEET))
    names = name_columns(output, book, rows)
    columns = [*names, code_column(output, rows)]
    for part in scheme.parts:
        columns.append(points_column(output, book, part, rows, part.title))
    columns += _outcome_columns(output, book, rows)
    title = output.say(_TITLE.filled(scheme=scheme.title))
    widths = [column.column_width for column in columns]
    write_top(output, sheet, title, subtitle(output, book), widths, repeated=len(names))
    end = write_table(output, sheet, columns, len(names))
    # Codes are text on purpose; without this each cell would carry a green corner.
    codes = xl_range(FIRST_ROW, len(names), max(end - 1, FIRST_ROW), len(names))
    sheet.ignore_errors({"number_stored_as_text": codes})


def _outcome_columns(output: Output, book: ResultBook, rows: Sequence[ResultRow]) -> Iterator[Column]:
    scheme, styles = book.program.scheme, output.styles
    digits = scheme.digits
    total = styles.number(f"0.{'0' * digits}" if digits else "0")
    nothing: Cell = (NONE, styles.grey)
    totals: list[Cell] = [nothing if row.total is None else (float(row.total), total) for row in rows]
    yield Column(output.say(_TOTAL), totals, 5 + digits, output.say(printed_points(scheme.total)))
    if any(part.won is not None for part in scheme.all_parts()):
        yield Column(output.say(_WON_PARTS), [(len(row.won), styles.number("0")) for row in rows], 3)
    yield _grade_column(output, book, _GRADE, [row.grade for row in rows], NO_GRADE)
    changes = (scheme.vetoes, scheme.ceilings, scheme.quotas, scheme.floors)
    if scheme.vetoes:
        yield _veto_column(output, book, rows)
    if any(changes):
        earned = [row.earned_grade if _is_changed(row) else None for row in rows]
        heading = _EARNED_GRADE if not any(changes[1:]) else _UNLIMITED_GRADE
        yield _grade_column(output, book, heading, earned, None)
    yield from _movement_columns(output, book, rows)
    ranks: list[Cell] = [nothing if row.rank is None else (row.rank, styles.number("0")) for row in rows]
    yield Column(output.say(_RANK), ranks, 4)


def _movement_columns(output: Output, book: ResultBook, rows: Sequence[ResultRow]) -> Iterator[Column]:
    """Yield which ceiling, quota and floor changed a grade, and who is on which list."""
    scheme, style = book.program.scheme, output.styles.words
    for heading, steps, numbers in (
        (_CEILING, scheme.ceilings, [row.ceiling for row in rows]),
        (_QUOTA, scheme.quotas, [row.quota for row in rows]),
        (_FLOOR, scheme.floors, [row.floor for row in rows]),
    ):
        if steps:
            titles = {number: output.say(title) for number, title in enumerate(limit_titles(steps), start=1)}
            words = [None if number is None else titles[number] for number in numbers]
            width = max((words_width(word) for word in words if word), default=0)
            yield Column(output.say(heading), [(word, style) for word in words], width + 1)
    for tail in scheme.tails:
        marks = [(output.say(_ON_LIST) if tail.name in row.tails else None, style) for row in rows]
        yield Column(output.say(tail.title), marks, 4)


def _grade_column(
    output: Output, book: ResultBook, heading: Text, names: Sequence[str | None], without: Text | None
) -> Column:
    """Return grades in words and colours; `without` stands where there is none."""
    grades = book.grades()
    formats = output.styles.grades(tuple(grades))
    cells: dict[str | None, Cell] = {
        name: (output.say(grade.title), formats[name]) for name, grade in grades.items()
    }
    cells[None] = (output.say(without) if without else None, output.styles.grey)
    width = max(words_width(output.say(grade.title)) for grade in grades.values())
    return Column(output.say(heading), [cells[name] for name in names], width + 2)


def _veto_column(output: Output, book: ResultBook, rows: Sequence[ResultRow]) -> Column:
    words = {number: output.say(title) for number, title in enumerate(veto_titles(book), start=1)}
    style = output.styles.words
    cells: list[Cell] = [(None if row.veto is None else words[row.veto], style) for row in rows]
    width = max((words_width(words[row.veto]) for row in rows if row.veto is not None), default=0)
    return Column(output.say(_VETO), cells, width + 1)


def _is_changed(row: ResultRow) -> bool:
    return row.veto is not None or row.earned_grade != row.grade


def limit_titles(steps: Sequence[Veto | Quota]) -> list[Text]:
    """Return what each ceiling, quota or floor is called."""
    return [step.title or _UNNAMED.filled(number=number) for number, step in enumerate(steps, start=1)]


def veto_titles(book: ResultBook) -> list[Text]:
    """Return what each veto of the scheme is called."""
    vetoes = book.program.scheme.vetoes
    return [veto.title or UNNAMED_VETO.filled(number=number) for number, veto in enumerate(vetoes, start=1)]
