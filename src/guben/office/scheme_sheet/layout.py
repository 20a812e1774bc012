"""The sheets of a scheme and their columns: one row here is all that a new key of the language needs.

A key without a row here still goes out and comes back: in a column headed by the key itself, and where it holds more
than a word, as YAML between brackets in one cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guben.diagnostics import Language, Text
from guben.model.choices import ChoiceSet
from guben.model.keywords import KINDS, MISSING_POLICIES, PERIODS, REWARDS, STARTS, TRUTHS
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

    With `choices` its cells have their words instead of their codes.
    """

    key: str
    title: Text
    width: float = 14
    content: Content = Content.WORDS
    choices: ChoiceSet | None = None

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
    """A sheet: the key of the scheme or of a part whose rows it has."""

    key: str
    title: Text
    shape: Shape
    columns: tuple[Column, ...]

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
        Column("children", Text("下级制度", "Scheme of those below")),
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
        Column("applies", Text("适用条件", "Applies where"), 24),
        Column("pass", Text("满足即得满分的条件", "All points if"), 40),
        Column("linear.value", Text("按比例计分的数值", "In proportion to"), 24),
        Column("linear.from", Text("不得分线", "No points at"), 12),
        Column("linear.to", Text("满分线", "All points at"), 16),
        Column("computed", Text("得分公式", "Points are"), 30),
        Column("start", Text("计分行从满分还是0分起", "Lines start"), 10, choices=STARTS),
        Column("floor", Text("计分行最低分", "Lines: least"), 10, Content.NUMBER),
        Column("cap", Text("计分行最高分", "Lines: most"), 10, Content.NUMBER),
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
    ),
)
PARAMETERS = Layout(
    "parameters",
    Text("参数", "Parameters"),
    Shape.NAMED,
    (Column("value", Text("取值", "Value"), 12, Content.NUMBER), _TYPE, _ZH, _EN, _DIGITS, _BOUNDS),
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
    ),
)
GRADES = Layout(
    "grades",
    Text("等次", "Grades"),
    Shape.NAMED,
    (_ZH, _EN, Column("when", Text("条件（最后一个等次不填）", "If (none for the last)"), 46)),
)
VETOES = Layout(
    "vetoes",
    Text("一票否决", "Vetoes"),
    Shape.LISTED,
    (
        Column("if", Text("条件", "If"), 46),
        Column("grade", Text("最高等次", "Grade at best"), 16),
        Column("title.zh", _ZH.title, 34),
        Column("title.en", _EN.title, 34),
    ),
)
CASES = Layout(
    "cases",
    Text("算例", "Cases"),
    Shape.LISTED,
    (
        Column("name", Text("名称", "Name"), 40),
        Column("given", Text("已知数据", "Given"), 60, Content.ANY),
        Column("members", Text("已知党员", "Members given"), 40, Content.ANY),
        Column("workplace", Text("已知单位", "Workplace given"), 24, Content.ANY),
        Column("children", Text("已知下级组织", "Organizations below given"), 40, Content.ANY),
        Column("as_of", Text("截止日期", "As of"), 12),
        Column("expect", Text("应得", "Expected"), 40, Content.ANY),
    ),
)

PRINTED_SHEET = Text("考核评分表", "Scoring sheet")
# In the order of the workbook. What a scheme has no use for is an empty sheet to begin in.
LAYOUTS = (SETTINGS, PARTS, LINES, BANDS, PARAMETERS, MEASURES, GRADES, VETOES, CASES)


def unforeseen(key: str, shape: Shape) -> Layout:
    """Return the sheet of a key that has none in this table; it is called by the key."""
    return Layout(key, Text(key, key), shape, ())
