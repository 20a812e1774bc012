"""Lists of workplaces as workbooks, in the language of the page."""

from collections.abc import Iterable, Sequence

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import workplace_title
from guben_web.words.language import say
from guben_web.workplaces.coverage import Coverage, Rate, Uncovered

_RATES, _LIST = Text("覆盖率", "Rates"), Text("未建组织单位", "Without an organization")
_RATE_HEADINGS = (
    Text("范围", "Range"),
    Text("应建单位", "Eligible"),
    Text("已建", "Covered"),
    Text("单独组建", "Its own"),
    Text("联合组建", "Joint"),
    Text("挂靠组建", "Attached"),
    Text("未建", "Without"),
    Text("覆盖率", "Rate"),
)
_HEADINGS = (
    Text("单位名称", "Workplace"),
    Text("统一社会信用代码", "Unit credit code"),
    Text("单位类别", "Kind"),
    Text("乡镇（街道）", "Township"),
    Text("职工数", "Staff"),
    Text("正式党员数", "Full members"),
    Text("建议组建方式", "What would be formed"),
    Text("理由", "Why"),
    Text("进展", "State"),
    Text("计划完成日期", "Planned by"),
    Text("说明", "Note"),
)


def coverage_book(coverage: Coverage, uncovered: Sequence[Uncovered], *, mark: str) -> bytes:
    """Return the rates and the list as a workbook."""
    rates = [_rate(each) for each in (coverage.whole, *coverage.by_township, *coverage.by_kind)]
    sheets = [
        ListSheet(say(_RATES), [say(each) for each in _RATE_HEADINGS], rates, (28,)),
        ListSheet(say(_LIST), [say(each) for each in _HEADINGS], list(_rows(uncovered)), (32, 22, 14, 24)),
    ]
    return list_book(sheets, mark=mark)


def _rate(rate: Rate) -> tuple[str | int, ...]:
    return (say(rate.title), rate.eligible, rate.covered, *rate.by_cover.values(), rate.missing, rate.share)


def _rows(uncovered: Sequence[Uncovered]) -> Iterable[Sequence[Cell]]:
    for each in uncovered:
        row, plan = each.workplace, each.plan
        yield (
            row.name,
            row.credit_code,
            say(workplace_title(row.kind)),
            each.township,
            row.staff,
            row.members,
            str(each.cover.label),
            say(each.why),
            str(each.state.label),
            plan.due_date if plan else None,
            plan.note if plan else "",
        )
