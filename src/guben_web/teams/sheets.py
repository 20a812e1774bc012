"""The sheets of posts and terms in a workbook: their columns."""

from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import FURTHER_POSTS, list_of
from guben_web.engine.workbooks import CellKind, Choice, ChoiceSet, SheetColumn, TableSheet
from guben_web.teams.enums import Outcome, Renewal, Way
from guben_web.words.language import text_of

# What offices call the posts that are kept beside those of the Party.
_FURTHER_WORDS = {
    "first_secretary": ("驻村第一书记", "党支部第一书记", "驻村（社区）第一书记"),
    "instructor": ("党建指导员", "驻村指导员", "选派的党建指导员"),
    "contact_leader": ("联系点领导", "包村领导", "联系村领导"),
    "village_head": ("村委会主任", "居委会主任", "村主任", "社区居委会主任"),
    "graduate_official": ("村官", "选调生村官"),
    "reserve_cadre": ("村级后备干部", "后备力量"),
}
_WAY_WORDS = {
    Way.ELECTED: ("选举产生", "换届选举"),
    Way.APPOINTED: ("上级任命", "委任"),
    Way.SENT: ("选派", "下派", "派驻"),
    Way.HIRED: ("选聘", "聘任", "返聘"),
    Way.CHOSEN: ("选拔", "公开选拔"),
}
_POST = ChoiceSet(
    "held_post",
    Text("职务", "Post"),
    (
        *list_of("post"),
        *(Choice(code, title, _FURTHER_WORDS.get(code, ())) for code, title in FURTHER_POSTS.items()),
    ),
)
_WAY = ChoiceSet(
    "way",
    Text("产生方式", "How it was come by"),
    tuple(Choice(each.value, text_of(each.label), _WAY_WORDS.get(each, ())) for each in Way),
)
_OUTCOME = ChoiceSet(
    "outcome",
    Text("去向", "What became of it"),
    tuple(Choice(each.value, text_of(each.label)) for each in Outcome),
)
_RENEWAL = ChoiceSet(
    "renewal",
    Text("产生方式", "How"),
    tuple(Choice(each.value, text_of(each.label)) for each in Renewal),
)
_ORGANIZATION = SheetColumn(
    "organization",
    Text("任职党组织", "Organization of the post"),
    CellKind.ORGANIZATION,
    is_required=True,
    aliases=("党组织", "党组织名称", "所在党组织", "任职组织", "任职支部", "所在党支部", "村党组织"),
    note=Text("在哪个党组织任职，填名称或代码。", "Where the post is, by name or code."),
)
# Who it is: the record as it was taken out, or the identity number, or the name where it is the only one.
_WHO = (
    SheetColumn(
        "record",
        Text("记录号", "Record"),
        aliases=("党员记录号",),
        note=Text("系统导出的，不要改；新增的行可以留空。", "Given by the system; may be empty in new rows."),
    ),
    SheetColumn(
        "identity_number",
        Text("公民身份号码", "Identity number"),
        CellKind.IDENTITY_NUMBER,
        aliases=("身份证号", "身份证号码", "身份证"),
        note=Text("同组织有同名的人时填写。", "Where a name is there twice."),
    ),
    SheetColumn("name", Text("姓名", "Name"), is_required=True, aliases=("党员姓名", "任职人员", "人员姓名")),
)
_HELD = SheetColumn(
    "post",
    Text("任职职务", "Post"),
    CellKind.CHOICE,
    _POST,
    is_required=True,
    aliases=("职务", "党内职务", "担任职务", "现任职务"),
)
POSTS = TableSheet(
    "posts",
    Text("任职", "Posts"),
    (
        *_WHO,
        _ORGANIZATION,
        _HELD,
        SheetColumn(
            "start",
            Text("任职日期", "In post since"),
            CellKind.DAY,
            aliases=("任职时间", "任现职时间", "任职起始日期"),
        ),
        SheetColumn(
            "end",
            Text("免职日期", "Until"),
            CellKind.DAY,
            aliases=("免职时间", "离任日期", "卸任日期"),
            note=Text("不再担任的填写；仍在任的留空。", "Where the post has ended; empty where it is held."),
        ),
        SheetColumn("way", Text("产生方式", "How it was come by"), CellKind.CHOICE, _WAY),
        SheetColumn("document", Text("任职文号", "Document"), aliases=("任免文号", "批准文号", "文号")),
        SheetColumn(
            "until",
            Text("任期至", "Meant until"),
            CellKind.DAY_TO_COME,
            aliases=("任期届满日期", "届满日期", "派驻期满日期"),
        ),
        SheetColumn(
            "outcome",
            Text("去向", "What became of it"),
            CellKind.CHOICE,
            _OUTCOME,
            aliases=("免职后去向", "离任去向"),
        ),
        SheetColumn("note", Text("任职说明", "Note on the post"), aliases=("说明", "备注")),
    ),
    aliases=(
        "任职名册",
        "任职表",
        "任职情况",
        "班子",
        "班子成员",
        "班子名册",
        "村干部",
        "村两委",
        "村两委干部",
        "两委班子",
        "干部名册",
    ),
)
TERMS = TableSheet(
    "terms",
    Text("换届", "Terms"),
    (
        _ORGANIZATION,
        SheetColumn(
            "elected_date",
            Text("选举日期", "Elected"),
            CellKind.DAY,
            is_required=True,
            aliases=("换届日期", "换届时间", "本届选举日期", "选举时间", "本届换届时间"),
        ),
        SheetColumn(
            "due_date",
            Text("应换届日期", "Next election due"),
            CellKind.DAY_TO_COME,
            is_required=True,
            aliases=("应换届时间", "下次换届日期", "届满日期", "届满时间"),
        ),
        SheetColumn(
            "how",
            Text("班子产生方式", "How the team came in"),
            CellKind.CHOICE,
            _RENEWAL,
            aliases=("产生方式",),
        ),
        SheetColumn("seats", Text("委员名额", "Seats"), CellKind.COUNT, aliases=("委员职数", "班子职数")),
        SheetColumn(
            "postponed_to", Text("批准延期至", "Postponed to"), CellKind.DAY_TO_COME, aliases=("延期至",)
        ),
        SheetColumn("document", Text("批复文号", "Document"), aliases=("文号",)),
    ),
    aliases=("换届情况", "换届表", "任期", "换届登记", "term"),
)
