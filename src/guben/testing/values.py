"""Words written in a case, as values."""

import re
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Finding, Refusal, Text, both
from guben.model.scheme import Given
from guben.model.values import Kind, ValueType
from guben.reading import is_clear_percent, parse_number
from guben.snapshot.tables import ReportedValue
from guben.testing import findings as codes
from guben.typesystem.types import say_kind

_TRUTH = {"yes": 1, "true": 1, "是": 1, "no": 0, "false": 0, "否": 0}
_MISSING = frozenset({"missing", "缺"})
NOT_APPLICABLE = frozenset({"not_applicable", "不适用"})
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class CaseValue:
    """A value of a case as a snapshot keeps it: an integer of a scale, or words, or neither."""

    number: int | None = None
    scale: int = 0
    choice: str | None = None
    is_not_applicable: bool = False
    is_missing: bool = False

    def reported(self, organization: str, measure: str) -> ReportedValue:
        """Return the row of a reported value."""
        return ReportedValue(
            organization, measure, "", self.number, self.scale, self.choice, self.is_not_applicable, "case"
        )


def case_value(name: str, given: Given, type_: ValueType) -> CaseValue:
    """Return the value that the words of a case are for a type. Raises Refusal if they are none."""
    words = given.words.strip()
    if words in _MISSING:
        return CaseValue(is_missing=True)
    if words in NOT_APPLICABLE:
        return CaseValue(is_not_applicable=True)
    if type_.kind is Kind.YES_NO:
        if words.casefold() in _TRUTH:
            return CaseValue(number=_TRUTH[words.casefold()])
        raise Refusal(_unreadable(name, given, both("yes, no")))
    if type_.kind is Kind.DATE:
        return CaseValue(number=case_day(name, given))
    if type_.choices is not None and type_.choices.is_open:
        return CaseValue(choice=words)
    if type_.choices is not None:
        code = type_.choices.understood().get(words.casefold())
        if code is None:
            raise Refusal(_unreadable(name, given, both(", ".join(type_.choices.codes))))
        return CaseValue(choice=code)
    if type_.kind is Kind.TEXT:
        return CaseValue(choice=words)
    number = parse_number(words)
    if type_.kind is Kind.PERCENT and not is_clear_percent(words):
        raise Refusal(_unreadable(name, given, both("85%")))
    scaled = None if number is None else number * 10**type_.scale
    if scaled is None or scaled.denominator != 1:
        raise Refusal(_unreadable(name, given, say_kind(type_.kind)))
    return CaseValue(number=scaled.numerator, scale=type_.scale)


def case_day(name: str, given: Given) -> int:
    """Return a day written yyyy-mm-dd as yyyymmdd. Raises Refusal if it is none."""
    match = _DAY.fullmatch(given.words.strip())
    if not match:
        raise Refusal(_unreadable(name, given, both("yyyy-mm-dd")))
    return int("".join(match.groups()))


def expected_number(name: str, given: Given) -> Fraction:
    """Return a number of points. Raises Refusal if it is none."""
    number = parse_number(given.words)
    if number is None:
        raise Refusal(_unreadable(name, given, say_kind(Kind.POINTS)))
    return number


def _unreadable(name: str, given: Given, expected: Text) -> Finding:
    return codes.UNREADABLE_IN_CASE.at(given.span, name=name, words=given.words, expected=expected)
