"""What a declaration of a scheme says, attribute by attribute, in words: one row here is all that a new attribute needs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text, both
from guben.model.choices import ChoiceSet
from guben.model.exact import plain_number
from guben.model.keywords import MISSING_POLICIES, PERIODS, REWARDS
from guben.model.meaning import meaning_of
from guben.model.scheme import Collected, MissingPolicy, Period, Reward, Scope, SourceKind
from guben.model.values import DEFAULT_BOUNDS, ValueType
from guben.model.vocabulary import FIELD, LEVEL
from guben.phrasing import say_number
from guben.typesystem.types import say_kind

_LABELS = {
    "title": Text("名称", "title"),
    "points": Text("分值", "points"),
    "rewards": Text("导向", "rewards"),
    "missing": Text("缺数据时", "without figures"),
    "is_capped": Text("下级可超过本级分值", "parts may exceed the points"),
    "used": Text("使用的台账", "ledgers used"),
    "later": Text("以后的取值", "later values"),
    "is_of_subtree": Text("下级的记录也算", "entries below count"),
    "fields": Text("记录的内容", "fields"),
    "won": Text("达标条件", "won if"),
    "applies": Text("适用条件", "applies where"),
    "look_at": Text("查看材料", "look at"),
    "scored_by": Text("评分单位", "scored by"),
    "scoring": Text("计分办法", "rule"),
    "value": Text("取值", "value"),
    "type": Text("类型", "type"),
    "source": Text("来源", "source"),
    "aliases": Text("其他列名", "other headings"),
    "is_sensitive": Text("关于个人，不公开", "about a single person, not published"),
    "condition": Text("条件", "condition"),
    "grade": Text("等次", "grade"),
    "version": Text("版本", "version"),
    "scope": Text("考核范围", "for"),
    "total": Text("满分", "total"),
    "period": Text("考核周期", "how often"),
    "digits": Text("得分小数位", "decimals of points"),
    "name": Text("代号", "name"),
    "children": Text("下级制度", "scheme of those below"),
}
_SOURCES: dict[SourceKind, Text] = {
    SourceKind.REPORT: Text("填报", "reported"),
    SourceKind.BALLOT: Text("测评", "ballot"),
    SourceKind.INSPECTION: Text("检查", "inspection"),
    SourceKind.EXAM: Text("考试", "exam"),
    SourceKind.DEPARTMENT: Text("部门提供", "department"),
    SourceKind.JUDGED: Text("评定", "judged"),
    SourceKind.PREVIOUS: Text("上期", "previous period"),
}
_LISTS: Mapping[type[StrEnum], ChoiceSet] = {
    Reward: REWARDS,
    MissingPolicy: MISSING_POLICIES,
    Period: PERIODS,
}
_YES, _NO = Text("是", "yes"), Text("否", "no")
_COLLECTED = Text("{kind}（{detail}）", "{kind} ({detail})")
_RANGE = Text("{kind}，{low}至{high}", "{kind}, {low} to {high}")
_SCOPE = Text("{level}（{fields}）", "{level} ({fields})")
_DECIMALS = Text("，{digits}位小数", ", {digits} decimals")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: what it is called, something equal for what says the same, and its words; None where it is unset."""

    label: Text
    meaning: object
    words: Text | None


def attributes(
    declared: object, phrased: Mapping[str, Text | None] | None = None, without: tuple[str, ...] = ()
) -> dict[str, Attribute]:
    """Return the attributes of a declaration by name; `phrased` has the words of those that are formulas."""
    assert is_dataclass(declared)
    found = {}
    for each in fields(declared):
        value = getattr(declared, each.name)
        if each.name in without or isinstance(value, SourceSpan):
            continue
        words = (phrased or {}).get(each.name) or say(value)
        label = _LABELS.get(each.name, both(each.name))
        found[each.name] = Attribute(label, meaning_of(value), words)
    return found


def say(value: object) -> Text | None:
    """Return a value of a declaration in words; None where there is nothing to say."""
    match value:
        case None | "" | ():
            return None
        case Text():
            return value
        case bool():
            return _YES if value else _NO
        case Fraction():
            return both(plain_number(value))
        case StrEnum():
            return _code(value)
        case ValueType():
            return _type(value)
        case Collected():
            return _COLLECTED.filled(
                kind=_SOURCES.get(value.kind, both(value.kind.value)), detail=value.detail
            )
        case Scope():
            level = LEVEL[value.level].title
            kinds = [FIELD[field].title for field in value.fields]
            return _SCOPE.filled(level=level, fields=kinds) if kinds else level
        case tuple():
            said = [say(each) for each in value]
            return both("{each}").filled(each=[each for each in said if each])
        case _:
            return both(str(value)) if isinstance(value, str | int) else None


def _code(code: StrEnum) -> Text:
    choices = _LISTS.get(type(code))
    return choices[code.value].title if choices else both(code.value)


def _type(type_: ValueType) -> Text:
    kind = say_kind(type_.kind)
    if type_.choices:
        return Text("{kind}：{choices}", "{kind}: {choices}").filled(
            kind=kind, choices=[each.title for each in type_.choices]
        )
    usual = DEFAULT_BOUNDS.get(type_.kind)
    if type_.low is not None and type_.high is not None and (type_.low, type_.high) != usual:
        low, high = (say_number(each, type_.kind, 12) for each in (type_.low, type_.high))
        kind = _RANGE.filled(kind=kind, low=low, high=high)
    decimals = _DECIMALS.filled(digits=type_.digits) if type_.digits else Text("", "")
    return Text(kind.zh + decimals.zh, kind.en + decimals.en)
