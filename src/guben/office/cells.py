"""Reading a column of cells at once: every distinct cell is understood only once, every doubt gets its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Generic, TypeVar

from guben.diagnostics import CellPlace, Code, Finding, Text, both, nearest_names
from guben.model.choices import ChoiceSet
from guben.model.exact import plain_number
from guben.model.values import Kind
from guben.office import findings
from guben.office.days import EARLIEST_DAY, DayProblem, WrittenDay, read_day, whole_day
from guben.office.figures import read_figure
from guben.office.headings import Heading, Layout, expected_unit, heading_factor
from guben.office.units import unit_factor
from guben.office.wording import (
    MISSING_WORDS,
    NOT_APPLICABLE_WORDS,
    folded,
    long_number,
    on_one_line,
    shown,
    without_spaces,
)
from guben.office.workbook import ErrorCell, FormulaCell

Value = TypeVar("Value")

_MOST_SAFE_DIGITS = 10**15
_MOST_HINTS = 20


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong or doubtful about a cell, before its place is known."""

    code: Code
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class Read(Generic[Value]):
    """What a cell says: a value, or None for a missing one; and a doubt, if any."""

    value: Value | None = None
    doubt: Doubt | None = None


def doubtful(code: Code, **facts: object) -> Read[Value]:
    """Return the reading of a cell that gives no value."""
    return Read(None, Doubt(code, facts))


@dataclass(slots=True)
class ColumnOfCells:
    """The data cells of one column, in the order of the layout's data rows."""

    layout: Layout
    heading: Heading
    cells: list[object]

    def place(self, position: int) -> CellPlace:
        """Return the place of the cell at `position` among the data rows."""
        return CellPlace(self.layout.sheet.name, self.layout.data_rows[position] + 1, self.heading.words)

    def source(self, position: int) -> str:
        """Return the cell's source, such as 组织!14!F."""
        return f"{self.layout.sheet.name}!{self.layout.data_rows[position] + 1}!{self.heading.letter}"

    def read(self, read_cell: Callable[[object], Read[Value]], found: list[Finding]) -> list[Value | None]:
        """Return what each cell says; findings of formulas without a result and doubts are added to `found`."""
        known: dict[object, Read[Value]] = {}
        numbers: dict[float, Read[Value]] = {}
        values: list[Value | None] = []
        for position, cell in enumerate(self.cells):
            if type(cell) is float:
                # Most cells of large workbooks are numbers, and those are neither missing nor formulas.
                reading = numbers.get(cell)
                if reading is None:
                    reading = numbers[cell] = read_cell(cell)
            else:
                # 1, 1.0 and True are equal to Python and not to a reader.
                key = cell if type(cell) is str else (type(cell), cell)
                reading = known.get(key)
                if reading is None:
                    reading = known[key] = self._reading(cell, read_cell)
            if reading.doubt is not None:
                found.append(reading.doubt.code.at(self.place(position), **reading.doubt.facts))
            values.append(reading.value)
        return values

    @staticmethod
    def _reading(cell: object, read_cell: Callable[[object], Read[Value]]) -> Read[Value]:
        if isinstance(cell, ErrorCell):
            return doubtful(findings.CELL_SHOWS_ERROR, value=cell.words)
        if isinstance(cell, FormulaCell):
            return doubtful(findings.FORMULA_NOT_CALCULATED)
        return Read() if is_missing(cell) else read_cell(cell)


def column_of_cells(layout: Layout, heading: Heading, *, fills_down: bool = False) -> ColumnOfCells:
    """Return the column's data cells; `fills_down` gives a cell merged over rows to each of them."""
    rows, index = layout.sheet.rows, heading.index
    cells = {row: rows[row][index] for row in layout.data_rows}
    if fills_down:
        for merge in layout.sheet.merges:
            if merge.first_row > layout.header_row and merge.first_column == index == merge.last_column:
                for row in range(merge.first_row, merge.last_row + 1):
                    if row in cells:
                        cells[row] = rows[merge.first_row][index]
    return ColumnOfCells(layout, heading, list(cells.values()))


def report_merged_numbers(layout: Layout, headings: Iterable[Heading], found: list[Finding]) -> None:
    """Report numbers that one merged cell gives for several rows."""
    data_rows = set(layout.data_rows)
    for heading in headings:
        for merge in layout.sheet.merges:
            covered = [row for row in range(merge.first_row, merge.last_row + 1) if row in data_rows]
            if merge.first_column <= heading.index <= merge.last_column and len(covered) > 1:
                place = CellPlace(layout.sheet.name, covered[0] + 1, heading.words)
                found.append(findings.MERGED_NUMBER.at(place, first=covered[0] + 1, last=covered[-1] + 1))


