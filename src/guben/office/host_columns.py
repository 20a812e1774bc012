"""What only a register keeps of an organization: its key there, and the workplace that hosts it.

The headings are also those of the national collection sheets of organizations and their workplaces.
"""

from guben.diagnostics import Text
from guben.model import vocabulary
from guben.model.choices import Choice, ChoiceSet
from guben.office.columns import CellKind, SheetColumn

# What the national collection sheets call the kinds of workplaces.
_HOST_KIND_WORDS = {
    "community": ("社区", "居委会", "社区居民委员会"),
    "agency": ("党政机关", "机关法人"),
    "public_institution": ("事业法人",),
    "state_enterprise": ("公有制企业", "国有控股企业", "公有经济控制企业"),
    "nonpublic_enterprise": ("非公企业", "非公有经济控制企业", "民营企业"),
    "social_organization": ("社会团体", "民办非企业单位", "社会服务机构", "基金会"),
    "school": ("高校", "高等学校", "普通中小学"),
}
HOST_KIND = ChoiceSet(
    "host_kind",
    Text("单位类别", "Kind of the workplace"),
    (
        Choice("village", Text("村", "Village"), ("建制村", "行政村", "农村", "村民委员会")),
        *(
            Choice(each.code, each.title, (*each.aliases, *_HOST_KIND_WORDS.get(each.code, ())))
            for each in vocabulary.FIELD
            if each.code != "rural"
        ),
        Choice("rural", Text("农村其他单位", "Other rural workplace")),
    ),
)
COVER = ChoiceSet(
    "cover",
    Text("组建方式", "How it is covered"),
    (
        Choice(
            "OWN",
            Text("单独组建", "Its own"),
            (
                "单独",
                "单独建立",
                "建立党委",
                "建立党总支",
                "建立总支部",
                "建立党支部",
                "建立支部",
                "法人单位",
            ),
        ),
        Choice(
            "JOINT",
            Text("联合组建", "Joint with others"),
            ("联合", "联合建立", "联合支部", "联合党支部", "建立联合支部", "建立联合党支部"),
        ),
        Choice("ATTACHED", Text("挂靠组建", "Attached to another"), ("挂靠",)),
    ),
)

# What only a register keeps of an organization: its key there, and the workplace that hosts it.
HOST_COLUMNS = (
    SheetColumn(
        "record",
        Text("记录号", "Record"),
        note=Text(
            "系统导出的，不要改；新增的组织留空。",
            "Given by the system; leave it, and empty for new organizations.",
        ),
    ),
    SheetColumn(
        "host_name",
        Text("单位名称", "Workplace"),
        aliases=("所在单位名称", "所在单位", "法人单位名称"),
        note=Text(
            "所在单位与党组织同名的可以留空。", "May be empty where it is called what the organization is."
        ),
    ),
    SheetColumn(
        "host_credit_code",
        Text("统一社会信用代码", "Unit credit code"),
        aliases=("单位统一社会信用代码", "信用代码", "法人单位统一社会信用代码", "统一信用代码"),
    ),
    SheetColumn(
        "host_kind",
        Text("单位性质类别", "Kind of the workplace"),
        CellKind.CHOICE,
        HOST_KIND,
        aliases=("单位类别", "单位性质", "法人单位性质类别", "单位类型"),
    ),
    SheetColumn(
        "host_cover",
        Text("单位建立党组织情况", "How the workplace is covered"),
        CellKind.CHOICE,
        COVER,
        aliases=("组建方式", "建立党组织情况", "党组织组建方式", "法人单位建立党组织情况"),
    ),
    SheetColumn(
        "host_staff",
        Text("职工数", "Staff"),
        CellKind.COUNT,
        aliases=("在岗职工数", "职工人数", "从业人员数"),
    ),
    # Of the national collection sheets, not kept here: the secretary stands among the posts.
    SheetColumn(
        "secretary", Text("党组织书记", "Secretary"), CellKind.IGNORED, aliases=("书记姓名", "党组织书记姓名")
    ),
    SheetColumn(
        "contact", Text("联系人", "Contact"), CellKind.IGNORED, aliases=("党组织联系人", "联系人姓名")
    ),
    SheetColumn(
        "contact_phone",
        Text("联系电话", "Telephone"),
        CellKind.IGNORED,
        aliases=("党组织联系电话", "联系人电话", "办公电话"),
    ),
    SheetColumn(
        "situation",
        Text("党组织所在单位情况", "Situation of the workplace"),
        CellKind.IGNORED,
        aliases=("所在单位情况",),
    ),
)
