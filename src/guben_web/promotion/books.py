"""Lists of promotion as workbooks: what the page shows to whoever takes it, and nothing more."""

from collections.abc import Iterable, Sequence

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.promotion.queries import Tally
from guben_web.promotion.shown import ShownPath, plan_of
from guben_web.words.language import current_language, say

_PATHS, _TOWNSHIPS = Text("晋位升级", "Promotion"), Text("分乡镇", "By township")
_HEADINGS = (
    Text("组织代码", "Code"),
    Text("组织", "Organization"),
    Text("乡镇（街道）", "Township"),
    Text("基准等次", "Baseline grade"),
    Text("目标等次", "Target"),
    Text("调整理由", "Why another target"),
    Text("方案类型", "Kind of plan"),
    Text("倒排名单", "Lists of the last"),
    Text("方案", "Plan"),
    Text("完成期限", "Deadline"),
    Text("再评等次", "Second grade"),
    Text("升降", "Movement"),
    Text("是否达到目标", "Target"),
)
_WIDTHS = (16, 30, 20, 10, 10, 24, 12, 20, 12, 12, 10, 10, 12)
_OF_TOWNSHIP = (
    Text("乡镇（街道）", "Township"),
    Text("组织数", "Organizations"),
    Text("要方案的", "Plans needed"),
    Text("缺方案", "Plans missing"),
    Text("上升", "Moved up"),
    Text("不变", "Stayed"),
    Text("下降", "Fell"),
    Text("达到目标", "Reached the target"),
)


def round_book(
    rows: Iterable[ShownPath], townships: Sequence[Tally], *, with_seconds: bool, mark: str
) -> bytes:
    """Return the paths and the counts by township in the language of the page."""
    paths = ListSheet(
        say(_PATHS), [say(each) for each in _HEADINGS], (_cells(each, with_seconds) for each in rows), _WIDTHS
    )
    by_township: list[list[Cell]] = [
        [
            each.name,
            each.number,
            each.asked,
            each.missing,
            each.moved_up,
            each.stayed,
            each.fell,
            each.reached,
        ]
        for each in townships
    ]
    counts = ListSheet(say(_TOWNSHIPS), [say(each) for each in _OF_TOWNSHIP], by_township, (24,))
    return list_book([paths, counts], mark=mark, language=current_language())


def plain_book(
    title: Text,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int],
    mark: str,
) -> bytes:
    """Return a table as a workbook."""
    sheet = ListSheet(say(title), list(headings), [list(row) for row in rows], tuple(widths))
    return list_book([sheet], mark=mark, language=current_language())


def _cells(row: ShownPath, with_seconds: bool) -> list[Cell]:
    path, plan = row.path, plan_of(row.path)
    named: list[Cell] = [
        path.code,
        path.name,
        path.township_name,
        say(row.baseline.words) if path.baseline is not None else None,
        say(row.target.words) if path.target is not None else None,
        path.target_reason,
        path.get_kind_display(),
        "、".join(say(each) for each in row.tails),
        say(row.plan.words),
        plan.deadline if plan else None,
    ]
    if not with_seconds:
        return [*named, None, None, None]
    return [
        *named,
        say(row.second.words) if path.second is not None else None,
        say(row.outcome.words),
        say(row.reached.words) if row.reached else None,
    ]
