"""Sheets that only a register keeps, such as workplaces or posts: each becomes rows, none of it becomes records.

What such a sheet is called and which columns it has is said by whoever keeps the register; here it is found and read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guben.diagnostics import CellPlace, Finding, Text
from guben.model.exact import rounded_to
from guben.model.values import Kind
from guben.office import findings
from guben.office.cells import (
    Read,
    choice_reader,
    column_of_cells,
    count_reader,
    day_reader,
    doubtful,
    is_missing,
    is_not_applicable,
    read_words,
    report_merged_numbers,
)
from guben.office.columns import CellKind, SheetColumn
from guben.office.days import WrittenDay
from guben.office.discretion import without_personal_words
from guben.office.figures import read_figure
from guben.office.headings import Heading, HeadingReader, Layout, expected_unit, heading_factor
from guben.office.identity import Identity
from guben.office.members import identity_reader
from guben.office.organizations import Tree
from guben.office.units import unit_factor
from guben.office.wording import folded, long_number, shown
from guben.office.workbook import Workbook

# What empties a cell of the register: an empty one says nothing.
CLEAR_MARK = Text("清空", "clear")
_CLEAR_MARKS = frozenset({"清空", "[清空]", "【清空】", "clear", "[clear]", "Clear", "CLEAR"})
_LEAST_HEADINGS = 3
_MONEY_DIGITS, _POINTS_DIGITS = 2, 4
_MOST = 10**9
_NUMBERS = frozenset({CellKind.COUNT, CellKind.YUAN, CellKind.POINTS})
_FILLED_DOWN = frozenset({CellKind.CHOICE, CellKind.WORDS, CellKind.ORGANIZATION})


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet of a register: its kind, what it may be called, its columns."""

    kind: str
    title: Text
    columns: tuple[SheetColumn, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of such a sheet: what each of its columns says, organizations by their keys; None for what is not said.

    `cleared` are the columns that say that nothing shall stand there any more.
    """

    source: str
    values: Mapping[str, Any] = field(repr=False)
    cleared: frozenset[str] = frozenset()


def find_tables(
    workbook: Workbook, readers: Mapping[TableSheet, HeadingReader], others: Sequence[HeadingReader]
) -> dict[TableSheet, str]:
    """Return the names of the sheets that hold these tables: by their title, by another usual name, else by headings.

    `others` read the sheets of organizations and members, which a sheet without a telling name rather is.
    """
    found: dict[TableSheet, str] = {}
    for table in readers:
        titles = {folded(table.title.zh), folded(table.title.en)}
        for wanted in (titles, {folded(each) for each in table.aliases}):
            named = [each for each in workbook.sheet_names if folded(each) in wanted]
            if named and table not in found:
                found[table] = named[0]
    for table, reader in readers.items():
        if table in found:
            continue
        rest = (each for each in workbook.sheet_names if each not in found.values())
        name = next((each for each in rest if _looks_like(workbook, each, reader, others)), None)
        if name is not None:
            found[table] = name
    return found


def _looks_like(
    workbook: Workbook, name: str, wanted: HeadingReader, others: Sequence[HeadingReader]
) -> bool:
    sheet = workbook.sheet(name)
    score = wanted.score(sheet)
    if score < _LEAST_HEADINGS or any(score <= other.score(sheet) for other in others):
        return False
    layout = wanted.layout(sheet)
    needed = {each.name for each in wanted.wanted if each.is_required}
    return layout is not None and needed <= layout.columns.keys()


def take_clear_marks(layout: Layout) -> dict[str, frozenset[str]]:
    """Make cells empty that hold the mark for it, and return which columns those were, by source of their row."""
    rows = layout.sheet.rows
    cleared: dict[str, set[str]] = {}
    for index in layout.data_rows:
        # Nearly no row has any; asking a whole row at once costs a twentieth.
        if _CLEAR_MARKS.isdisjoint(rows[index]):
            continue
        for name, heading in layout.columns.items():
            if rows[index][heading.index] in _CLEAR_MARKS:
                rows[index][heading.index] = ""
                cleared.setdefault(f"{layout.sheet.name}!{index + 1}", set()).add(name)
    return {source: frozenset(names) for source, names in cleared.items()}


def read_table(
    columns: Iterable[SheetColumn],
    layout: Layout,
    tree: Tree,
    as_of: date,
    cleared: Mapping[str, frozenset[str]],
    found: list[Finding],
) -> list[TableRow]:
    """Return the rows of a sheet; whatever is wrong is added to `found`, without numbers that name a person."""
    doubts: list[Finding] = []
    read = {
        each.name: _column(each, layout.columns[each.name], layout, tree, as_of, doubts)
        for each in columns
        if each.name in layout.columns and each.kind is not CellKind.IGNORED
    }
    found.extend(without_personal_words(layout, doubts, may_be_told=True))
    rows = []
    for position, index in enumerate(layout.data_rows):
        source = f"{layout.sheet.name}!{index + 1}"
        values = {name: column[position] for name, column in read.items()}
        rows.append(TableRow(source, values, cleared.get(source, frozenset())))
    return rows


def _column(
    column: SheetColumn, heading: Heading, layout: Layout, tree: Tree, as_of: date, found: list[Finding]
) -> list[Any]:
    cells = column_of_cells(layout, heading, fills_down=column.kind in _FILLED_DOWN)
    if column.is_required:
        for position, cell in enumerate(cells.cells):
            if is_missing(cell):
                found.append(findings.CELL_IS_EMPTY.at(cells.place(position), title=column.title))
    if column.kind in _NUMBERS:
        report_merged_numbers(layout, [heading], found)
    values: list[Any] = cells.read(_reader(column, heading, as_of), found)
    match column.kind:
        case CellKind.ORGANIZATION:
            return [
                tree.find_key(words, cells.place(position), found) if words is not None else None
                for position, words in enumerate(values)
            ]
        case CellKind.DAY | CellKind.DAY_TO_COME:
            return [_day(written, cells.place(position), found) for position, written in enumerate(values)]
    return values


def _reader(column: SheetColumn, heading: Heading, as_of: date) -> Callable[[object], Read[Any]]:
    if column.choices is not None:
        return choice_reader(column.choices)
    match column.kind:
        case CellKind.DAY:
            return day_reader(as_of)
        case CellKind.DAY_TO_COME:
            return day_reader(date.max)
        case CellKind.COUNT:
            return count_reader(heading)
        case CellKind.YUAN:
            return _decimal_reader(heading, Kind.YUAN, _MONEY_DIGITS)
        case CellKind.POINTS:
            return _decimal_reader(heading, Kind.POINTS, _POINTS_DIGITS)
        case CellKind.IDENTITY_NUMBER:
            read_identity = identity_reader(as_of)
            return lambda cell: _number_of(read_identity(cell))
    return read_words


def _number_of(read: Read[Identity]) -> Read[str]:
    return Read(read.value.number if read.value else None, read.doubt)


def _decimal_reader(heading: Heading, kind: Kind, digits: int) -> Callable[[object], Read[Decimal]]:
    """Return what reads a cell as a number from 0 on, rounded half away from zero to so many digits."""
    factor = heading_factor(heading) or Fraction(1)

    def read_decimal(cell: object) -> Read[Decimal]:
        figure = read_figure(cell)
        if figure is None:
            return Read() if is_not_applicable(cell) else doubtful(findings.NOT_A_NUMBER, value=shown(cell))
        own = unit_factor(kind, figure.unit) if figure.unit else factor
        if own is None:
            return doubtful(
                findings.CELL_UNIT_DOES_NOT_FIT,
                value=shown(cell),
                unit=figure.unit,
                expected=expected_unit(kind),
            )
        number = figure.number * own
        if not 0 <= number <= _MOST:
            return doubtful(
                findings.OUT_OF_BOUNDS,
                value=long_number(number),
                low="0",
                high=long_number(Fraction(_MOST)),
            )
        return Read(Decimal(rounded_to(number, digits)).scaleb(-digits))

    return read_decimal


def _day(written: WrittenDay | None, place: CellPlace, found: list[Finding]) -> int | None:
    if written is None:
        return None
    if written.is_whole_month:
        words = f"{written.day // 10_000}.{written.day // 100 % 100:02d}"
        found.append(findings.NO_DAY_OF_MONTH.at(place, value=words))
    return written.day
