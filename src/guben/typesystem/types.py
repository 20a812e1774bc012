"""The types of formulas. Numbers carry a unit and bounds; bounds are exact and inclusive."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.choices import ChoiceSet
from guben.model.values import Kind, ValueType

NEUTRAL_KINDS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT})

_KIND_WORDS = {
    Kind.POINTS: Text("分值", "points"),
    Kind.PERCENT: Text("百分比", "a percentage"),
    Kind.COUNT: Text("数量", "a count"),
    Kind.NUMBER: Text("数", "a number"),
    Kind.YUAN: Text("金额（元）", "an amount in yuan"),
    Kind.AREA: Text("面积（平方米）", "an area in m²"),
    Kind.AGE: Text("年龄（岁）", "an age in years"),
    Kind.DURATION: Text("时长（天）", "a duration in days"),
    Kind.YES_NO: Text("是或否", "yes or no"),
    Kind.CHOICE: Text("选项", "a choice"),
    Kind.DATE: Text("日期", "a date"),
    Kind.TEXT: Text("文字", "text"),
}


class RoundingMode(StrEnum):
    """Where a number goes that lies between two that have the digits: to the nearer, toward zero, or away from it."""

    HALF_AWAY = "half_away"
    TOWARD_ZERO = "toward_zero"
    FROM_ZERO = "from_zero"


@dataclass(frozen=True, slots=True)
class NumberType:
    """A number of a kind between two bounds."""

    kind: Kind
    low: Fraction
    high: Fraction

    def say(self) -> Text:
        """Return what a finding calls it."""
        return _KIND_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class ConditionType:
    """True, false, or not known."""

    def say(self) -> Text:
        """Return what a finding calls it."""
        return Text("条件", "a condition")


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """A value out of a list."""

    choices: ChoiceSet

    def say(self) -> Text:
        """Return what a finding calls it."""
        return Text(f"{self.choices.title.zh}（选项）", f"the choice '{self.choices.title.en}'")


@dataclass(frozen=True, slots=True)
class DayType:
    """A day."""

    def say(self) -> Text:
        """Return what a finding calls it."""
        return _KIND_WORDS[Kind.DATE]


@dataclass(frozen=True, slots=True)
class TextType:
    """Words; they cannot be computed with."""

    def say(self) -> Text:
        """Return what a finding calls it."""
        return _KIND_WORDS[Kind.TEXT]


Type = NumberType | ConditionType | ChoiceType | DayType | TextType


def type_of_values(declared: ValueType) -> Type:
    """Return the type that values of a declared type have in formulas."""
    if declared.is_number:
        assert declared.low is not None and declared.high is not None
        return NumberType(declared.kind, declared.low, declared.high)
    if declared.kind is Kind.CHOICE:
        assert declared.choices is not None
        return ChoiceType(declared.choices)
    others: dict[Kind, Type] = {Kind.YES_NO: ConditionType(), Kind.DATE: DayType(), Kind.TEXT: TextType()}
    return others[declared.kind]


def say_kind(kind: Kind) -> Text:
    """Return what a finding calls values of a kind."""
    return _KIND_WORDS[kind]
