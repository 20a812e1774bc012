"""Reading a workbook with entries of a ledger: each row as what it says, each doubt with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from guben.diagnostics import CellPlace, FilePlace, Finding, Refusal
from guben.model.ledger_type import LedgerType
from guben.model.values import Kind
from guben.office import findings
from guben.office.cells import ColumnOfCells, Read, column_of_cells, day_reader, doubtful, read_words
from guben.office.entry_columns import (
    DAY,
    FIELD,
    ORGANIZATION,
    RECORD,
    STATE,
    UNTIL,
    EntryColumn,
    columns_of,
    sheet_name,
    wanted_of,
)
from guben.office.figures import read_figure
from guben.office.headings import HeadingReader, Layout
from guben.office.reported import read_measure_column
from guben.office.wording import folded, shown
from guben.office.workbook import Sheet, Workbook

_EXPLANATIONS = frozenset({folded("填写说明"), folded("Instructions")})
# As many as can be compared while somebody waits, and stored in one short transaction.
_MOST_ROWS = 5_000


@dataclass(slots=True)
class EntryRow:
    """A row: its number in Excel, what it says, and the findings about it; `words` are what names other records."""

    row: int
    record: int | None = None
    organization: str = ""
    day: int | None = None
    until: int | None = None
    values: dict[str, int | str | bool] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class EntrySheet:
    """What a workbook says: the sheet, its rows, the fields that it has columns for, and findings about the sheet."""

    name: str
    rows: list[EntryRow] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    has_until: bool = False
    findings: list[Finding] = field(default_factory=list)


def read_entries(workbook: Workbook, ledger: LedgerType) -> EntrySheet:
    """Return what the workbook says of a ledger.

    Raises Refusal where no sheet has its columns, or there are more rows than one workbook brings in.
    """
    columns = columns_of(ledger)
    reader = HeadingReader(wanted_of(columns))
    layout = _layout(workbook, ledger, reader)
    if layout is None:
        raise Refusal(
            findings.NO_LEDGER_SHEET.at(
                FilePlace("xlsx"), title=ledger.title, columns=tuple(each.title for each in columns)
            )
        )
    if len(layout.data_rows) > _MOST_ROWS:
        raise Refusal(
            findings.TOO_MANY_ROWS.at(
                CellPlace(layout.sheet.name), rows=len(layout.data_rows), most=_MOST_ROWS
            )
        )
    rows = [EntryRow(index + 1) for index in layout.data_rows]
    sheet = EntrySheet(layout.sheet.name, rows, findings=list(layout.findings))
    by_number = {each.row: each for each in rows}
    found: list[Finding] = []
    for column in columns:
        if column.name in layout.columns and column.name != STATE:
            _read(column, column_of_cells(layout, layout.columns[column.name]), sheet, found)
    for finding in found:
        row = finding.place.row if isinstance(finding.place, CellPlace) else None
        (by_number[row].findings if row in by_number else sheet.findings).append(finding)
    return sheet


def _layout(workbook: Workbook, ledger: LedgerType, reader: HeadingReader) -> Layout | None:
    """Return the layout of the sheet that is called like the ledger, or that has most of its columns."""
    sheets = [workbook.sheet(name) for name in workbook.sheet_names if folded(name) not in _EXPLANATIONS]
    titles = {folded(sheet_name(ledger, "zh")), folded(sheet_name(ledger, "en"))}
    scores = [(folded(each.name) in titles, reader.score(each)) for each in sheets]
    best = max(scores, default=(False, 0))
    if not best[1]:
        return None
    chosen: Sheet = sheets[scores.index(best)]
    return reader.layout(chosen)


def _read(column: EntryColumn, cells: ColumnOfCells, sheet: EntrySheet, found: list[Finding]) -> None:
    rows: Sequence[EntryRow] = sheet.rows
    name = column.name.removeprefix(FIELD)
    if column.name == RECORD:
        numbers = cells.read(_read_record, found)
        for row, number in zip(rows, numbers, strict=True):
            row.record = number
    elif column.name == ORGANIZATION:
        said = cells.read(read_words, found)
        for row, words in zip(rows, said, strict=True):
            row.organization = words or ""
    elif column.name in (DAY, UNTIL):
        sheet.has_until = sheet.has_until or column.name == UNTIL
        days = cells.read(day_reader(date.max), found)
        for position, (row, written) in enumerate(zip(rows, days, strict=True)):
            if written is not None and written.is_whole_month:
                found.append(
                    findings.NO_DAY_OF_MONTH.at(cells.place(position), value=shown(cells.cells[position]))
                )
            setattr(row, column.name, written.day if written is not None else None)
    elif column.type is None:
        sheet.fields.add(name)
        said = cells.read(read_words, found)
        for row, words in zip(rows, said, strict=True):
            if words:
                row.words[name] = words
    else:
        sheet.fields.add(name)
        if column.type.kind is Kind.TEXT:
            texts = cells.read(_read_text, found)
            _keep(rows, name, texts)
            return
        read = read_measure_column(column.type, cells, date.max, found)
        is_yes_no = column.type.kind is Kind.YES_NO
        values: list[int | str | bool | None] = []
        for reported in read:
            number, choice, is_absent = reported if reported is not None else (None, None, True)
            values.append(
                None if is_absent else bool(number) if is_yes_no else choice if number is None else number
            )
        _keep(rows, name, values)


def _keep(rows: Sequence[EntryRow], name: str, values: Sequence[int | str | bool | None]) -> None:
    for row, value in zip(rows, values, strict=True):
        if value is not None:
            row.values[name] = value


def _read_text(cell: object) -> Read[str]:
    if isinstance(cell, str):
        return Read(cell.replace("\r\n", "\n").strip() or None)
    return read_words(cell)


def _read_record(cell: object) -> Read[int]:
    figure = read_figure(cell.lstrip("#") if isinstance(cell, str) else cell)
    if figure is None or figure.number.denominator != 1 or not 0 < figure.number < 10**18:
        return doubtful(findings.NO_RECORD_NUMBER, value=shown(cell))
    return Read(figure.number.numerator)
