"""The columns of a county's workbook: what they are called, what they hold, which must be there.

Reading, templates and synthetic counties all use these, so that what one writes the other understands.
"""

from dataclasses import dataclass
from enum import StrEnum

from guben.diagnostics import Text
from guben.model import vocabulary
from guben.model.choices import Choice, ChoiceSet


class CellKind(StrEnum):
    """How a cell of a column is read."""

    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"
    COUNT = "count"
    IDENTITY_NUMBER = "identity_number"
    IGNORED = "ignored"
    # Only in the tables of a register.
    ORGANIZATION = "organization"
    DAY_TO_COME = "day_to_come"
    YUAN = "yuan"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet; `aliases` are other headings that mean the same.

    `last_resort` are headings that mean the same only where nothing else does.
    """

    name: str
    title: Text
    kind: CellKind = CellKind.WORDS
    choices: ChoiceSet | None = None
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    last_resort: tuple[str, ...] = ()
    note: Text | None = None


ORGANIZATIONS_SHEET = Text("组织", "Organizations")
MEMBERS_SHEET = Text("党员", "Members")

ORGANIZATION_COLUMNS = (
    SheetColumn(
        "code",
        Text("组织代码", "Organization code"),
        aliases=("代码", "编码", "党组织代码", "组织编码", "组织机构代码", "code"),
        note=Text(
            "有代码的填代码，没有的留空，按名称识别。",
            "Fill it in where there is one; otherwise names are used.",
        ),
    ),
    SheetColumn(
        "name",
        Text("党组织名称", "Name of the organization"),
        is_required=True,
        aliases=("组织名称", "党组织", "名称", "党支部名称", "村党组织名称", "name", "organization"),
        note=Text("按印章上的全称填写。", "The full name as on the seal."),
    ),
    SheetColumn(
        "parent",
        Text("上级党组织", "Superior organization"),
        aliases=(
            "上级组织",
            "上级",
            "所属党委",
            "隶属党组织",
            "上级党组织名称",
            "上级党组织代码",
            "parent",
            "superior",
        ),
        last_resort=("乡镇", "所在乡镇", "所属乡镇", "乡镇街道", "乡镇名称", "township"),
        note=Text(
            "填上级的名称或代码；最上一级留空。", "The superior's name or code; empty for the topmost."
        ),
    ),
    SheetColumn(
        "type",
        Text("组织类别", "Type of organization"),
        CellKind.CHOICE,
        vocabulary.ORGANIZATION_TYPE,
        is_required=True,
        aliases=("党组织类别", "类别", "组织类型", "类型", "type"),
    ),
    SheetColumn(
        "level",
        Text("层级", "Level"),
        CellKind.CHOICE,
        vocabulary.LEVEL,
        is_required=True,
        aliases=("级别", "组织层级", "所在层级", "level"),
    ),
    SheetColumn(
        "field",
        Text("领域", "Field"),
        CellKind.CHOICE,
        vocabulary.FIELD,
        is_required=True,
        aliases=("所属领域", "领域类别", "行业领域", "field"),
    ),
    SheetColumn(
        "population",
        Text("人口数", "Population"),
        CellKind.COUNT,
        aliases=("总人口", "人口", "户籍人口", "常住人口", "人口总数", "population"),
    ),
    SheetColumn(
        "households",
        Text("户数", "Households"),
        CellKind.COUNT,
        aliases=("总户数", "农户数", "households"),
    ),
)

MEMBER_COLUMNS = (
    SheetColumn("name", Text("姓名", "Name"), CellKind.IGNORED, aliases=("党员姓名", "name")),
    SheetColumn(
        "identity_number",
        Text("公民身份号码", "Identity number"),
        CellKind.IDENTITY_NUMBER,
        aliases=("身份证号", "身份证号码", "身份证", "公民身份证号码", "identity number", "id number"),
        note=Text(
            "整列设为文本格式；只作核对，不进入快照。",
            "Keep the column as text; it is checked and then dropped.",
        ),
    ),
    SheetColumn("sex", Text("性别", "Sex"), CellKind.CHOICE, vocabulary.SEX, aliases=("sex", "gender")),
    SheetColumn(
        "ethnicity", Text("民族", "Ethnicity"), CellKind.CHOICE, vocabulary.ETHNICITY, aliases=("ethnicity",)
    ),
    SheetColumn(
        "birth_date",
        Text("出生日期", "Birth date"),
        CellKind.DAY,
        aliases=("出生年月", "出生年月日", "生日", "出生时间", "birth date", "birthday"),
    ),
    SheetColumn(
        "education",
        Text("学历", "Education"),
        CellKind.CHOICE,
        vocabulary.EDUCATION,
        aliases=("文化程度", "学历层次", "最高学历", "education"),
    ),
    SheetColumn(
        "occupation",
        Text("职业", "Occupation"),
        CellKind.CHOICE,
        vocabulary.OCCUPATION,
        aliases=("工作岗位", "occupation"),
    ),
    SheetColumn(
        "organization",
        Text("所在党组织", "Organization"),
        is_required=True,
        aliases=(
            "所在党支部",
            "所在支部",
            "所属党组织",
            "党支部",
            "所属支部",
            "所在党组织代码",
            "organization",
            "branch",
        ),
        note=Text("填名称或代码。", "The name or the code."),
    ),
    SheetColumn(
        "joined_date",
        Text("入党日期", "Joining date"),
        CellKind.DAY,
        aliases=("入党时间", "加入党组织日期", "入党年月", "joining date", "joined"),
    ),
    SheetColumn(
        "full_date",
        Text("转正日期", "Date of full membership"),
        CellKind.DAY,
        aliases=("转正时间", "转为正式党员日期"),
    ),
    SheetColumn(
        "status",
        Text("人员类别", "Membership status"),
        CellKind.CHOICE,
        vocabulary.MEMBER_STATUS,
        aliases=("党员类别", "政治面貌", "status"),
        note=Text("留空按正式党员。", "Empty means full member."),
    ),
    SheetColumn(
        "post",
        Text("党内职务", "Party post"),
        CellKind.CHOICE,
        vocabulary.POST,
        aliases=("职务", "党内任职", "担任职务", "post"),
        note=Text("没有职务的留空。", "Empty where there is none."),
    ),
    SheetColumn(
        "post_start", Text("任职日期", "In post since"), CellKind.DAY, aliases=("任职时间", "任现职时间")
    ),
    SheetColumn(
        "techniques",
        Text("掌握农业适用技术数", "Farming techniques mastered"),
        CellKind.COUNT,
        aliases=("掌握实用技术数", "实用技术", "农业技术数", "techniques"),
        note=Text("填门数，没有的填0。", "How many; 0 where none."),
    ),
    SheetColumn(
        "phone", Text("联系电话", "Phone"), CellKind.IGNORED, aliases=("手机", "手机号码", "电话", "phone")
    ),
)

_FLOATING = ChoiceSet(
    "floating",
    Text("流动党员", "Floating"),
    (
        Choice("out", Text("流出", "Gone elsewhere"), ("外出", "是", "外出流动")),
        Choice("in", Text("流入", "Come from elsewhere"), ("外来",)),
        Choice("none", Text("否", "No"), ("不是", "无")),
    ),
)
_IN_HARDSHIP = ChoiceSet(
    "hardship",
    Text("生活困难", "In hardship"),
    (
        Choice("yes", Text("是", "Yes"), ("困难", "有")),
        Choice("no", Text("否", "No"), ("不是", "不困难", "无")),
    ),
)

# What only a register of people keeps; no record has it. Read for those who may keep private things.
REGISTER_COLUMNS = (
    SheetColumn(
        "record",
        Text("记录号", "Record"),
        CellKind.IGNORED,
        note=Text(
            "系统导出的，不要改；新增的人留空。", "Given by the system; leave it, and empty for new people."
        ),
    ),
    SheetColumn(
        "address",
        Text("家庭住址", "Home address"),
        CellKind.IGNORED,
        aliases=("住址", "现居住地", "家庭地址"),
    ),
    SheetColumn(
        "floating",
        Text("流动党员", "Floating"),
        CellKind.CHOICE,
        _FLOATING,
        aliases=("是否流动", "流动情况", "是否为流动党员"),
    ),
    SheetColumn(
        "floating_since", Text("流动起始日期", "Floating since"), CellKind.DAY, aliases=("外出日期",)
    ),
    SheetColumn(
        "floating_place", Text("外出流向", "Where to or from"), CellKind.IGNORED, aliases=("流向", "流出地")
    ),
    SheetColumn(
        "hardship",
        Text("生活困难", "In hardship"),
        CellKind.CHOICE,
        _IN_HARDSHIP,
        aliases=("是否困难", "是否困难党员"),
    ),
    SheetColumn("hardship_since", Text("困难起始日期", "In hardship since"), CellKind.DAY),
)