def is_missing(cell: object) -> bool:
    """Return whether the cell says that there is no value."""
    return cell == "" or (isinstance(cell, str) and folded(cell) in MISSING_WORDS)


def is_not_applicable(cell: object) -> bool:
    """Return whether the cell says that there can be no value."""
    return isinstance(cell, str) and folded(cell) in NOT_APPLICABLE_WORDS


def read_words(cell: object) -> Read[str]:
    """Return the cell's words; a whole number is written without decimals."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= _MOST_SAFE_DIGITS:
            return doubtful(findings.CODE_CUT)
        return Read(f"{cell:.15g}")
    return Read(on_one_line(str(cell)))


def choice_reader(choices: ChoiceSet) -> Callable[[object], Read[str]]:
    """Return what reads a cell as the code of one of the choices."""
    understood = {folded(words): code for words, code in choices.understood().items()}
    titles = [choice.title.zh for choice in choices]
    allowed = tuple(choice.title for choice in choices)
    unknown = count()

    def read_choice(cell: object) -> Read[str]:
        words = folded(f"{cell:.15g}" if isinstance(cell, float) else str(cell))
        # Code lists have leading zeros (01 Han), number cells do not.
        code = understood.get(words) or (understood.get(words.zfill(2)) if words.isdecimal() else None)
        if code is not None:
            return Read(code)
        if is_not_applicable(cell):
            return Read()
        # Only the first unknown words of a column are shown; hints for thousands would cost minutes.
        is_shown = next(unknown) < _MOST_HINTS
        near = (nearest_names(words, titles) or nearest_names(words, understood)) if is_shown else []
        names = list(dict.fromkeys(choices[understood[folded(each)]].title.zh for each in near))
        nearest = (
            Text(f"是不是“{'”“'.join(names)}”？", f" Did you mean {', '.join(names)}?") if names else both("")
        )
        return doubtful(findings.UNKNOWN_CHOICE, value=shown(cell), nearest=nearest, allowed=allowed)

    return read_choice


def count_reader(heading: Heading) -> Callable[[object], Read[int]]:
    """Return what reads a cell as a whole number of things, not below zero."""
    factor = heading_factor(heading) or 1

    def read_count(cell: object) -> Read[int]:
        figure = read_figure(cell)
        if figure is None:
            return Read() if is_not_applicable(cell) else doubtful(findings.NOT_A_NUMBER, value=shown(cell))
        own = unit_factor(Kind.COUNT, figure.unit) if figure.unit else factor
        if own is None:
            expected = expected_unit(Kind.COUNT)
            return doubtful(
                findings.CELL_UNIT_DOES_NOT_FIT, value=shown(cell), unit=figure.unit, expected=expected
            )
        number = figure.number * own
        if number.denominator != 1:
            return doubtful(findings.NOT_WHOLE, value=plain_number(number))
        if not 0 <= number <= 10**9:
            return doubtful(
                findings.OUT_OF_BOUNDS, value=long_number(number), low="0", high=long_number(Fraction(10**9))
            )
        return Read(number.numerator)

    return read_count


def day_reader(as_of: date) -> Callable[[object], Read[WrittenDay]]:
    """Return what reads a cell as a day from 1900 to `as_of`."""
    last = whole_day(as_of)

    def read_one(cell: object) -> Read[WrittenDay]:
        written = read_day(cell)
        if written is DayProblem.IMPOSSIBLE:
            return doubtful(findings.IMPOSSIBLE_DAY, value=shown(cell))
        if written is DayProblem.LOST_ZERO:
            return doubtful(findings.LOST_ZERO, value=shown(cell), year=shown(cell)[:4])
        if not isinstance(written, WrittenDay):
            return Read() if is_not_applicable(cell) else doubtful(findings.NOT_A_DAY, value=shown(cell))
        if written.day > last:
            return doubtful(findings.DAY_IN_FUTURE, value=shown(cell), as_of=as_of.isoformat())
        if written.day < EARLIEST_DAY:
            return doubtful(findings.DAY_TOO_EARLY, value=shown(cell))
        return Read(written)

    return read_one


_YES = frozenset({"是", "有", "√", "✓", "✔", "y", "1", "yes", "true", "对", "已"})
_NO = frozenset({"否", "无", "×", "x", "✗", "✘", "n", "0", "no", "false", "没有", "不是", "未"})


def read_yes_no(cell: object) -> Read[bool]:
    """Return True for yes and False for no, as offices write them."""
    words = folded(f"{cell:.15g}" if isinstance(cell, float) else without_spaces(str(cell)))
    if words in _YES or words in _NO:
        return Read(words in _YES)
    return doubtful(findings.NOT_YES_OR_NO, value=shown(cell))
