"""What each scoring comes down to: one expression for the points of a leaf."""

from fractions import Fraction
from typing import Literal

from guben.model.scheme import LineKind
from guben.model.values import Kind
from guben.typesystem import bounds
from guben.typesystem.expressions import (
    Calculated,
    Chosen,
    Constant,
    Expression,
    Extreme,
    Quotient,
    Rounded,
    constant,
    number_type,
)
from guben.typesystem.schemes import (
    TypedBands,
    TypedComputed,
    TypedLine,
    TypedLinear,
    TypedLines,
    TypedPass,
    TypedScoring,
)

_NOTHING = constant(0, Kind.POINTS)


def points_expression(scoring: TypedScoring, printed: Fraction, digits: int) -> Expression:
    """Return the points that a scoring gives for a part worth `printed`, rounded to `digits`."""
    points = _points(scoring, printed)
    return Rounded(points, digits, bounds.rounded(number_type(points), digits))


def _points(scoring: TypedScoring, printed: Fraction) -> Expression:
    full = constant(printed, Kind.POINTS)
    match scoring:
        case TypedPass():
            return _if(scoring.condition, full, _NOTHING)
        case TypedLinear():
            return _linear(scoring, full)
        case TypedBands():
            points: Expression = _NOTHING
            for band in reversed(scoring.bands):
                here = constant(band.points, Kind.POINTS)
                points = _if(band.condition, here, points) if band.condition is not None else here
            return points
        case TypedLines():
            return _lines(scoring, full)
        case TypedComputed():
            return _between(_NOTHING, scoring.formula, full)


def _linear(scoring: TypedLinear, full: Constant) -> Expression:
    way = _calculated("-", scoring.value, scoring.start)
    whole_way = _calculated("-", scoring.end, scoring.start)
    earned = _calculated("*", full, way)
    share = Quotient(earned, whole_way, bounds.divided(number_type(earned), number_type(whole_way)))
    return _between(_NOTHING, share, full)


def _lines(scoring: TypedLines, full: Constant) -> Expression:
    points: Expression = full if scoring.lines.starts_full else _NOTHING
    for typed in scoring.typed:
        if typed.line.kind is not LineKind.ZERO:
            is_plus = typed.line.kind is LineKind.PLUS
            points = _calculated("+" if is_plus else "-", points, _line_points(typed))
    floor, cap = constant(scoring.lines.floor, Kind.POINTS), constant(scoring.lines.cap, Kind.POINTS)
    points = _between(_NOTHING, _between(floor, points, cap), full)
    for typed in scoring.typed:
        if typed.line.kind is LineKind.ZERO:
            assert typed.condition is not None
            points = _if(typed.condition, _NOTHING, points)
    return points


def _line_points(typed: TypedLine) -> Expression:
    points = constant(typed.line.points, Kind.POINTS)
    if typed.condition is not None:
        return _if(typed.condition, points, _NOTHING)
    assert typed.times is not None
    times = Extreme(False, (constant(0), typed.times), bounds.extreme(False, [number_type(typed.times)]))
    return _calculated("*", points, times)


def _if(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return Chosen(condition, then, otherwise, bounds.either(number_type(then), number_type(otherwise)))


def _calculated(sign: Literal["+", "-", "*"], left: Expression, right: Expression) -> Calculated:
    return Calculated(sign, left, right, bounds.calculated(sign, number_type(left), number_type(right)))


def _between(low: Constant, points: Expression, high: Constant) -> Expression:
    at_least = Extreme(False, (low, points), bounds.extreme(False, [number_type(low), number_type(points)]))
    return Extreme(True, (at_least, high), bounds.extreme(True, [number_type(at_least), number_type(high)]))
