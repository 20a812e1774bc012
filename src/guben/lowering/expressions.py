"""Typed expressions into SQL; what stands at their leaves is looked up in the columns at hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from sqlglot import exp

from guben.lowering import logic, nodes, numbers
from guben.lowering.integers import Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import LoweredCondition
from guben.lowering.numbers import LoweredNumber
from guben.model.values import Kind, ValueType
from guben.typesystem import expressions as typed

_NUMBER_ZERO = numbers.number(typed.constant(0).value)


@dataclass(frozen=True, slots=True)
class LoweredWord:
    """A choice or words; NULL where there is no value."""

    sql: exp.Expr
    na: exp.Expr | None = None


Lowered = LoweredNumber | LoweredCondition | LoweredWord
Leaf = (
    typed.MeasureValue
    | typed.OwnField
    | typed.FieldValue
    | typed.Aggregate
    | typed.Ranked
    | typed.Peers
    | typed.PeerAverage
    | typed.PartPoints
    | typed.WonParts
)


@dataclass(frozen=True, slots=True)
class Lowering:
    """Lowers expressions for a day yyyymmdd.

    `leaf` gives the columns that leaves stand for, `layers` keep what is computed on the way.
    """

    leaf: Callable[[Leaf], Lowered]
    as_of: int
    layers: Layers | None = None

    def number(self, node: typed.Expression) -> LoweredNumber:
        """Return an expression that is a number or a day."""
        lowered = self.any(node)
        assert isinstance(lowered, LoweredNumber)
        return lowered

    def condition(self, node: typed.Condition) -> LoweredCondition:
        """Return an expression that is a condition."""
        lowered = self.any(node)
        assert isinstance(lowered, LoweredCondition)
        return lowered

    def any(self, node: typed.Expression) -> Lowered:
        """Return an expression of whatever type."""
        lowered = self._lowered(node)
        return self._bound(lowered) if self.layers is not None else lowered

    def _bound(self, lowered: Lowered) -> Lowered:
        assert self.layers is not None
        bind = self.layers.bind
        na = None if lowered.na is None else bind(lowered.na)
        if not isinstance(lowered, LoweredNumber):
            return replace(lowered, sql=bind(lowered.sql), na=na)
        numerator = replace(lowered.numerator, sql=bind(lowered.numerator.sql))
        denominator = lowered.denominator
        if denominator is not None:
            denominator = replace(denominator, sql=bind(denominator.sql))
        return LoweredNumber(numerator, lowered.scale, denominator, na)

    def _lowered(self, node: typed.Expression) -> Lowered:
        match node:
            case typed.Constant():
                return numbers.number(node.value)
            case typed.ParameterValue():
                return numbers.number(node.parameter.on(self.as_of))
            case typed.Day():
                return numbers.number(Fraction(node.value))
            case typed.DayOfYear():
                return numbers.number(Fraction(node.on(self.as_of)))
            case typed.CutOff():
                return numbers.number(Fraction(self.as_of))
            case typed.DaysBetween():
                return numbers.days_between(self.number(node.start), self.number(node.end))
            case (
                typed.MeasureValue()
                | typed.OwnField()
                | typed.FieldValue()
                | typed.Looked()
                | typed.Counted()
                | typed.Totalled()
                | typed.Averaged()
                | typed.Differing()
                | typed.Outermost()
                | typed.Ranked()
                | typed.Peers()
                | typed.PeerAverage()
                | typed.PartPoints()
                | typed.WonParts()
            ):
                return self.leaf(node)
            case typed.Calculated() | typed.Quotient() | typed.Shortfall() | typed.Extreme():
                return self._arithmetic(node)
            case typed.Negated():
                return numbers.negate(self.number(node.operand))
            case typed.Absolute():
                return numbers.absolute(self.number(node.operand))
            case typed.Rounded():
                return numbers.rounded(self.number(node.operand), node.digits, node.mode)
            case typed.Provided():
                holds, operand = self.condition(node.condition), self.number(node.operand)
                return numbers.provided(holds, operand, is_missing=node.without is typed.Gap.MISSING)
            case typed.Chosen():
                condition = self.condition(node.condition)
                return numbers.choose(condition, self.number(node.then), self.number(node.otherwise))
            case _:
                return self._logic(node)

    def _arithmetic(
        self, node: typed.Calculated | typed.Quotient | typed.Shortfall | typed.Extreme
    ) -> LoweredNumber:
        match node:
            case typed.Calculated():
                left, right = self.number(node.left), self.number(node.right)
                if node.sign == "*":
                    return numbers.multiply(left, right)
                return numbers.add(left, right, is_difference=node.sign == "-")
            case typed.Quotient():
                return numbers.divide(self.number(node.left), self.number(node.right))
            case typed.Shortfall():
                gap = numbers.add(self.number(node.required), self.number(node.actual), is_difference=True)
                return numbers.extreme(_NUMBER_ZERO, gap, is_least=False)
            case typed.Extreme():
                operands = [self.number(each) for each in node.operands]
                return reduce(
                    lambda one, other: numbers.extreme(one, other, is_least=node.is_least), operands
                )

    def _logic(self, node: typed.Expression) -> LoweredCondition:
        match node:
            case typed.Compared():
                return numbers.compare(node.sign, self.number(node.left), self.number(node.right))
            case typed.OneOf():
                return self._one_of(node)
            case typed.AllOf():
                return logic.all_hold([self.condition(each) for each in node.operands])
            case typed.AnyOf():
                return logic.any_holds([self.condition(each) for each in node.operands])
            case typed.Inverted():
                return logic.inverted(self.condition(node.operand))
            case typed.Known():
                lowered = self.any(node.operand)
                sql = lowered.numerator.sql if isinstance(lowered, LoweredNumber) else lowered.sql
                return LoweredCondition(nodes.paren(nodes.not_(logic.is_null(sql))))
            case _:
                raise AssertionError(f"not a condition: {type(node).__name__}")

    def _one_of(self, node: typed.OneOf) -> LoweredCondition:
        word = self.any(node.operand)
        assert isinstance(word, LoweredWord)
        if not node.codes:
            never = nodes.case((nodes.not_(logic.is_null(word.sql)), exp.false()))
            return LoweredCondition(never, word.na)
        words = [exp.Literal.string(code) for code in node.codes]
        return LoweredCondition(nodes.paren(exp.In(this=word.sql, expressions=words)), word.na)


def stored_number(column: exp.Expr, declared: ValueType, na: exp.Expr | None = None) -> LoweredNumber:
    """Return the number that a column holds as an integer of the declared scale and bounds."""
    assert declared.low is not None and declared.high is not None
    factor = 10**declared.scale
    low, high = -(-declared.low * factor // 1), declared.high * factor // 1
    return LoweredNumber(Integer(column, int(low), int(high)), declared.scale, None, na)


def stored_day(column: exp.Expr, na: exp.Expr | None = None) -> LoweredNumber:
    """Return the day that a column holds as yyyymmdd."""
    return LoweredNumber(Integer(column, 0, 99_991_231), 0, None, na)


def stored(column: exp.Expr, declared: ValueType, na: exp.Expr | None = None) -> Lowered:
    """Return what a column of a declared type holds."""
    if declared.is_number:
        return stored_number(column, declared, na)
    if declared.kind is Kind.DATE:
        return stored_day(column, na)
    if declared.kind is Kind.YES_NO:
        return LoweredCondition(column, na)
    return LoweredWord(column, na)
