"""The value of a typed expression, node by node."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from guben.model.formula import ComparisonSign
from guben.model.scheme import Parameter
from guben.reference.others import Others
from guben.reference.records import Judged, Row
from guben.reference.values import (
    MISSING,
    NOT_APPLICABLE,
    Value,
    gap_in,
    is_known,
    number_in,
    rounded,
)
from guben.resolve.records import RecordField
from guben.typesystem.expressions import (
    Absolute,
    Aggregate,
    AllOf,
    AmongPeers,
    AnyOf,
    Averaged,
    Calculated,
    Chosen,
    Compared,
    Constant,
    Counted,
    CutOff,
    Day,
    DayOfYear,
    DaysBetween,
    Differing,
    Expression,
    Extreme,
    FieldValue,
    Gap,
    Inverted,
    Known,
    Looked,
    MeasureValue,
    Negated,
    OneOf,
    Outermost,
    OwnField,
    ParameterValue,
    PartPoints,
    PeerAverage,
    Peers,
    Provided,
    Quotient,
    Ranked,
    Records,
    Rounded,
    Shortfall,
    Totalled,
    WonParts,
)

_COMPARE: dict[ComparisonSign, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Facts(Protocol):
    """What formulas ask about an organization."""

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure."""

    def points(self, organization: str, path: str) -> Value:
        """Return the points of a part; not applicable if it is left out."""

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""

    def records(self, organization: str, records: Records) -> list[Judged]:
        """Return the records of a set that belong to the organization, each with whether the condition holds."""

    def field_of(self, row: Row, field: RecordField) -> Value:
        """Return a field of a record."""

    def is_handed_in(self, organization: str, records: Records) -> bool:
        """Return whether what is not among an organization's records did not happen."""

    def own(self, organization: str, column: str) -> str | None:
        """Return what an organization is, by a column."""

    def standing(self, organization: str, asked: AmongPeers) -> Value:
        """Return the place of an organization among its peers, how many they are, or their average."""

    def parameter(self, parameter: Parameter) -> Fraction:
        """Return the value of a parameter on the day of evaluation."""

    @property
    def as_of(self) -> int:
        """The day of evaluation, yyyymmdd."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a formula is computed: for an organization, and for one record inside a record set's condition."""

    facts: Facts
    organization: str
    row: Row | None = None

    def value(self, expression: Expression) -> Value:
        """Return the value of an expression."""
        match expression:
            # Each case is tried in turn, so what scoring rules are made of comes first.
            case Constant():
                return expression.value
            case MeasureValue():
                return self.facts.measure(self.organization, expression.measure.name)
            case Calculated():
                calculate = {"+": operator.add, "-": operator.sub, "*": operator.mul}[expression.sign]
                return self._from_numbers(calculate, expression.left, expression.right)
            case Compared():
                return self._from_numbers(_COMPARE[expression.sign], expression.left, expression.right)
            case Chosen():
                holds = self.value(expression.condition)
                if not is_known(holds):
                    return holds
                return self.value(expression.then if holds else expression.otherwise)
            case ParameterValue():
                return self.facts.parameter(expression.parameter)
            case PartPoints():
                return self.facts.points(self.organization, expression.path)
            case WonParts():
                return Fraction(self.facts.won_parts(self.organization))
            case OwnField():
                own = self.facts.own(self.organization, expression.name)
                return MISSING if own is None else own
            case Day():
                return Fraction(expression.value)
            case DayOfYear():
                return Fraction(expression.on(self.facts.as_of))
            case CutOff():
                return Fraction(self.facts.as_of)
            case DaysBetween():
                return self._from_numbers(
                    lambda start, end: Fraction(_day(end).toordinal() - _day(start).toordinal()),
                    expression.start,
                    expression.end,
                )
            case Ranked() | Peers() | PeerAverage():
                return self.facts.standing(self.organization, expression)
            case FieldValue():
                assert self.row is not None
                return self.facts.field_of(self.row, expression.field)
            case Looked():
                return self._looked(expression)
            case Counted():
                counted = self._values_of(expression.records, None)
                return counted if not isinstance(counted, list) else Fraction(len(counted))
            case Totalled():
                totalled = self._values_of(expression.records, expression.value)
                return totalled if not isinstance(totalled, list) else _sum(totalled)
            case Averaged():
                averaged = self._values_of(expression.records, expression.value)
                if not isinstance(averaged, list):
                    return averaged
                return _sum(averaged) / len(averaged) if averaged else NOT_APPLICABLE
            case Differing():
                differing = self._values_of(expression.records, expression.value)
                return differing if not isinstance(differing, list) else Fraction(len(set(differing)))
            case Outermost():
                choose = min if expression.is_least else max
                all_values = self._values_of(expression.records, expression.value)
                if not isinstance(all_values, list):
                    return all_values
                return choose(map(number_in, all_values)) if all_values else NOT_APPLICABLE
            case Provided():
                holds = self.value(expression.condition)
                if not is_known(holds):
                    return holds
                without = MISSING if expression.without is Gap.MISSING else NOT_APPLICABLE
                return self.value(expression.operand) if holds else without
            case Known():
                return is_known(self.value(expression.operand))
            case AllOf():
                return self._joined(expression.operands, decisive=False)
            case AnyOf():
                return self._joined(expression.operands, decisive=True)
            case Inverted():
                holds = self.value(expression.operand)
                return not holds if is_known(holds) else holds
            case OneOf():
                word = self.value(expression.operand)
                return word in expression.codes if is_known(word) else word
            case Negated():
                return self._from_numbers(lambda number: -number, expression.operand)
            case Absolute():
                return self._from_numbers(abs, expression.operand)
            case Rounded():
                digits, mode = expression.digits, expression.mode
                return self._from_numbers(lambda number: rounded(number, digits, mode), expression.operand)
            case Extreme():
                extreme: Callable[..., Fraction] = min if expression.is_least else max
                return self._from_numbers(lambda *numbers: extreme(numbers), *expression.operands)
            case Shortfall():
                return self._from_numbers(
                    lambda required, actual: max(Fraction(0), required - actual),
                    expression.required,
                    expression.actual,
                )
            case Quotient():
                if self.value(expression.right) == 0:
                    return NOT_APPLICABLE
                return self._from_numbers(operator.truediv, expression.left, expression.right)

    def _from_numbers(self, function: Callable[..., Fraction | bool], *operands: Expression) -> Value:
        values = [self.value(operand) for operand in operands]
        return gap_in(values) or function(*(number_in(value) for value in values))

    def _joined(self, operands: tuple[Expression, ...], *, decisive: bool) -> Value:
        values = [self.value(operand) for operand in operands]
        if decisive in values:
            return decisive
        return gap_in(values) or not decisive

    def _values_of(self, records: Records, value: Expression | None) -> list[Value] | Value:
        """Return the values of the records that count, 1 each where no value is asked for, or why there are none."""
        if records.set.is_register and not self.facts.is_handed_in(self.organization, records):
            return MISSING
        found: list[Value] = []
        for judged in self.facts.records(self.organization, records):
            each = (
                Fraction(1) if value is None else Here(self.facts, self.organization, judged.row).value(value)
            )
            is_left_out = judged.holds in (False, NOT_APPLICABLE) or each is NOT_APPLICABLE
            if not is_left_out:
                found.append(each if judged.holds is True else MISSING)
        return MISSING if MISSING in found else found

    def _looked(self, looked: Looked) -> Value:
        chosen = [
            each for each in self.facts.records(self.organization, looked.records) if each.holds is True
        ]
        values = [self.facts.field_of(each.row, looked.value.field) for each in chosen]
        known = [value for value in values if is_known(value)]
        return min(known, key=_order) if known else MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Here):
    """Where a formula is computed for an organization whose records are not at hand."""

    others: Others

    def value(self, expression: Expression) -> Value:
        """Return the value of an expression; what it asks of records is stored."""
        if isinstance(expression, Aggregate):
            return self.others.asked(self.organization, expression)
        return Here.value(self, expression)


def _sum(values: list[Value]) -> Fraction:
    return sum((number_in(value) for value in values), Fraction(0))


def _day(number: Fraction) -> date:
    whole = int(number)
    return date(whole // 10_000, whole // 100 % 100, whole % 100)


def _order(value: Value) -> Fraction | str:
    """Return what values of one field are ordered by: numbers by size, choices by code, false before true."""
    assert isinstance(value, Fraction | bool | str)
    return value if isinstance(value, str) else Fraction(value)
