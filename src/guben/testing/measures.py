"""Measures that a case expects: as it is written, as it is computed, as a finding says it."""

from fractions import Fraction

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.scheme import Given
from guben.model.values import Kind, ValueType
from guben.office.result_book import ResultRow
from guben.reference.values import MISSING, NOT_APPLICABLE, Value, rounded_half_away
from guben.testing.values import case_value

_MISSING, _NOT_APPLICABLE = Text("缺数据", "missing"), Text("不适用", "not applicable")
_YES, _NO = Text("是", "yes"), Text("否", "no")


def engine_values(row: ResultRow) -> dict[str, Value]:
    """Return the measures of a result row, with what is missing told from what is not applicable."""
    return {
        name: (NOT_APPLICABLE if name in row.not_applicable else MISSING) if value is None else value
        for name, value in row.measures.items()
    }


def expected_value(name: str, given: Given, type_: ValueType) -> Value:
    """Return the value that a case expects of a measure, as it is printed. Raises Refusal if the words are none."""
    value = case_value(name, given, type_)
    if value.is_missing or value.is_not_applicable:
        return MISSING if value.is_missing else NOT_APPLICABLE
    if type_.kind is Kind.YES_NO:
        return value.number == 1
    if value.number is not None:
        return shown_value(Fraction(value.number, 10**value.scale), type_)
    return value.choice or ""


def shown_value(value: Value, type_: ValueType) -> Value:
    """Return a value as it is printed: a case need not write 66.666…%."""
    if isinstance(value, Fraction) and type_.is_number:
        return rounded_half_away(value, type_.digits + (2 if type_.kind is Kind.PERCENT else 0))
    return value


def say_value(value: Value, type_: ValueType) -> object:
    """Return a value as a finding shows it."""
    if value is MISSING or value is NOT_APPLICABLE:
        return _MISSING if value is MISSING else _NOT_APPLICABLE
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Fraction):
        return f"{plain_number(value * 100)}%" if type_.kind is Kind.PERCENT else plain_number(value)
    return value
