"""Reading the workbook of a reporting form: rows by form number, values by measure, findings by row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guben.diagnostics import CellPlace, FilePlace, Finding, Refusal, Text
from guben.model.scheme import Measure
from guben.office import findings
from guben.office.cells import column_of_cells, read_words, report_merged_numbers
from guben.office.form_book import FORM_COLUMNS
from guben.office.headings import HEADER_ROWS, HeadingReader, Layout, wanted_columns
from guben.office.reported import Reported, read_measure_column
from guben.office.workbook import workbook_of


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a form: its number in the sheet, its form number, name and note, its values, and what is wrong with it."""

    row: int
    number: str
    name: str
    note: str
    values: Mapping[str, Reported]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a workbook says; `findings` are about no single row, `absent` the measures without a column."""

    sheet: str
    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]
    absent: tuple[Text, ...]


def read_form(file_name: str, content: bytes, *, measures: Sequence[Measure], as_of: date) -> FormReading:
    """Return the rows of a form's workbook; days after `as_of` are refused.

    Raises Refusal if the file cannot be read, or is no form at all.
    """
    workbook = workbook_of(Path(file_name), content)
    headings = HeadingReader(wanted_columns(FORM_COLUMNS, measures))
    names = workbook.sheet_names
    best = max(names, key=lambda name: headings.score(workbook.sheet(name)), default=None)
    layout = headings.layout(workbook.sheet(best)) if best is not None else None
    if best is None or layout is None:
        needed = tuple(each.title for each in FORM_COLUMNS if each.is_required)
        place = CellPlace(best) if best is not None else FilePlace(file_name)
        raise Refusal(findings.NO_HEADER_ROW.at(place, rows=HEADER_ROWS, needed=needed))
    found = list(layout.findings)
    # Without the column of form numbers nobody can tell what a row belongs to.
    if any(each.is_error for each in found):
        raise Refusal(found)
    return FormReading(
        best,
        tuple(_rows(layout, measures, as_of, found)),
        tuple(each for each in found if _row_of(each) is None),
        tuple(each.title for each in measures if each.name not in layout.measures),
    )


def _rows(layout: Layout, measures: Sequence[Measure], as_of: date, found: list[Finding]) -> list[ReadRow]:
    present = [each for each in measures if each.name in layout.measures]
    report_merged_numbers(layout, [layout.measures[each.name] for each in present], found)
    columns = {
        each.name: read_measure_column(
            each.type, column_of_cells(layout, layout.measures[each.name]), as_of, found
        )
        for each in present
    }
    words = {
        name: column_of_cells(layout, heading).read(read_words, found)
        for name, heading in layout.columns.items()
    }
    by_row: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for each in found:
        by_row[_row_of(each)].append(each)
    rows = []
    for position, row in enumerate(layout.data_rows):
        values = {name: column[position] for name, column in columns.items()}
        said = {name: column[position] or "" for name, column in words.items()}
        rows.append(
            ReadRow(
                row + 1,
                said.get("number", ""),
                said.get("name", ""),
                said.get("note", ""),
                {name: value for name, value in values.items() if value is not None},
                tuple(by_row[row + 1]),
            )
        )
    return rows


def _row_of(finding: Finding) -> int | None:
    place = finding.place
    return place.row if isinstance(place, CellPlace) and finding.code not in _OF_HEADINGS else None


_OF_HEADINGS = (
    findings.UNKNOWN_HEADING,
    findings.COLUMN_TWICE,
    findings.COLUMN_NOT_FOUND,
    findings.HEADING_UNIT_DOES_NOT_FIT,
)
