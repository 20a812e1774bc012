"""The sheet that sums the results up by township, with what they were computed from and a chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Text
from guben.model.exact import decimal_text
from guben.office.result_book import ResultBook, ResultRow
from guben.office.shown_figures import MISSING, NOT_APPLICABLE, Cell
from guben.office.styles import BODY_FONT, FONT_SIZE, NO_GRADE_COLOUR, grade_colour, words_width
from guben.office.tables import (
    FIRST_ROW,
    Column,
    Output,
    merge,
    row_height,
    wrapped_lines,
    write_cells,
    write_table,
    write_top,
)
from guben.office.words import NONE, TOWNSHIP, subtitle

SUMMARY_SHEET = Text("汇总", "Summary")
_EVALUATED = Text("参评数", "Evaluated")
_SHARE = Text("{grade}占比", "{grade}, share")
_AVERAGE = Text("平均得分", "Average total")
_NO_GRADE = Text("未定等次", "Without grade")
_NO_TOWNSHIP = Text("未归乡镇", "No township")
_TOTAL = Text("合计", "Total")
_SIGNED = Text(
    "制表人：　　　　　　　　审核人：　　　　　　　　单位（盖章）：　　　　　　　　　　　　　　年　　月　　日",
    "Prepared by:                              Checked by:                              "
    "Seal:                                        Date:",
)

_ORIGIN = Text("计算依据", "Computed from")
_SCHEME = Text("考核方案", "Scheme")
_SCHEME_WORDS = Text("{name}，版本{version}，校验码 {digest}", "{name}, version {version}, digest {digest}")
_SNAPSHOT = Text("数据快照", "Snapshot")
_RESULT = Text("考核结果", "Results")
_DIGEST_WORDS = Text("校验码 {digest}", "digest {digest}")
_DIGEST_NOTE = Text(
    "同一方案、同一快照，在任何电脑上算出的结果校验码都相同；完整校验码见“说明”。",
    "The same scheme and snapshot give the same result digest on any computer; whole digests are in the notes.",
)
_LEGEND = Text("颜色和符号", "Colours and signs")
_STAR = Text("该部分达标", "the part is won")
_MISSING_WORDS = Text("没有数据，不等于零", "no figures, which is not zero")
_NOT_APPLICABLE_WORDS = Text("该数据项对这个组织不适用", "the figure does not apply to this organization")
_CHART_TITLE = Text("各乡镇等次分布（个）", "Grades by township (organizations)")
_AVERAGE_DIGITS = 2
# The height of a printed page below a header; more bars than this become flatter to stay on it.
_PAGE_PIXELS, _MOST_TALL_BARS = 660, 24
# So many townships leave the sheet readable with its chart on one page, and the chart readable at all.
_MOST_ON_ONE_PAGE, _MOST_BARS = 11, 40


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of a township, or all of them, counted."""

    name: str
    evaluated: int
    by_grade: tuple[int, ...]
    without_grade: int
    average: Fraction | None

    @classmethod
    def of(cls, name: str, rows: Sequence[ResultRow], grades: Sequence[str]) -> "_Group":
        totals = [row.total for row in rows if row.total is not None]
        return cls(
            name,
            len(rows),
            tuple(sum(row.grade == grade for row in rows) for grade in grades),
            sum(row.grade is None for row in rows),
            sum(totals, Fraction(0)) / len(totals) if totals else None,
        )


def write_summary(output: Output, book: ResultBook) -> None:
    """Write the sheet: one row a township, a total row, digests, what colours mean, a chart."""
    sheet = output.add_sheet(output.say(SUMMARY_SHEET))
    names = tuple(book.grades())
    townships = book.by_township() if book.has_townships else []
    groups = [
        _Group.of(output.say(_NO_TOWNSHIP) if name is None else name, rows, names) for name, rows in townships
    ]
    whole = _Group.of(output.say(_TOTAL), book.rows, names)
    columns = list(_columns(output, book, [*groups, whole]))
    widths = [column.column_width for column in columns]
    write_top(output, sheet, output.say(book.program.scheme.title), subtitle(output, book), widths)
    body = [Column(each.heading, each.cells[:-1], each.width) for each in columns]
    row = write_table(output, sheet, body, 1, _total_row(output, whole))
    sheet.set_row(row, 36)
    merge(sheet, row, 0, len(columns) - 1, output.say(_SIGNED), output.styles.note)
    row = _write_origin(output, sheet, book, row + 1, widths)
    row = _write_legend(output, sheet, book, row + 1, len(columns))
    if len(groups) <= _MOST_ON_ONE_PAGE:
        sheet.fit_to_pages(1, 1)
    elif len(groups) <= _MOST_BARS:
        # A chart that a page break cuts is of no use.
        sheet.set_h_pagebreaks([row + 1])
    if 0 < len(groups) <= _MOST_BARS:
        _add_chart(output, sheet, book, groups, row + 1, widths)


