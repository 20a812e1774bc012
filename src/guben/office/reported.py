"""Reported values: the columns of measures, read into fixed-point numbers, choices, days and texts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from guben.diagnostics import CellPlace, Finding, Text, both
from guben.model.exact import plain_number, rounded_to
from guben.model.scheme import Measure
from guben.model.values import Kind, ValueType
from guben.office import findings
from guben.office.cells import (
    ColumnOfCells,
    Doubt,
    Read,
    Value,
    choice_reader,
    column_of_cells,
    day_reader,
    doubtful,
    is_missing,
    is_not_applicable,
    read_words,
    read_yes_no,
    report_merged_numbers,
)
from guben.office.figures import read_figure
from guben.office.headings import Layout, expected_unit, heading_factor
from guben.office.units import unit_factor
from guben.office.wording import long_number, shown
from guben.office.workbook import ErrorCell, FormulaCell
from guben.snapshot.tables import ReportedValue

PERCENT = Fraction(1, 100)
NOT_APPLICABLE = (None, None, True)
# One cell among so many that are written the other way is a slip; the others are certain.
_SLIP_AMONG = 10
# So many digits of a number in a cell are certain.
_CERTAIN = 10**15
_NOT_ABOVE_ONE = Text(
    "这一列其余的数都不大于 1，都读作小数", "all others in the column are at most 1 and read as fractions"
)
_ABOVE_ONE = Text(
    "这一列其余的数都大于 1，都读作百分数", "all others in the column are above 1 and read as percents"
)

# A number, a choice or text, and whether the value cannot exist.
Reported = tuple[int | None, str | None, bool]


def read_reported_values(
    layout: Layout,
    organizations: Sequence[str | None],
    measures: Sequence[Measure],
    period: str,
    as_of: date,
    found: list[Finding],
) -> list[ReportedValue]:
    """Return the values of all measure columns, by organization and measure.

    `organizations` are the keys of the data rows; a row without one gives no values. A missing value gives no row.
    """
    numbers = [
        layout.measures[each.name]
        for each in measures
        if each.name in layout.measures and each.type.is_number
    ]
    report_merged_numbers(layout, numbers, found)
    columns = [
        (measure, column, read_measure_column(measure.type, column, as_of, found))
        for measure in measures
        if measure.name in layout.measures
        for column in [column_of_cells(layout, layout.measures[measure.name])]
    ]
    rows: list[ReportedValue] = []
    for position, organization in enumerate(organizations):
        for measure, column, values in columns:
            value = values[position]
            if value is not None and organization is not None:
                number, choice, is_absent = value
                scale = measure.type.scale if number is not None and measure.type.is_number else 0
                source = column.source(position)
                rows.append(
                    ReportedValue(
                        organization, measure.name, period, number, scale, choice, is_absent, source
                    )
                )
    return rows


def read_value(type_: ValueType, cell: object, *, percents: Fraction = PERCENT) -> Read[Reported]:
    """Return what one cell, or one field of a form, says of a value of a type.

    A plain number is in the unit people read, so that 85 of a share is 85 %; `percents` says otherwise. Days may lie
    in the future.
    """
    if isinstance(cell, ErrorCell):
        return doubtful(findings.CELL_SHOWS_ERROR, value=cell.words)
    if isinstance(cell, FormulaCell):
        return doubtful(findings.FORMULA_NOT_CALCULATED)
    if is_missing(cell):
        return Read()
    factor = percents if type_.kind is Kind.PERCENT else Fraction(1)
    return reader_of(type_, factor, date.max)(cell)


def read_measure_column(
    type_: ValueType, column: ColumnOfCells, as_of: date, found: list[Finding]
) -> list[Reported | None]:
    """Return what each cell of a measure's column says; what is wrong or doubtful is added to `found`."""
    percents = type_.kind is Kind.PERCENT
    factor = _settle_percents(column, found) if percents else heading_factor(column.heading)
    read_value = reader_of(type_, factor if percents else factor or Fraction(1), as_of)

    def read_cell(cell: object) -> Read[Reported]:
        if type(cell) is not float and is_not_applicable(cell):
            return Read(NOT_APPLICABLE)
        return read_value(cell)

    return column.read(read_cell, found)


