"""The sheets of a scheme and their columns: one row here is all that a new key of the language needs.

A key without a row here still goes out and comes back: in a column headed by the key itself, and where it holds more
than a word, as YAML between brackets in one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guben.diagnostics import Language, Text
from guben.model.choices import ChoiceSet
from guben.model.keywords import (
    CUT_OFFS,
    EDGES,
    KINDS,
    MISSING_POLICIES,
    ORDERS,
    PARTIALS,
    PERIODS,
    QUOTA_BASES,
    QUOTA_KINDS,
    RANK_TIES,
    REWARDS,
    ROUNDINGS,
    STARTS,
    TRUTHS,
)
from guben.model.vocabulary import FIELD, LEVEL

# What stands between the words of a list in one cell.
BETWEEN = "、"


class Content(StrEnum):
    """What the cells of a column hold."""

    WORDS = "words"  # taken literally
    NUMBER = "number"  # a number in Excel where it is one
    LIST = "list"  # words with 、 between them
    ANY = "any"  # a word, or YAML between brackets


class Shape(StrEnum):
    """How the rows of a sheet belong to the scheme."""

    SETTINGS = "settings"  # each row is one key of the scheme itself
    PARTS = "parts"  # each row is a part, named by its path
    NAMED = "named"  # each row has a name
    LISTED = "listed"  # the order of the rows is all there is
    OF_PARTS = "of_parts"  # each row belongs to the list of a part


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key it holds, dotted where it is inside another, what stands above it, how wide it is.

    With `choices` its cells have their words instead of their codes. A column that `is_rare` is hidden while empty.
    """

    key: str
    title: Text
    width: float = 14
    content: Content = Content.WORDS
    choices: ChoiceSet | None = None
    is_rare: bool = False

    def said(self, words: str, language: Language) -> str:
        """Return the words of a cell with those of a closed list for its codes; anything else as it is."""
        if self.choices is None:
            return words
        codes = words.split(BETWEEN) if self.content is Content.LIST else [words]
        titles = (self.choices[each].title.say(language) if each in self.choices else each for each in codes)
        return BETWEEN.join(titles)

    def code_of(self, word: str) -> str:
        """Return the code that a word of a closed list, in either language, stands for; anything else as it is."""
        return self.choices.understood().get(word.casefold(), word) if self.choices else word


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: the key of the scheme or of a part whose rows it has. One that `is_rare` is hidden while empty."""

    key: str
    title: Text
    shape: Shape
    columns: tuple[Column, ...]
    is_rare: bool = False

    @property
    def name_column(self) -> Column | None:
        """The column that says which row this is, or which part it belongs to."""
        return NAME_COLUMNS.get(self.shape)

    def column(self, key: str) -> Column:
        """Return the column of a key; one that is not foreseen is headed by the key."""
        known = (each for each in self.columns if each.key == key)
        return next(known, Column(key, Text(key, key), 18, Content.ANY))

    def goes_inside(self, key: str) -> bool:
        """Return whether there are columns for what is inside a key."""
        return any(each.key.startswith(f"{key}.") for each in self.columns)


# A key in a sheet never begins so, and Excel takes it for text.
NAME_COLUMNS: Mapping[Shape, Column] = {
    Shape.SETTINGS: Column("$key", Text("代号", "Key"), 16),
    Shape.PARTS: Column("$part", Text("代号", "Part"), 24),
    Shape.NAMED: Column("$name", Text("代号", "Name"), 26),
    Shape.OF_PARTS: Column("$part", Text("所属指标", "Part"), 24),
}
LABEL_COLUMN = Column("$label", Text("项目", "Item"), 28)
NOTE_COLUMN = Column("$note", Text("备注", "Note"), 40)
VALUE_COLUMN = Column("$value", Text("内容", "Content"), 60)

_ZH, _EN = Column("title.zh", Text("中文名称", "Chinese title"), 34), Column("title.en", Text("英文名称", "English title"), 34)  # fmt: skip
_LOOK_AT = (
    Column("look_at.zh", Text("查看材料", "Look at (Chinese)"), 22),
    Column("look_at.en", Text("查看材料（英文）", "Look at"), 22),
)
_TYPE = Column("type", Text("类型", "Type"), 10, choices=KINDS)
_DIGITS = Column("digits", Text("小数位", "Decimals"), 8, Content.NUMBER)
_BOUNDS = Column("bounds", Text("范围", "Bounds"), 16)

SETTINGS = Layout(
    "",
    Text("制度", "Scheme"),
    Shape.SETTINGS,
    (
        Column("scheme", Text("制度代号", "Scheme")),
        Column("version", Text("版本", "Version")),
        Column("title.zh", Text("中文名称", "Chinese title")),
        Column("title.en", Text("英文名称", "English title")),
        Column("for.level", Text("考核层级", "Level evaluated"), choices=LEVEL),
        Column(
            "for.fields",
            Text("考核领域（不填为全部）", "Fields evaluated (empty: all)"),
            14,
            Content.LIST,
            FIELD,
        ),
        Column("period", Text("考核周期", "How often"), choices=PERIODS),
        Column("digits", Text("得分小数位（不填为2）", "Decimals of points (empty: 2)"), 14, Content.NUMBER),
        Column(
            "missing",
            Text("缺数据时（不填为不得分）", "Without figures (empty: no points)"),
            choices=MISSING_POLICIES,
        ),
        Column("total", Text("满分", "Total"), 14, Content.NUMBER),
        Column("capped", Text("加分后以满分为限", "Bonus never beyond the total"), choices=TRUTHS),
        Column("children", Text("下级制度", "Scheme of those below")),
        Column("uses", Text("使用的台账", "Ledgers used"), content=Content.LIST),
        Column("raters", Text("评分人和权重", "Raters with weights"), 14, Content.ANY),
    ),
)
PARTS = Layout(
    "parts",
    Text("指标", "Parts"),
    Shape.PARTS,
    (
        _ZH,
        _EN,
        Column("points", Text("分值", "Points"), 8, Content.NUMBER),
        Column("rewards", Text("导向", "Rewards"), 10, choices=REWARDS),
        Column("applies", Text("适用条件", "Applies where"), 24, is_rare=True),
        Column("pass", Text("满足即得满分的条件", "All points if"), 40),
        Column("linear.value", Text("按比例计分的数值", "In proportion to"), 24),
        Column("linear.from", Text("不得分线", "No points at"), 12),
        Column("linear.to", Text("满分线", "All points at"), 16),
        Column("computed", Text("得分公式", "Points are"), 30, is_rare=True),
        Column("start", Text("计分行从满分还是0分起", "Lines start"), 10, choices=STARTS),
        Column("floor", Text("计分行最低分", "Lines: least"), 10, Content.NUMBER, is_rare=True),
        Column("cap", Text("计分行最高分", "Lines: most"), 10, Content.NUMBER, is_rare=True),
        Column("judged", Text("由谁评定", "Judged by"), 16, Content.ANY, is_rare=True),
        Column("raters", Text("评分人和权重", "Raters with weights"), 22, Content.ANY, is_rare=True),
        Column("rank.value", Text("排名依据", "Ranked by"), 20, is_rare=True),
        Column("rank.order", Text("排名顺序", "Order of the rank"), 12, choices=ORDERS, is_rare=True),
        Column("rank.then", Text("相同再按", "Equals ranked by"), 20, is_rare=True),
        Column("rank.within", Text("排名范围", "Ranked within"), 12, Content.ANY, is_rare=True),
        Column("rank.ties", Text("并列名次", "Equals share"), 12, choices=RANK_TIES, is_rare=True),
        Column("rank.places", Text("各名次得分", "Points of places"), 30, Content.ANY, is_rare=True),
        Column("ballot.of", Text("票决题目", "Question voted on"), 18, is_rare=True),
        Column("ballot.weights", Text("各选项权重", "Weights of options"), 24, Content.ANY, is_rare=True),
        Column(
            "capped",
            Text("下级可超过本级分值", "Parts may exceed the points"),
            12,
            choices=TRUTHS,
            is_rare=True,
        ),
        Column("won", Text("达标条件", "Won if"), 20),
        Column("missing", Text("缺数据时", "Without figures"), 12, choices=MISSING_POLICIES),
        *_LOOK_AT,
        Column("by.zh", Text("评分单位", "Scored by (Chinese)"), 16),
        Column("by.en", Text("评分单位（英文）", "Scored by"), 16),
    ),
)
LINES = Layout(
    "lines",
    Text("计分行", "Lines"),
    Shape.OF_PARTS,
    (
        Column("plus", Text("加分", "Plus"), 8, Content.NUMBER),
        Column("minus", Text("扣分", "Minus"), 8, Content.NUMBER),
        Column("zero", Text("计0分", "Zero"), 8, choices=TRUTHS),
        Column("if", Text("条件", "If"), 46),
        Column("each", Text("每一个（次）", "For each"), 46),
        Column("per", Text("每多（少）", "For every"), 12, is_rare=True),
        Column("value", Text("数值", "Value"), 20, is_rare=True),
        Column("over", Text("超过", "Beyond"), 12, is_rare=True),
        Column("under", Text("低于", "Short of"), 12, is_rare=True),
        Column("partial", Text("不足一个单位的", "Part of a step"), 14, choices=PARTIALS, is_rare=True),
        Column("judged", Text("由谁酌定", "Judged by"), 12, Content.ANY, is_rare=True),
        Column("at_most", Text("最多", "At most"), 8, Content.NUMBER, is_rare=True),
        Column("group", Text("不重复计的组", "Group that does not add up"), 14, is_rare=True),
        Column("title.zh", Text("名称", "Title (Chinese)"), 20, is_rare=True),
        Column("title.en", Text("名称（英文）", "Title"), 20, is_rare=True),
        *_LOOK_AT,
    ),
)
BANDS = Layout(
    "bands",
    Text("分档", "Bands"),
    Shape.OF_PARTS,
    (
        Column("points", Text("得分", "Points"), 8, Content.NUMBER),
        Column("if", Text("条件（不填为其余情况）", "If (empty: otherwise)"), 60),
        Column("within", Text("档内怎样给分", "Points within the band"), 40, Content.ANY, is_rare=True),
    ),
)
PARAMETERS = Layout(
    "parameters",
    Text("参数", "Parameters"),
    Shape.NAMED,
    (
        Column("value", Text("取值", "Value"), 12, Content.NUMBER),
        _TYPE,
        _ZH,
        _EN,
        _DIGITS,
        _BOUNDS,
        Column("from", Text("以后的取值", "Later values"), 24, Content.ANY),
    ),
)
MEASURES = Layout(
    "measures",
    Text("数据项", "Measures"),
    Shape.NAMED,
    (
        _ZH,
        _EN,
        _TYPE,
        _DIGITS,
        _BOUNDS,
        Column("choices", Text("选项", "Choices"), 18, Content.ANY),
        Column("ordered", Text("选项有高低", "Ordered"), 10, choices=TRUTHS),
        Column("derive", Text("由记录推算的公式", "Derived by"), 46),
        Column("report.period", Text("填报周期", "Reported each"), 10, choices=PERIODS),
        Column("ballot", Text("测评", "Ballot"), 20, Content.ANY),
        Column("inspection", Text("检查", "Inspection"), 20, Content.ANY),
        Column("exam", Text("考试", "Exam"), 16, Content.ANY),
        Column("department", Text("部门提供", "Department"), 16, Content.ANY),
        Column("aliases", Text("其他列名", "Other headings"), 30, Content.LIST),
        Column(
            "sensitive", Text("关于个人，不公开", "About a single person"), 14, choices=TRUTHS, is_rare=True
        ),
    ),
)
GRADES = Layout(
    "grades",
    Text("等次", "Grades"),
    Shape.NAMED,
    (_ZH, _EN, Column("when", Text("条件（最后一个等次不填）", "If (none for the last)"), 46)),
)


def _limits(key: str, title: Text, grade: Column, *, is_rare: bool = True) -> Layout:
    columns = (Column("if", Text("条件", "If"), 46), grade, _ZH, _EN)
    return Layout(key, title, Shape.LISTED, columns, is_rare)


VETOES = _limits(
    "vetoes",
    Text("一票否决", "Vetoes"),
    Column("grade", Text("最高等次", "Grade at best"), 16),
    is_rare=False,
)
CEILINGS = _limits(
    "ceilings", Text("封顶", "Ceilings"), Column("at_most", Text("最高等次", "Grade at most"), 16)
)
FLOORS = _limits("floors", Text("保底", "Floors"), Column("at_least", Text("最低等次", "Grade at least"), 16))
_QUANTITY = (
    Column("share", Text("比例", "Share"), 10, Content.NUMBER),
    Column("number", Text("个数", "Number"), 8, Content.NUMBER),
    Column("rounding", Text("取整", "Rounding"), 12, choices=ROUNDINGS),
    Column("at_least", Text("至少个数", "At least"), 8, Content.NUMBER),
    Column("within", Text("范围", "Within"), 14, Content.ANY),
    Column("then", Text("同分再按", "Equals by"), 20, is_rare=True),
    Column("ties", Text("末位并列", "Equals at the border"), 12, choices=EDGES),
)
QUOTAS = Layout(
    "quotas",
    Text("比例控制", "Quotas"),
    Shape.LISTED,
    (
        Column("grades", Text("等次", "Grades"), 24, Content.LIST),
        Column("kind", Text("控制方式", "Kind"), 12, choices=QUOTA_KINDS),
        *_QUANTITY,
        Column("of", Text("基数", "Share of"), 14, choices=QUOTA_BASES),
        Column("cut_off", Text("分数线和名额", "Conditions or places"), 16, choices=CUT_OFFS),
        _ZH,
        _EN,
    ),
    is_rare=True,
)
TAILS = Layout(
    "tails",
    Text("名单", "Lists"),
    Shape.NAMED,
    (
        _ZH,
        _EN,
        Column("order", Text("排序", "Order"), 20),
        *_QUANTITY,
        Column("if", Text("到上限的条件", "Up to the most if"), 30),
        Column("also", Text("凡…都列入", "Also everybody where"), 40),
    ),
    is_rare=True,
)
JUDGES = Layout(
    "judges",
    Text("评分人", "Judges"),
    Shape.NAMED,
    (Column("zh", _ZH.title, 24), Column("en", _EN.title, 24)),
    is_rare=True,
)
LEDGERS = Layout(
    "ledgers",
    Text("台账", "Ledgers"),
    Shape.NAMED,
    (
        _ZH,
        _EN,
        Column("subtree", Text("下级的记录也算", "Entries below count"), 16, choices=TRUTHS, is_rare=True),
        Column("fields", Text("记录的内容", "Fields"), 60, Content.ANY),
    ),
    is_rare=True,
)
CASES = Layout(
    "cases",
    Text("算例", "Cases"),
    Shape.LISTED,
    (
        Column("name", Text("名称", "Name"), 40),
        Column("given", Text("已知数据", "Given"), 60, Content.ANY),
        Column("organization", Text("已知组织", "Organization given"), 24, Content.ANY, is_rare=True),
        Column("members", Text("已知党员", "Members given"), 40, Content.ANY),
        Column("workplace", Text("已知单位", "Workplace given"), 24, Content.ANY),
        Column("children", Text("已知下级组织", "Organizations below given"), 40, Content.ANY),
        Column("peers", Text("已知同级组织", "Peers given"), 40, Content.ANY, is_rare=True),
        Column("ledgers", Text("已知台账", "Ledgers given"), 40, Content.ANY, is_rare=True),
        Column("tallies", Text("已知票数", "Votes given"), 30, Content.ANY, is_rare=True),
        Column("as_of", Text("截止日期", "As of"), 12),
        Column("expect", Text("应得", "Expected"), 40, Content.ANY),
    ),
)

PRINTED_SHEET = Text("考核评分表", "Scoring sheet")
# In the order of the workbook. What a scheme has no use for is an empty sheet to begin in.
LAYOUTS = (
    *(SETTINGS, PARTS, LINES, BANDS, PARAMETERS, MEASURES, JUDGES, LEDGERS),
    *(GRADES, VETOES, CEILINGS, QUOTAS, FLOORS, TAILS, CASES),
)


def unforeseen(key: str, shape: Shape) -> Layout:
    """Return the sheet of a key that has none in this table; it is called by the key."""
    return Layout(key, Text(key, key), shape, ())
