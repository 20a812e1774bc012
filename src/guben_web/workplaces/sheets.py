"""The sheet of workplaces in a workbook: its columns, and its rows to correct and bring in again."""

from collections.abc import Iterator, Mapping
from datetime import date

from guben_web.engine.lists import Cell, ListSheet, prefilled_sheet
from guben_web.engine.texts import Language, Text
from guben_web.engine.workbooks import COVER, HOST_KIND, CellKind, Choice, ChoiceSet, SheetColumn, TableSheet
from guben_web.org.access import Scope, holding_on
from guben_web.org.models import Workplace
from guben_web.words.language import text_of
from guben_web.workplaces.access import in_range
from guben_web.workplaces.enums import State
from guben_web.workplaces.models import Plan

_PLAN_STATE = ChoiceSet(
    "plan_state",
    Text("进展", "State"),
    tuple(Choice(each.value, text_of(each.label)) for each in State),
)
WORKPLACES = TableSheet(
    "workplaces",
    Text("单位", "Workplaces"),
    (
        SheetColumn(
            "record",
            Text("记录号", "Record"),
            aliases=("单位记录号",),
            note=Text(
                "系统导出的，不要改；新增的单位留空。", "Given by the system; empty for new workplaces."
            ),
        ),
        SheetColumn(
            "name",
            Text("单位名称", "Workplace"),
            aliases=("单位", "单位全称", "名称", "企业名称", "法人单位名称"),
        ),
        SheetColumn(
            "credit_code",
            Text("统一社会信用代码", "Unit credit code"),
            aliases=("信用代码", "单位统一社会信用代码", "统一信用代码", "组织机构代码"),
        ),
        SheetColumn(
            "kind",
            Text("单位类别", "Kind of the workplace"),
            CellKind.CHOICE,
            HOST_KIND,
            aliases=("单位性质类别", "单位性质", "单位类型", "类别"),
        ),
        SheetColumn(
            "organization",
            Text("所建党组织", "Organization"),
            CellKind.ORGANIZATION,
            aliases=("党组织", "党组织名称", "所在党组织", "建立的党组织"),
            note=Text("还没有建立党组织的留空。", "Empty where there is none yet."),
        ),
        SheetColumn(
            "cover",
            Text("组建方式", "How it is covered"),
            CellKind.CHOICE,
            COVER,
            aliases=("单位建立党组织情况", "建立党组织情况", "党组织组建方式"),
        ),
        SheetColumn(
            "place",
            Text("所在乡镇街道", "Township or street"),
            CellKind.ORGANIZATION,
            aliases=("所在乡镇", "乡镇", "乡镇街道", "所在乡镇、街道", "所属乡镇", "属地党委"),
            note=Text("填乡镇、街道党委的名称或代码。", "The name or code of its committee."),
        ),
        SheetColumn(
            "members", Text("正式党员数", "Full members"), CellKind.COUNT, aliases=("党员数", "党员人数")
        ),
        SheetColumn(
            "staff", Text("职工数", "Staff"), CellKind.COUNT, aliases=("在岗职工数", "职工人数", "从业人员数")
        ),
        SheetColumn(
            "population", Text("人口数", "Population"), CellKind.COUNT, aliases=("总人口", "人口", "户籍人口")
        ),
        SheetColumn("households", Text("户数", "Households"), CellKind.COUNT, aliases=("总户数", "农户数")),
        SheetColumn("plan_cover", Text("拟组建方式", "What to form"), CellKind.CHOICE, COVER),
        SheetColumn(
            "plan_state",
            Text("组建进展", "State of the plan"),
            CellKind.CHOICE,
            _PLAN_STATE,
            aliases=("进展",),
        ),
        SheetColumn("plan_due_date", Text("计划完成日期", "Planned by"), CellKind.DAY_TO_COME),
        SheetColumn("plan_note", Text("组建说明", "Note on the plan")),
    ),
    aliases=(
        "单位名册",
        "单位名单",
        "单位信息",
        "单位表",
        "企业名册",
        "两新组织",
        "非公企业和社会组织",
        "workplace",
    ),
)
# What a row says of a workplace itself, and of the plan for it.
FACTS = ("name", "credit_code", "kind", "cover", "members", "staff", "population", "households")
PLAN = ("cover", "state", "due_date", "note")
_WIDTHS = {"record": 14, "name": 30, "credit_code": 22, "organization": 30, "place": 24}


def workplaces_sheet(
    scope: Scope, day: date, references: Mapping[int, str], *, language: Language
) -> ListSheet:
    """Return the workplaces of a scope on a day, with what is planned in those without an organization."""
    return prefilled_sheet(
        WORKPLACES.title,
        WORKPLACES.columns,
        _rows(scope, day, references),
        language=language,
        widths=_WIDTHS,
    )


def _rows(scope: Scope, day: date, references: Mapping[int, str]) -> Iterator[dict[str, Cell]]:
    plans = {each.workplace_key: each for each in Plan.objects.all()}
    rows = Workplace.objects.filter(holding_on(day), in_range(scope, day))
    for each in rows.order_by("name_initials", "id"):
        plan = plans.get(each.key)
        facts: dict[str, Cell] = {name: getattr(each, name) for name in FACTS}
        yield facts | {
            "record": each.key,
            # Without an organization there is nothing to say about how it is covered.
            "cover": each.cover if each.organization_id is not None else None,
            "organization": _reference(each.organization_id, references),
            "place": _reference(each.place_id, references),
            **{f"plan_{name}": getattr(plan, name) for name in PLAN if plan is not None},
        }


def _reference(number: int | None, references: Mapping[int, str]) -> str | None:
    return references.get(number) if number is not None else None
