"""Scorings whose formulas are typed."""

from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import SourceSpan
from guben.model.exact import plain_number
from guben.model.scheme import Part
from guben.model.scoring import (
    Band,
    Bands,
    Computed,
    Judged,
    Judgement,
    Line,
    Linear,
    Lines,
    Pass,
    Poll,
    Rank,
    Scoring,
    Steps,
)
from guben.model.values import Kind
from guben.typesystem import bounds
from guben.typesystem import expressions as typed
from guben.typesystem import findings as codes
from guben.typesystem.expressions import (
    Constant,
    Expression,
    ParameterValue,
    TieBreak,
    constant,
    number_type,
)
from guben.typesystem.inference import Typist
from guben.typesystem.peers import peers_by, place_by
from guben.typesystem.places import Place, Surroundings
from guben.typesystem.types import say_kind, type_of_values
from guben.typesystem.votes import votes_for

_MANY = Fraction(10**9)


@dataclass(frozen=True, slots=True)
class TypedPass:
    """All points if the condition holds."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class TypedLinear:
    """Points in proportion to where `value` lies between `start` and `end`."""

    value: Expression
    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True)
class TypedJudgement:
    """What somebody gives, or the weighted mean of what several give."""

    judgement: Judgement
    value: Expression


@dataclass(frozen=True, slots=True)
class TypedJudged:
    """The points that somebody gives."""

    judged: TypedJudgement


@dataclass(frozen=True, slots=True)
class TypedBand:
    """Points from `points` to `most` for the first condition that holds; no condition always holds."""

    points: Fraction
    condition: Expression | None
    most: Fraction
    within: TypedLinear | TypedJudgement | None


@dataclass(frozen=True, slots=True)
class TypedBands:
    """The first band that holds gives its points."""

    bands: tuple[TypedBand, ...]


@dataclass(frozen=True, slots=True)
class TypedSteps:
    """How many steps a value lies beyond a line."""

    steps: Steps
    value: Expression
    line: Expression
    step: Expression


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line with a condition, a number of times, steps or a judgement; the last may have a condition too."""

    line: Line
    condition: Expression | None
    times: Expression | None
    steps: TypedSteps | None = None
    judged: TypedJudgement | None = None


@dataclass(frozen=True, slots=True)
class TypedLines:
    """Lines that add and take away."""

    lines: Lines
    typed: tuple[TypedLine, ...]


@dataclass(frozen=True, slots=True)
class TypedRank:
    """Points by the place among peers."""

    rank: Rank
    value: Expression
    place: Expression
    peers: Expression
    then: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class TypedPoll:
    """Points by votes: the votes times their weights, over all votes."""

    poll: Poll
    weighted: Expression
    votes: Expression


@dataclass(frozen=True, slots=True)
class TypedComputed:
    """A formula for the points."""

    formula: Expression


TypedScoring = (
    TypedPass | TypedLinear | TypedBands | TypedLines | TypedComputed | TypedJudged | TypedRank | TypedPoll
)


def type_scoring(typist: Typist, part: Part, scoring: Scoring) -> TypedScoring | None:
    """Return the scoring of a part with its formulas typed, or None after findings."""
    around = Surroundings(Place.SCORE, part.path)
    match scoring:
        case Pass():
            condition = typist.condition(scoring.condition, around)
            return TypedPass(condition) if condition else None
        case Linear():
            return _linear(typist, scoring, around)
        case Bands():
            bands = [_band(typist, band, around) for band in scoring.bands]
            found = tuple(band for band in bands if band is not None)
            return TypedBands(found) if len(found) == len(bands) else None
        case Lines():
            lines = [_line(typist, line, around) for line in scoring.lines]
            known = tuple(line for line in lines if line is not None)
            return TypedLines(scoring, known) if len(known) == len(lines) else None
        case Judged():
            return TypedJudged(_judgement(typist, scoring.judgement))
        case Rank():
            return _rank(typist, scoring, around)
        case Poll():
            return _poll(scoring)
        case Computed():
            formula = typist.number(scoring.formula, around)
            return TypedComputed(formula) if formula else None