def reader_of(
    type_: ValueType, plain_factor: Fraction | None, as_of: date
) -> Callable[[object], Read[Reported]]:
    """Return what reads one cell; plain numbers are multiplied by `plain_factor`, or give nothing where it is None."""
    if type_.is_number:
        return _number_reader(type_, plain_factor)
    if type_.kind is Kind.YES_NO:
        return lambda cell: _with(read_yes_no(cell), lambda value: (int(value), None, False))
    if type_.kind is Kind.DATE:
        read_one = day_reader(as_of)

        def read_date(cell: object) -> Read[Reported]:
            reading = _with(read_one(cell), lambda written: (written.day, None, False))
            written = read_one(cell).value
            if written is not None and written.is_whole_month:
                return replace(reading, doubt=Doubt(findings.NO_DAY_OF_MONTH, {"value": shown(cell)}))
            return reading

        return read_date
    if type_.kind is Kind.CHOICE and type_.choices is not None:
        read_choice = choice_reader(type_.choices)
        return lambda cell: _with(read_choice(cell), lambda code: (None, code, False))
    return lambda cell: _with(read_words(cell), lambda words: (None, words, False))


def _with(reading: Read[Value], make: Callable[[Value], Reported]) -> Read[Reported]:
    return Read(None if reading.value is None else make(reading.value), reading.doubt)


def _settle_percents(column: ColumnOfCells, found: list[Finding]) -> Fraction | None:
    """Return what plain numbers of a percent column are multiplied by; None if that cannot be told.

    Cells that Excel shows with a percent sign are rewritten with it, because they are certain. If the heading
    says %, plain numbers are percents as written, unless none is above 1. Without it they are fractions if none is
    above 1, percents as written if all others are 0; a mixture is reported, one cell in ten by itself.
    """
    layout, index = column.layout, column.heading.index
    for position, (row, cell) in enumerate(zip(layout.data_rows, column.cells, strict=True)):
        if isinstance(cell, (int, float)) and (row, index) in layout.sheet.percents:
            figure = read_figure(cell)
            column.cells[position] = f"{plain_number(figure.number * 100)}%" if figure else cell
    factor = heading_factor(column.heading)
    if factor is not None and factor != PERCENT:
        return factor
    numbers = [(position, _plain_number(cell)) for position, cell in enumerate(column.cells)]
    plain_numbers = [(position, number) for position, number in numbers if number is not None]
    large_ones = [(position, number) for position, number in plain_numbers if abs(number) > 1]
    if factor is not None and large_ones:
        return factor
    if factor is None and not large_ones:
        return Fraction(1)
    doubtful_ones = [(position, number) for position, number in plain_numbers if 0 < abs(number) <= 1]
    if _are_slips(large_ones, doubtful_ones):
        _refuse_slips(column, large_ones, _NOT_ABOVE_ONE, found)
        return Fraction(1)
    if _are_slips(doubtful_ones, large_ones):
        _refuse_slips(column, doubtful_ones, _ABOVE_ONE, found)
        return PERCENT
    because = (
        Text(
            "表头写着 %，全列却没有大于 1 的数", "the heading says %, and no number in the column is above 1"
        )
        if not large_ones
        else _the_column_also_has(large_ones[0][1], column.place(large_ones[0][0]).row)
    )
    for position, number in doubtful_ones:
        found.append(_ambiguous_percent(column.place(position), number, because))
    return None if doubtful_ones else PERCENT


def _are_slips(some: Sequence[tuple[int, float]], others: Sequence[tuple[int, float]]) -> bool:
    """Return whether some cells of a column are so few beside the others that it is they who are out of line."""
    return 0 < len(some) * _SLIP_AMONG <= len(others)


def _refuse_slips(
    column: ColumnOfCells, slips: Sequence[tuple[int, float]], because: Text, found: list[Finding]
) -> None:
    for position, number in slips:
        found.append(_ambiguous_percent(column.place(position), number, because))
        column.cells[position] = ""


