"""Rules that a scheme sets for reported figures without writing them down: what follows from them has bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.formula import Arithmetic, Expression, Name, Negative, Number
from guben.model.scheme import Collected, Derived, Measure
from guben.model.values import Kind
from guben.plan import Program

_OUTSIDE = Text(
    "“{title}”由“{parts}”算出，现为{value}，应在{low}到{high}之间。",
    "{title} follows from {parts} and is {value} now; it must be from {low} to {high}.",
)


@dataclass(frozen=True, slots=True)
class FigureRule:
    """That a figure which follows from reported ones alone lies within its bounds."""

    measure: Measure
    formula: Expression
    parts: tuple[str, ...]


def figure_rules(program: Program) -> list[FigureRule]:
    """Return the rules that bounds of derived figures set for reported ones, where nothing else enters."""
    measures = program.scheme.measures
    rules = []
    for measure in measures.values():
        if not isinstance(measure.source, Derived) or not measure.type.is_number:
            continue
        names = _names(measure.source.formula)
        if names and all(name in measures and isinstance(measures[name].source, Collected) for name in names):
            rules.append(FigureRule(measure, measure.source.formula, tuple(dict.fromkeys(names))))
    return rules


def broken_rule(rule: FigureRule, values: Mapping[str, Fraction], titles: Mapping[str, Text]) -> Text | None:
    """Return what is wrong with reported figures under a rule; None where they keep it or one is not known."""
    if any(name not in values for name in rule.parts):
        return None
    value, type_ = _value_of(rule.formula, values), rule.measure.type
    low, high = type_.low, type_.high
    if value is None or low is None or high is None or low <= value <= high:
        return None
    times, sign = (100, "%") if type_.kind is Kind.PERCENT else (1, "")
    in_words = [f"{plain_number(each * times, max(type_.digits, 2))}{sign}" for each in (value, low, high)]
    return _OUTSIDE.filled(
        title=rule.measure.title,
        parts=[titles[name] for name in rule.parts],
        value=in_words[0],
        low=in_words[1],
        high=in_words[2],
    )


def _names(formula: Expression) -> list[str] | None:
    """Return the names in plain arithmetic; None for any other formula."""
    match formula:
        case Number():
            return []
        case Name():
            return [formula.name]
        case Negative():
            return _names(formula.operand)
        case Arithmetic():
            left, right = _names(formula.left), _names(formula.right)
            return None if left is None or right is None else left + right
        case _:
            return None


def _value_of(formula: Expression, values: Mapping[str, Fraction]) -> Fraction | None:
    match formula:
        case Number():
            return formula.value
        case Name():
            return values[formula.name]
        case Negative():
            operand = _value_of(formula.operand, values)
            return None if operand is None else -operand
        case Arithmetic():
            left, right = _value_of(formula.left, values), _value_of(formula.right, values)
            if left is None or right is None or (formula.sign == "/" and right == 0):
                return None
            return _joined(formula.sign, left, right)
        case _:
            return None


def _joined(sign: str, left: Fraction, right: Fraction) -> Fraction:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right
