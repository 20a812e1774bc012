"""A list of results as a workbook: what the page shows to whoever takes it, and nothing more."""

from collections.abc import Iterable
from decimal import Decimal

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.results.layout import Layout
from guben_web.results.shown import ShownResult
from guben_web.words.language import current_language, say

_SHEET = Text("考核结果", "Results")
_HEADINGS = (
    Text("组织代码", "Code"),
    Text("组织", "Organization"),
    Text("乡镇（街道）", "Township"),
    Text("等次", "Grade"),
    Text("总分", "Total"),
)
_RANK, _NOTES = Text("名次", "Rank"), Text("提示", "Notes")
_VETOED, _MISSING = Text("否决", "vetoed"), Text("缺{n}项数据", "figures missing: {n}")


def results_book(rows: Iterable[ShownResult], layout: Layout, *, with_ranks: bool, mark: str) -> bytes:
    """Return results as a workbook in the language of the page, with the points of every dimension."""
    headings = [_RANK] * with_ranks + [*_HEADINGS, *(part.title for part in layout.top), _NOTES]
    widths = (8,) * with_ranks + (16, 30, 20, 10, 10)
    sheet = ListSheet(
        say(_SHEET), [say(each) for each in headings], (_cells(row, with_ranks) for row in rows), widths
    )
    return list_book([sheet], mark=mark, language=current_language())


def _cells(row: ShownResult, with_ranks: bool) -> list[Cell]:
    result = row.result
    notes = _VETOED if result.veto else _MISSING.filled(n=len(result.missing)) if result.missing else None
    named: list[Cell] = [result.code, result.name, result.township_name, say(row.grade.words)]
    numbers: list[Decimal | None] = [row.total, *row.points]
    return [*([result.rank] if with_ranks else []), *named, *numbers, say(notes) if notes else None]
