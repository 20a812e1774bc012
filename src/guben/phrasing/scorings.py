"""Scorings in words: the sentence that a printed sheet has in its column for the rule."""

from fractions import Fraction

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.scheme import LineKind
from guben.phrasing.expressions import say_beside, say_condition, say_expression, say_records
from guben.typesystem.expressions import Constant, Counted, Expression, ParameterValue, Shortfall
from guben.typesystem.schemes import (
    TypedBands,
    TypedComputed,
    TypedLine,
    TypedLinear,
    TypedLines,
    TypedPass,
    TypedScoring,
)


def say_scoring(scoring: TypedScoring, printed: Fraction) -> Text:
    """Return the rule of a part worth `printed` points as one sentence."""
    points = plain_number(printed)
    match scoring:
        case TypedPass():
            words = Text(
                "{condition}的，得{points}分，否则不得分。", "{points} points if {condition}; otherwise none."
            )
            return words.filled(condition=say_condition(scoring.condition), points=points)
        case TypedLinear():
            return _linear(scoring, points)
        case TypedBands():
            return _bands(scoring)
        case TypedLines():
            return _lines(scoring, points)
        case TypedComputed():
            words = Text(
                "得分为{formula}，最低0分，最高{points}分。", "The points are {formula}, from 0 to {points}."
            )
            return words.filled(formula=say_expression(scoring.formula), points=points)


def _linear(scoring: TypedLinear, points: str) -> Text:
    is_rising = _fixed_value(scoring.end) >= _fixed_value(scoring.start)
    if is_rising:
        words = Text(
            "{value}达到{end}得满分{points}分，{start}及以下不得分，其间按比例计分。",
            "All {points} points where {value} reaches {end}, none at {start} or below, in proportion between.",
        )
    else:
        words = Text(
            "{value}不高于{end}得满分{points}分，{start}及以上不得分，其间按比例计分。",
            "All {points} points where {value} is at most {end}, none at {start} or above, in proportion between.",
        )
    start, end = say_beside(scoring.start, scoring.value), say_beside(scoring.end, scoring.value)
    return words.filled(points=points, value=say_expression(scoring.value), start=start, end=end)


def _fixed_value(node: Expression) -> Fraction:
    if isinstance(node, Constant):
        return node.value
    return node.parameter.value if isinstance(node, ParameterValue) else Fraction(0)


def _bands(scoring: TypedBands) -> Text:
    said = []
    for band in scoring.bands:
        points = plain_number(band.points)
        if band.condition is None:
            said.append(Text("其余得{points}分", "otherwise {points} points").filled(points=points))
        else:
            words = Text("{condition}的，得{points}分", "{points} points if {condition}")
            said.append(words.filled(condition=say_condition(band.condition), points=points))
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def _lines(scoring: TypedLines, points: str) -> Text:
    start = (
        Text("基本分{points}分", "Starts at {points} points")
        if scoring.lines.starts_full
        else Text("从0分计起", "Starts at 0")
    )
    said = [start.filled(points=points), *(_line(each) for each in scoring.typed)]
    floor, cap = plain_number(scoring.lines.floor), plain_number(scoring.lines.cap)
    said.append(
        Text("最低{floor}分，最高{cap}分", "never below {floor} or above {cap}").filled(floor=floor, cap=cap)
    )
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def _line(typed: TypedLine) -> Text:
    points = plain_number(typed.line.points)
    if typed.line.kind is LineKind.ZERO:
        assert typed.condition is not None
        return Text("{condition}的，不得分", "no points if {condition}").filled(
            condition=say_condition(typed.condition)
        )
    is_plus = typed.line.kind is LineKind.PLUS
    verb = Text("加", "plus") if is_plus else Text("扣", "minus")
    if typed.condition is not None:
        words = Text("{condition}的，{verb}{points}分", "{verb} {points} if {condition}")
        return words.filled(condition=say_condition(typed.condition), verb=verb, points=points)
    assert typed.times is not None
    if isinstance(typed.times, Shortfall):
        words = Text(
            "{actual}比{required}每少1，{verb}{points}分",
            "{verb} {points} for each 1 that {actual} is below {required}",
        )
        actual, required = say_expression(typed.times.actual), say_expression(typed.times.required)
        return words.filled(actual=actual, required=required, verb=verb, points=points)
    if isinstance(typed.times, Counted):
        words = Text("每有一个（名）{records}，{verb}{points}分", "{verb} {points} for each of: {records}")
        return words.filled(records=say_records(typed.times.records), verb=verb, points=points)
    words = Text("{verb}{points}分 × {times}", "{verb} {points} × {times}")
    return words.filled(verb=verb, points=points, times=say_expression(typed.times))
