"""What a workbook would change: each row against the register, as lines that say created, changed, unchanged or refused.

Rules (docs/decisions/0033, 0037): an empty cell and an absent column say nothing, a mark empties; what is not in the
workbook stays; in the column of posts of the sheet of members an empty cell ends them; a row with an error is refused, the
others are not. What is particular to a table stands in `tables`.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from guben_web.engine.texts import Finding
from guben_web.engine.workbooks import PrivatePerson, ReadColumn, Reading
from guben_web.imports.comparison import Comparison, header_rows, place_of
from guben_web.imports.enums import Kind
from guben_web.imports.lines import reason, refused, row_of
from guben_web.imports.models import Line
from guben_web.imports.register import Register
from guben_web.imports.tables.catalogue import BY_SHEET, TABLES
from guben_web.imports.tables.members.names import tidy_name


def compare(
    reading: Reading,
    private: Sequence[PrivatePerson],
    register: Register,
    *,
    as_of: date,
    period: str,
    allowed: frozenset[str] | None,
) -> list[Line]:
    """Return one line for each row, in the order of the tables and of the workbook, without batch.

    `allowed` are the keys of the organizations that may be changed; None for all of them.
    """
    comparison = Comparison(reading, private, register, as_of, period, allowed)
    lines = [line for table in TABLES.values() for line in table.compare(comparison)]
    lines += _not_taken_up(comparison, {(line.sheet, line.row) for line in lines})
    order = {kind: place for place, kind in enumerate(TABLES)}
    return sorted(lines, key=lambda line: (order[Kind(line.kind)], line.row))


def blocks_all(findings: Iterable[Finding], columns: Sequence[ReadColumn]) -> bool:
    """Return whether an error is about no single row, so that nothing of the workbook can be applied."""
    headers = header_rows(columns)
    return any(each.is_error and place_of(each, headers) is None for each in findings)


def _not_taken_up(comparison: Comparison, seen: set[tuple[str, int]]) -> list[Line]:
    """Return lines for rows that are so wrong that no record came of them."""
    sheets = {each.sheet: each.of for each in comparison.reading.columns}
    names = {row_of(each.source): tidy_name(each) for each in comparison.private}
    lines = []
    for (sheet, row), found in comparison.errors.items():
        if (sheet, row) not in seen and sheet in sheets:
            kind = BY_SHEET[sheets[sheet]].kind
            line = Line(kind=kind, sheet=sheet, row=row, label=names.get((sheet, row), "")[:300])
            lines.append(refused(line, [reason(each.code.number, each.message) for each in found]))
    return lines