def _columns(output: Output, book: ResultBook, groups: Sequence[_Group]) -> Iterator[Column]:
    """Yield the columns with the cells of all groups."""
    styles = output.styles
    count, share, average = styles.number("#,##0"), styles.number("0.0%"), styles.number("0.00")
    names: list[Cell] = [(group.name, styles.words) for group in groups]
    yield Column(output.say(TOWNSHIP), names, max(14, *(words_width(group.name) for group in groups)))
    yield Column(output.say(_EVALUATED), [(group.evaluated, count) for group in groups], 8)
    for place, grade in enumerate(book.grades().values()):
        title = grade.title
        yield Column(output.say(title), [(group.by_grade[place], count) for group in groups], 8)
        shares: list[Cell] = [
            (_share(group, place), share) if group.evaluated else (NONE, styles.grey) for group in groups
        ]
        yield Column(output.say(_SHARE.filled(grade=title)), shares, 8)
    averages: list[Cell] = [
        (NONE, styles.grey) if (shown := _average(group)) is None else (shown, average) for group in groups
    ]
    yield Column(output.say(_AVERAGE), averages, 8)
    yield Column(output.say(_NO_GRADE), [(group.without_grade, count) for group in groups], 8)


def _total_row(output: Output, whole: _Group) -> Iterator[Cell]:
    styles = output.styles
    count, share = styles.total_number("#,##0"), styles.total_number("0.0%")
    yield whole.name, styles.total_words
    yield whole.evaluated, count
    for place, number in enumerate(whole.by_grade):
        yield number, count
        yield (_share(whole, place), share) if whole.evaluated else (NONE, styles.grey)
    shown = _average(whole)
    yield (NONE, styles.grey) if shown is None else (shown, styles.total_number("0.00"))
    yield whole.without_grade, count


def _share(group: _Group, place: int) -> float:
    return group.by_grade[place] / group.evaluated


def _average(group: _Group) -> float | None:
    if group.average is None:
        return None
    return float(decimal_text(group.average, _AVERAGE_DIGITS))


def _write_origin(
    output: Output, sheet: Worksheet, book: ResultBook, row: int, widths: Sequence[float]
) -> int:
    scheme, last = book.program.scheme, len(widths) - 1
    sheet.write_string(row, 0, output.say(_ORIGIN), output.styles.section)
    facts = _SCHEME_WORDS.filled(name=scheme.name, version=scheme.version, digest=book.scheme_digest[:16])
    lines = [
        (_SCHEME, facts),
        (_SNAPSHOT, _DIGEST_WORDS.filled(digest=book.snapshot_digest[:16])),
        (_RESULT, _DIGEST_WORDS.filled(digest=book.result_digest[:16])),
    ]
    for label, words in lines:
        row += 1
        sheet.write_string(row, 0, output.say(label), output.styles.note)
        merge(sheet, row, 1, last, output.say(words), output.styles.note)
    note = output.say(_DIGEST_NOTE)
    sheet.set_row(row + 1, row_height(wrapped_lines(note, sum(widths[1:]))))
    merge(sheet, row + 1, 1, last, note, output.styles.note)
    return row + 2


def _write_legend(output: Output, sheet: Worksheet, book: ResultBook, row: int, width: int) -> int:
    """Write the signs, and the grades in their colours side by side."""
    styles = output.styles
    sheet.write_string(row, 0, output.say(_LEGEND), styles.section)
    formats = styles.grades(tuple(book.grades()))
    cells: list[Cell] = [
        (output.say(grade.title), formats[name]) for name, grade in list(book.grades().items())[:width]
    ]
    write_cells(sheet, row + 1, cells)
    signs = [
        (("★", styles.won), _STAR),
        ((output.say(MISSING), styles.grey), _MISSING_WORDS),
        ((output.say(NOT_APPLICABLE), styles.grey), _NOT_APPLICABLE_WORDS),
    ]
    for place, (cell, words) in enumerate(signs, start=row + 2):
        write_cells(sheet, place, [cell])
        merge(sheet, place, 1, width - 1, output.say(words), styles.note_beside)
    return row + 2 + len(signs)


def _add_chart(
    output: Output,
    sheet: Worksheet,
    book: ResultBook,
    groups: Sequence[_Group],
    row: int,
    widths: Sequence[float],
) -> None:
    """Add bars of the grades' numbers, one bar a township, below the row."""
    chart = output.book.add_chart({"type": "bar", "subtype": "stacked"})
    font = {"name": BODY_FONT, "size": FONT_SIZE - (1 if len(groups) <= _MOST_TALL_BARS else 4)}
    last = FIRST_ROW + len(groups) - 1
    names = [group.name for group in groups]
    grades = list(book.grades().values())

    def add(title: str, column: int, numbers: list[int], colour: str) -> None:
        chart.add_series(
            {
                "name": title,
                "categories": [sheet.name, FIRST_ROW, 0, last, 0],
                "values": [sheet.name, FIRST_ROW, column, last, column],
                # The sheet is written straight to disk, so the chart is told what stands there.
                "categories_data": names,
                "values_data": numbers,
                "fill": {"color": colour},
                "gap": 40,
                "data_labels": {"value": True, "num_format": "0;;", "font": font},
            }
        )

    for place, grade in enumerate(grades):
        numbers = [group.by_grade[place] for group in groups]
        add(output.say(grade.title), 2 + 2 * place, numbers, grade_colour(place, len(grades)))
    if any(group.without_grade for group in groups):
        numbers = [group.without_grade for group in groups]
        add(output.say(_NO_GRADE), 3 + 2 * len(grades), numbers, NO_GRADE_COLOUR)
    chart.set_title(
        {"name": output.say(_CHART_TITLE), "name_font": {**font, "size": FONT_SIZE + 1, "bold": True}}
    )
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1})
    # The numbers stand in the bars.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size(
        {
            "width": sum(int(width * 7 + 5) for width in widths),
            "height": min(100 + 22 * len(groups), _PAGE_PIXELS),
        }
    )
    sheet.insert_chart(row, 0, chart, {"object_position": 2})
