"""What each scoring comes down to: one expression for the points of a leaf."""

from fractions import Fraction
from typing import Literal

from guben.model.scoring import LineKind, Partial
from guben.model.values import Kind
from guben.typesystem import bounds
from guben.typesystem.expressions import (
    Calculated,
    Chosen,
    Compared,
    Constant,
    Expression,
    Extreme,
    Quotient,
    Rounded,
    constant,
    number_type,
)
from guben.typesystem.scorings import (
    TypedBand,
    TypedBands,
    TypedComputed,
    TypedJudged,
    TypedLine,
    TypedLinear,
    TypedLines,
    TypedPass,
    TypedPoll,
    TypedRank,
    TypedScoring,
    TypedSteps,
)
from guben.typesystem.types import RoundingMode

_NOTHING = constant(0, Kind.POINTS)
_ONE = constant(1)
_PARTIALS = {Partial.IGNORE: RoundingMode.TOWARD_ZERO, Partial.WHOLE: RoundingMode.FROM_ZERO}


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
                here = _band(band)
                points = _if(band.condition, here, points) if band.condition is not None else here
            return points
        case TypedLines():
            return _lines(scoring, full)
        case TypedJudged():
            return _within(full, scoring.judged.value)
        case TypedRank():
            return _rank(scoring, full)
        case TypedPoll():
            return _within(full, _calculated("*", full, _divided(scoring.weighted, scoring.votes)))
        case TypedComputed():
            return _within(full, scoring.formula)


def _linear(scoring: TypedLinear, full: Constant) -> Expression:
    way = _calculated("-", scoring.value, scoring.start)
    whole_way = _calculated("-", scoring.end, scoring.start)
    return _within(full, _divided(_calculated("*", full, way), whole_way))


def _band(band: TypedBand) -> Expression:
    low, most = constant(band.points, Kind.POINTS), constant(band.most, Kind.POINTS)
    if band.within is None:
        return low
    if isinstance(band.within, TypedLinear):
        return _calculated("+", low, _linear(band.within, constant(band.most - band.points, Kind.POINTS)))
    return _between(low, band.within.value, most)


def _rank(scoring: TypedRank, full: Constant) -> Expression:
    if not scoring.rank.places:
        # In equal steps: all points for the first place, none for the last; who is alone is first.
        behind = _calculated("-", scoring.peers, scoring.place)
        others = _calculated("-", scoring.peers, _ONE)
        is_alone = Compared("=", scoring.peers, _ONE)
        return _if(is_alone, full, _divided(_calculated("*", full, behind), others))
    points: Expression = _NOTHING
    for place in reversed(scoring.rank.places):
        here = constant(place.points, Kind.POINTS)
        if place.number is not None:
            points = _if(Compared("<=", scoring.place, constant(place.number)), here, points)
        elif place.share is not None:
            last = _calculated("*", constant(place.share), scoring.peers)
            points = _if(Compared("<=", scoring.place, last), here, points)
        else:
            points = here
    return points


def _lines(scoring: TypedLines, full: Constant) -> Expression:
    points: Expression = full if scoring.lines.starts_full else _NOTHING
    for kind, members in _groups(scoring.typed):
        together = [line_points(typed) for typed in members]
        most = together[0] if len(together) == 1 else _greatest(*together)
        points = _calculated("+" if kind is LineKind.PLUS else "-", points, most)
    floor, cap = constant(scoring.lines.floor, Kind.POINTS), constant(scoring.lines.cap, Kind.POINTS)
    points = _within(full, _between(floor, points, cap))
    for typed in scoring.typed:
        if typed.line.kind is LineKind.ZERO:
            assert typed.condition is not None
            points = _if(typed.condition, _NOTHING, points)
    return points


def _groups(lines: tuple[TypedLine, ...]) -> list[tuple[LineKind, list[TypedLine]]]:
    """Return the lines that add and take away, those of one group together; of these only the most counts."""
    groups: dict[object, list[TypedLine]] = {}
    for number, typed in enumerate(lines):
        if typed.line.kind is not LineKind.ZERO:
            key: object = (typed.line.kind, typed.line.group) if typed.line.group else number
            groups.setdefault(key, []).append(typed)
    return [(members[0].line.kind, members) for members in groups.values()]


def line_points(typed: TypedLine) -> Expression:
    """Return how many points a line that adds or takes away comes to."""
    points = _uncapped_points(typed)
    if typed.line.at_most is None:
        return points
    return _least(points, constant(typed.line.at_most, Kind.POINTS))


def _uncapped_points(typed: TypedLine) -> Expression:
    points: Expression = constant(typed.line.points, Kind.POINTS)
    if typed.judged is not None:
        points = typed.judged.value
    if typed.condition is not None:
        return _if(typed.condition, points, _NOTHING)
    if typed.steps is not None:
        return _calculated("*", points, _times(typed.steps))
    if typed.times is None:
        return points
    return _calculated("*", points, _greatest(constant(0), typed.times))


def _times(typed: TypedSteps) -> Expression:
    """Return how many steps the value lies beyond the line, none if it does not."""
    ends = (typed.value, typed.line) if typed.steps.is_over else (typed.line, typed.value)
    beyond = _greatest(constant(0), _calculated("-", *ends))
    steps = _divided(beyond, typed.step)
    mode = _PARTIALS.get(typed.steps.partial)
    return steps if mode is None else Rounded(steps, 0, bounds.rounded(number_type(steps), 0, mode), mode)


def _if(condition: Expression, then: Expression, otherwise: Expression) -> Expression:
    return Chosen(condition, then, otherwise, bounds.either(number_type(then), number_type(otherwise)))


def _divided(left: Expression, right: Expression) -> Expression:
    return Quotient(left, right, bounds.divided(number_type(left), number_type(right)))


def _greatest(*operands: Expression) -> Expression:
    return Extreme(False, operands, bounds.extreme(False, [number_type(each) for each in operands]))


def _least(*operands: Expression) -> Expression:
    return Extreme(True, operands, bounds.extreme(True, [number_type(each) for each in operands]))


def _calculated(sign: Literal["+", "-", "*"], left: Expression, right: Expression) -> Calculated:
    return Calculated(sign, left, right, bounds.calculated(sign, number_type(left), number_type(right)))


def _within(full: Constant, points: Expression) -> Expression:
    """Return points kept between nothing and all, which is below nothing for a part that only takes away."""
    return _between(full, points, _NOTHING) if full.value < 0 else _between(_NOTHING, points, full)


def _between(low: Constant, points: Expression, high: Constant) -> Expression:
    return _least(_greatest(low, points), high)