def _linear(typist: Typist, scoring: Linear, around: Surroundings) -> TypedLinear | None:
    value = typist.number(scoring.value, around)
    start, end = typist.number(scoring.start, around), typist.number(scoring.end, around)
    if value is None or start is None or end is None:
        return None
    if not typist.same_unit(value, start, scoring.start.span) or not typist.same_unit(
        value, end, scoring.end.span
    ):
        return None
    fixed = [number_type(each) for each in (start, end) if isinstance(each, Constant | ParameterValue)]
    if len(fixed) == 2 and fixed[0] == fixed[1] and fixed[0].low == fixed[0].high:
        typist.findings.append(codes.LINEAR_ENDS_EQUAL.at(scoring.end.span))
        return None
    return TypedLinear(value, start, end)


def _judgement(typist: Typist, judgement: Judgement) -> TypedJudgement:
    values = []
    for rater in judgement.raters:
        measure = typist.names.measures[rater.measure]
        value: Expression = typed.MeasureValue(measure, type_of_values(measure.type))
        if rater.weight != 1:
            weight = constant(rater.weight)
            value = typed.Calculated(
                "*", weight, value, bounds.calculated("*", weight.type, number_type(value))
            )
        values.append(value)
    mean = values[0]
    for each in values[1:]:
        mean = typed.Calculated("+", mean, each, bounds.calculated("+", number_type(mean), number_type(each)))
    return TypedJudgement(judgement, mean)


def _band(typist: Typist, band: Band, around: Surroundings) -> TypedBand | None:
    condition = typist.condition(band.condition, around) if band.condition else None
    within: TypedLinear | TypedJudgement | None = None
    if isinstance(band.within, Linear):
        within = _linear(typist, band.within, around)
    elif band.within is not None:
        within = _judgement(typist, band.within)
    if (band.condition and condition is None) or (band.within and within is None):
        return None
    return TypedBand(band.points, condition, band.most, within)


def _line(typist: Typist, line: Line, around: Surroundings) -> TypedLine | None:
    condition = typist.condition(line.condition, around) if line.condition is not None else None
    times = typist.records_or_number(line.each, around) if line.each is not None else None
    steps = _steps(typist, line.steps, line.span, around) if line.steps is not None else None
    asked = (line.condition, line.each, line.steps)
    if [each is None for each in asked] != [each is None for each in (condition, times, steps)]:
        return None
    judged = _judgement(typist, line.judgement) if line.judgement is not None else None
    return TypedLine(line, condition, times, steps, judged)


def _steps(typist: Typist, steps: Steps, span: SourceSpan, around: Surroundings) -> TypedSteps | None:
    value, line, step = (typist.number(each, around) for each in (steps.value, steps.line, steps.step))
    if value is None or line is None or step is None:
        return None
    kind = number_type(value).kind
    if steps.unit is not None and steps.unit != kind and Kind.COUNT not in (steps.unit, kind):
        typist.report(codes.UNITS_DIFFER, steps.step.span, left=say_kind(kind), right=say_kind(steps.unit))
        return None
    if not typist.same_unit(value, line, steps.line.span) or not typist.same_unit(value, step, span):
        return None
    if number_type(step).low <= 0:
        typist.report(codes.STEP_NOT_POSITIVE, steps.step.span, low=plain_number(number_type(step).low))
        return None
    return TypedSteps(steps, value, line, step)


def _rank(typist: Typist, rank: Rank, around: Surroundings) -> TypedRank | None:
    value, then = typist.number(rank.value, around), typist.tie_break(rank.then, around)
    if value is None or (rank.then and then is None):
        return None
    place = place_by(value, rank.is_descending, rank.within, rank.ties, then)
    return TypedRank(rank, value, place, peers_by(value, rank.within), then)


def _poll(poll: Poll) -> TypedPoll:
    records, votes, option = votes_for(poll, [code for code, _ in poll.weights])
    weight: Expression = constant(0)
    for code, share in reversed(poll.weights):
        here = constant(share)
        is_it = typed.OneOf(option, (code,), "=", code)
        weight = typed.Chosen(is_it, here, weight, bounds.either(here.type, number_type(weight)))
    weighted = typed.Calculated(
        "*", votes, weight, bounds.calculated("*", number_type(votes), number_type(weight))
    )
    total_type = bounds.totalled(number_type(votes), _MANY)
    return TypedPoll(
        poll,
        typed.Totalled(records, weighted, bounds.totalled(weighted.type, _MANY)),
        typed.Totalled(records, votes, total_type),
    )