def _the_column_also_has(number: float, row: int | None) -> Text:
    other = plain_number(Fraction(f"{number:.15g}"))
    return Text(f"同一列第{row}行是 {other}", f"the same column has {other} in row {row}")


def _ambiguous_percent(place: CellPlace, number: float, because: Text) -> Finding:
    words = Fraction(f"{number:.15g}")
    return findings.PERCENT_IS_AMBIGUOUS.at(
        place,
        value=plain_number(words),
        as_fraction=f"{plain_number(words * 100)}%",
        as_written=f"{plain_number(words)}%",
        because=because,
    )


def _plain_number(cell: object) -> float | None:
    """Return the number of a cell, if it has one and no unit; only for comparing it with 0 and 1."""
    if type(cell) is float:
        return cell
    figure = read_figure(cell)
    return float(figure.number) if figure and not figure.unit else None


def _number_reader(type_: ValueType, plain_factor: Fraction | None) -> Callable[[object], Read[Reported]]:
    kind, scale, power = type_.kind, type_.scale, 10**type_.scale

    def in_words(number: Fraction) -> str:
        percent = kind is Kind.PERCENT
        return f"{long_number(number * 100)}%" if percent else long_number(number)

    # What one is when stored; plain numbers that fit exactly need no fractions, which are slow.
    step = None if plain_factor is None else plain_factor * power
    lowest = None if type_.low is None else ceil(type_.low * power)
    highest = None if type_.high is None else floor(type_.high * power)

    factor_of_whole = None if step is None or step.denominator != 1 else step.numerator

    def read_exactly(cell: float) -> Read[Reported] | None:
        if factor_of_whole is None or lowest is None or highest is None:
            return None
        if -_CERTAIN < cell < _CERTAIN and cell.is_integer():
            stored, rest = int(cell) * factor_of_whole, 0
        else:
            whole, _, decimals = f"{cell:.15g}".partition(".")
            if "e" in whole or "e" in decimals:
                return None
            stored, rest = divmod(int(whole + decimals) * factor_of_whole, 10 ** len(decimals))
        return Read((stored, None, False)) if not rest and lowest <= stored <= highest else None

    def read_number(cell: object) -> Read[Reported]:
        exact = read_exactly(cell) if type(cell) is float else None
        if exact is not None:
            return exact
        figure = read_figure(cell)
        if figure is None:
            return doubtful(findings.NOT_A_NUMBER, value=shown(cell))
        factor = unit_factor(kind, figure.unit) if figure.unit else plain_factor
        if factor is None:
            if not figure.unit:
                return Read()
            expected = expected_unit(kind)
            return doubtful(
                findings.CELL_UNIT_DOES_NOT_FIT, value=shown(cell), unit=figure.unit, expected=expected
            )
        number = figure.number * factor
        if kind is Kind.COUNT and scale == 0 and number.denominator != 1:
            return doubtful(findings.NOT_WHOLE, value=plain_number(number))
        low, high = type_.low, type_.high
        if (low is not None and number < low) or (high is not None and number > high):
            low_words = in_words(low) if low is not None else "-∞"
            high_words = in_words(high) if high is not None else "∞"
            unit = both("") if kind is Kind.PERCENT else type_.unit
            return doubtful(
                findings.OUT_OF_BOUNDS,
                value=in_words(number),
                low=low_words,
                high=Text(f"{high_words}{unit.zh}", f"{high_words} {unit.en}".rstrip()),
            )
        scaled = number * power
        if scaled.denominator == 1:
            return Read((scaled.numerator, None, False))
        kept = rounded_to(scaled, 0)
        value: Reported = (kept, None, False)
        # A conversion such as 亩 to square metres never ends; what was written was not too long.
        if (factor * power).denominator != 1:
            return Read(value)
        facts: dict[str, object] = {"value": in_words(number), "kept": in_words(Fraction(kept, power))}
        return Read(value, Doubt(findings.ROUNDED, facts))

    return read_number
