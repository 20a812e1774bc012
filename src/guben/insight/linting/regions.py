"""Where conditions hold: tried at every point where the answer can change.

A condition is a combination of comparisons of figures with fixed numbers. Between two neighbouring fixed numbers no
answer changes, so the numbers themselves, one figure between each two, and the bounds stand for all figures there are.
Figures are taken to vary freely: what never holds then never holds at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, product
from math import floor

from guben.model.formula import ComparisonSign
from guben.model.scheme import Collected
from guben.typesystem.expressions import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    Constant,
    Counted,
    Expression,
    Inverted,
    Known,
    MeasureValue,
    OneOf,
    ParameterValue,
    WonParts,
)
from guben.typesystem.types import ChoiceType, NumberType

# More points than this are not tried; nothing is said of such conditions.
_MOST_POINTS = 20_000
_TURNED: dict[ComparisonSign, ComparisonSign] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "<>": "<>",
}

# None is a figure that is missing or not applicable; what depends on it neither holds nor fails.
Value = Fraction | bool | str | None


@dataclass(slots=True)
class Variable:
    """A figure, a choice or a truth that conditions speak of, and the values to try, in order."""

    expression: Expression
    cuts: set[Fraction] = field(default_factory=set)
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Regions:
    """The points that were tried, and which of the conditions hold at each."""

    variables: tuple[Variable, ...]
    points: tuple[tuple[Value, ...], ...]
    holding: tuple[tuple[bool | None, ...], ...]

    @property
    def line(self) -> Variable | None:
        """The figure that all conditions speak of, where there is only one."""
        is_single = len(self.variables) == 1 and isinstance(self.variables[0].expression.type, NumberType)
        return self.variables[0] if is_single else None


def regions_of(conditions: Sequence[Condition | None]) -> Regions | None:
    """Return where each condition holds; no condition always does. None where there are too many points to try."""
    variables: list[Variable] = []
    for condition in conditions:
        if condition is not None:
            _collect(condition, variables)
    for variable in variables:
        variable.values = tuple(_values(variable))
    number = 1
    for variable in variables:
        number *= len(variable.values)
    if number > _MOST_POINTS:
        return None
    points = tuple(product(*(variable.values for variable in variables)))
    holding = tuple(
        tuple(condition is None or _holds(condition, variables, point) for condition in conditions)
        for point in points
    )
    return Regions(tuple(variables), points, holding)


def _collect(condition: Condition, variables: list[Variable]) -> None:
    match condition:
        case AllOf() | AnyOf():
            for operand in condition.operands:
                _collect(operand, variables)
        case Inverted():
            _collect(condition.operand, variables)
        case Known():
            _variable(condition.operand, variables)
        case Compared():
            figure, _, line = _sides(condition)
            if line is None:
                _variable(condition, variables)
            else:
                _variable(figure, variables).cuts.add(line)
        case OneOf():
            _variable(condition.operand, variables)
        case _:
            _variable(condition, variables)


def _sides(condition: Compared) -> tuple[Expression, ComparisonSign, Fraction | None]:
    """Return a comparison as figure, sign and fixed number; no number where both sides vary or are no numbers."""
    left, right = _fixed(condition.left), _fixed(condition.right)
    if left is None and right is not None and isinstance(condition.left.type, NumberType):
        return condition.left, condition.sign, right
    if right is None and left is not None and isinstance(condition.right.type, NumberType):
        return condition.right, _TURNED[condition.sign], left
    return condition, condition.sign, None


def _fixed(expression: Expression) -> Fraction | None:
    if isinstance(expression, Constant):
        return expression.value
    # A parameter that changes from a day on is no fixed number.
    if isinstance(expression, ParameterValue) and not expression.parameter.later:
        return expression.parameter.value
    return None


def _variable(expression: Expression, variables: list[Variable]) -> Variable:
    for variable in variables:
        if variable.expression == expression:
            return variable
    variables.append(Variable(expression))
    return variables[-1]


def _values(variable: Variable) -> Iterator[Value]:
    kind = variable.expression.type
    # How many parts are won is always known.
    if not isinstance(variable.expression, WonParts):
        yield None
    if isinstance(kind, ChoiceType):
        yield from kind.choices.codes
        return
    if not isinstance(kind, NumberType):
        yield from (False, True)
        return
    marks = sorted({kind.low, kind.high, *(cut for cut in variable.cuts if kind.low <= cut <= kind.high)})
    is_whole = _is_whole(variable.expression)
    for low, high in pairwise(marks):
        yield low
        between = Fraction(floor(low) + 1) if is_whole else (low + high) / 2
        if between < high:
            yield between
    yield marks[-1]


def _is_whole(expression: Expression) -> bool:
    """Return whether a figure is always a whole number, so that nothing lies between 3 and 4."""
    if isinstance(expression, MeasureValue):
        return isinstance(expression.measure.source, Collected) and expression.measure.type.scale == 0
    return isinstance(expression, Counted | WonParts)


def _holds(condition: Condition, variables: list[Variable], point: tuple[Value, ...]) -> bool | None:
    """Return whether a condition holds; None where a figure that decides it is not known."""

    def value(expression: Expression) -> Value:
        return point[variables.index(_variable(expression, variables))]

    match condition:
        case AllOf():
            found = [_holds(each, variables, point) for each in condition.operands]
            return False if False in found else None if None in found else True
        case AnyOf():
            found = [_holds(each, variables, point) for each in condition.operands]
            return True if True in found else None if None in found else False
        case Inverted():
            inside = _holds(condition.operand, variables, point)
            return None if inside is None else not inside
        case Known():
            return value(condition.operand) is not None
        case Compared():
            figure, sign, line = _sides(condition)
            known = value(figure if line is not None else condition)
            return (
                _compare(known, sign, line)
                if isinstance(known, Fraction) and line is not None
                else _truth(known)
            )
        case OneOf():
            chosen = value(condition.operand)
            return None if chosen is None else chosen in condition.codes
        case _:
            return _truth(value(condition))


def _truth(value: Value) -> bool | None:
    return None if value is None else bool(value)


def _compare(left: Fraction, sign: ComparisonSign, right: Fraction) -> bool:
    match sign:
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
