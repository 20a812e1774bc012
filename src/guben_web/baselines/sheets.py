"""The sheet of earlier grades in a workbook: its columns, and its rows to correct and bring in again."""

from collections.abc import Iterator, Mapping
from datetime import date

from guben_web.baselines.models import Baseline
from guben_web.engine.lists import Cell, ListSheet, prefilled_sheet
from guben_web.engine.texts import Language, Text
from guben_web.engine.workbooks import CellKind, SheetColumn, TableSheet
from guben_web.org.access import Scope, within

GRADES = TableSheet(
    "baselines",
    Text("年度等次", "Earlier grades"),
    (
        SheetColumn(
            "organization",
            Text("党组织", "Organization"),
            CellKind.ORGANIZATION,
            is_required=True,
            aliases=(
                "组织",
                "组织代码",
                "党组织名称",
                "组织名称",
                "党组织代码",
                "党支部",
                "村党组织",
                "村党组织名称",
                "名称",
            ),
            note=Text("填名称或代码。", "The name or the code."),
        ),
        SheetColumn(
            "period",
            Text("年度", "Period"),
            aliases=("考核年度", "年份", "考核期", "定级年度"),
            note=Text("留空按上传时填的考核期。", "Empty means the period given at the upload."),
        ),
        SheetColumn(
            "grade",
            Text("等次", "Grade"),
            is_required=True,
            aliases=(
                "考核等次",
                "定级等次",
                "评定等次",
                "定级结果",
                "考核结果",
                "上年度等次",
                "上年等次",
                "评定等级",
                "等级",
            ),
        ),
        SheetColumn(
            "points",
            Text("得分", "Points"),
            CellKind.POINTS,
            aliases=("总分", "考核得分", "分数", "总得分", "考核分数"),
        ),
        SheetColumn(
            "appraisal",
            Text("考核名称", "Appraisal"),
            aliases=("考核项目", "评定名称"),
            note=Text("一年里有几种考核的才填，如“分类定级”。", "Only where there were several in a year."),
        ),
    ),
    aliases=(
        "等次",
        "上年度等次",
        "上年等次",
        "往年等次",
        "定级结果",
        "考核结果",
        "分类定级",
        "分类定级结果",
        "基准等次",
        "grades",
    ),
)
_WIDTHS = {"organization": 30, "appraisal": 20}


def grades_sheet(scope: Scope, day: date, references: Mapping[int, str], *, language: Language) -> ListSheet:
    """Return the earlier grades of the organizations of a scope."""
    return prefilled_sheet(
        GRADES.title, GRADES.columns, _rows(scope, day, references), language=language, widths=_WIDTHS
    )


def _rows(scope: Scope, day: date, references: Mapping[int, str]) -> Iterator[dict[str, Cell]]:
    rows = Baseline.objects.filter(within(scope, day)).order_by("organization__key", "period", "appraisal")
    for each in rows:
        yield {
            "organization": references.get(each.organization_id),
            "period": each.period,
            "grade": each.grade,
            "points": each.points,
            "appraisal": each.appraisal,
        }
