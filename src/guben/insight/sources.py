"""Where a record came from, in words."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from guben.diagnostics import Text

_MOST_ROWS = 12
# A sheet's own name may have an exclamation mark, so the row is what stands behind the last one that fits.
_SOURCE = re.compile(r"(?P<sheet>.+)!(?P<row>\d+)(?:!(?P<column>[A-Z]+))?")
# How the records of an installation are called: kind:id.
_KINDS = {
    "organization": Text("组织记录", "organization"),
    "member": Text("党员记录", "member"),
    "post": Text("任职记录", "post"),
    "workplace": Text("村（社区、单位）记录", "workplace"),
    "value": Text("上报数据记录", "reported value"),
    "tally": Text("计票记录", "count"),
}


def say_source(source: str) -> Text:
    """Return `sheet!row`, `sheet!row!column` or `kind:id` in words; anything else as it is."""
    sheet, row, column = _parts(source)
    if not row:
        kind, _, number = source.partition(":")
        if kind not in _KINDS or not number.isdigit():
            return _KINDS.get(kind, Text(source, source))
        return Text("{kind}{number}", "{kind} {number}").filled(kind=_KINDS[kind], number=number)
    words = Text("工作表“{sheet}”第{row}行", 'sheet "{sheet}", row {row}')
    if column:
        words = Text("工作表“{sheet}”第{row}行{column}列", 'sheet "{sheet}", row {row}, column {column}')
    return words.filled(sheet=sheet, row=row, column=column)


def say_sources(sources: Iterable[str]) -> Text:
    """Return the rows of many records in words, neighbours joined, sheet by sheet; records of an installation counted."""
    by_sheet: dict[str, list[int]] = {}
    by_kind: Counter[str] = Counter()
    others: list[str] = []
    for source in sources:
        sheet, row, _ = _parts(source)
        if row.isdigit():
            by_sheet.setdefault(sheet, []).append(int(row))
        elif (kind := source.partition(":")[0]) in _KINDS:
            by_kind[kind] += 1
        else:
            others.append(source)
    said = [_sheet_rows(sheet, rows) for sheet, rows in by_sheet.items()]
    said += [
        Text("{kind}{number}条", "{kind} × {number}").filled(kind=_KINDS[kind], number=number)
        for kind, number in by_kind.items()
    ]
    said += [Text(source, source) for source in others[:_MOST_ROWS]]
    return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))


def _parts(source: str) -> tuple[str, str, str]:
    match = _SOURCE.fullmatch(source)
    return (match["sheet"], match["row"], match["column"] or "") if match else ("", "", "")


def _sheet_rows(sheet: str, rows: Sequence[int]) -> Text:
    runs: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    said = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    shown, hidden = said[:_MOST_ROWS], len(said) - _MOST_ROWS
    words = Text("工作表“{sheet}”第{rows}行", 'sheet "{sheet}", rows {rows}')
    if hidden > 0:
        words = Text("工作表“{sheet}”第{rows}行等", 'sheet "{sheet}", rows {rows} and more')
    if len(said) == 1 and "–" not in said[0]:
        words = Text("工作表“{sheet}”第{rows}行", 'sheet "{sheet}", row {rows}')
    return words.filled(sheet=sheet, rows=shown)
