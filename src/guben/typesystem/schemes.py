"""All formulas of a scheme, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Finding
from guben.model.scheme import (
    Bands,
    Computed,
    Derived,
    Line,
    Linear,
    Lines,
    Measure,
    Part,
    Pass,
    Scheme,
    Scoring,
)
from guben.model.values import Kind
from guben.resolve.names import Names, in_computing_order
from guben.typesystem import findings as codes
from guben.typesystem.expressions import Constant, Expression, ParameterValue, number_type
from guben.typesystem.inference import Typist
from guben.typesystem.places import Place, Surroundings
from guben.typesystem.types import NEUTRAL_KINDS, ChoiceType, NumberType, say_kind, type_of_values


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
class TypedBand:
    """Points for the first condition that holds; no condition always holds."""

    points: Fraction
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class TypedBands:
    """The first band that holds gives its points."""

    bands: tuple[TypedBand, ...]


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line with either a condition or a number of times."""

    line: Line
    condition: Expression | None
    times: Expression | None


@dataclass(frozen=True, slots=True)
class TypedLines:
    """Lines that add and take away."""

    lines: Lines
    typed: tuple[TypedLine, ...]


@dataclass(frozen=True, slots=True)
class TypedComputed:
    """A formula for the points."""

    formula: Expression


TypedScoring = TypedPass | TypedLinear | TypedBands | TypedLines | TypedComputed


@dataclass(frozen=True, slots=True)
class TypedScheme:
    """A scheme whose every formula is typed; what could not be typed is left out and stands in the findings.

    `measures` holds the derived ones in an order in which they can be computed.
    """

    scheme: Scheme
    names: Names
    measures: Mapping[str, Expression]
    scorings: Mapping[str, TypedScoring]
    won: Mapping[str, Expression]
    vetoes: tuple[Expression, ...]
    grades: Mapping[str, Expression]


def type_scheme(names: Names) -> tuple[TypedScheme, list[Finding]]:
    """Return the scheme with its formulas typed, and the findings."""
    scheme, typist = names.scheme, Typist(names)
    measures = {
        measure.name: expression
        for measure in in_computing_order(scheme.measures)
        if (expression := _derived(typist, measure)) is not None
    }
    scorings = {
        part.path: scoring
        for part in scheme.all_parts()
        if part.scoring is not None and (scoring := _scoring(typist, part, part.scoring)) is not None
    }
    won = {
        part.path: expression
        for part in scheme.all_parts()
        if part.won is not None
        and (expression := typist.condition(part.won, Surroundings(Place.WON, part.path))) is not None
    }
    vetoes = [typist.condition(veto.condition, Surroundings(Place.VETO)) for veto in scheme.vetoes]
    grades = {
        grade.name: expression
        for grade in scheme.grades
        if grade.condition is not None
        and (expression := typist.condition(grade.condition, Surroundings(Place.GRADE))) is not None
    }
    known_vetoes = tuple(veto for veto in vetoes if veto is not None)
    return TypedScheme(scheme, names, measures, scorings, won, known_vetoes, grades), typist.findings


def _derived(typist: Typist, measure: Measure) -> Expression | None:
    if not isinstance(measure.source, Derived):
        return None
    formula = measure.source.formula
    expression = typist.value(formula, Surroundings(Place.MEASURE))
    if expression is None:
        return None
    declared, found = type_of_values(measure.type), expression.type
    fits = type(declared) is type(found)
    if isinstance(declared, NumberType) and isinstance(found, NumberType):
        fits = declared.kind == found.kind or found.kind in NEUTRAL_KINDS or declared.kind is Kind.NUMBER
    elif isinstance(declared, ChoiceType) and isinstance(found, ChoiceType):
        fits = declared.choices.codes == found.choices.codes
    if not fits:
        declared_word = say_kind(measure.type.kind)
        typist.findings.append(
            codes.TYPE_DIFFERS.at(formula.span, name=measure.name, declared=declared_word, found=found.say())
        )
        return None
    if isinstance(declared, NumberType) and isinstance(found, NumberType):
        typist.derived[measure.name] = NumberType(declared.kind, found.low, found.high)
    return expression


def _scoring(typist: Typist, part: Part, scoring: Scoring) -> TypedScoring | None:
    around = Surroundings(Place.SCORE, part.path)
    match scoring:
        case Pass():
            condition = typist.condition(scoring.condition, around)
            return TypedPass(condition) if condition else None
        case Linear():
            return _linear(typist, scoring, around)
        case Bands():
            bands = [
                (band, typist.condition(band.condition, around) if band.condition else None)
                for band in scoring.bands
            ]
            if any(band.condition and condition is None for band, condition in bands):
                return None
            return TypedBands(tuple(TypedBand(band.points, condition) for band, condition in bands))
        case Lines():
            lines = [_line(typist, line, around) for line in scoring.lines]
            known = tuple(line for line in lines if line is not None)
            return TypedLines(scoring, known) if len(known) == len(lines) else None
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
    fixed = [number_type(each).low for each in (start, end) if isinstance(each, Constant | ParameterValue)]
    if len(fixed) == 2 and fixed[0] == fixed[1]:
        typist.findings.append(codes.LINEAR_ENDS_EQUAL.at(scoring.end.span))
        return None
    return TypedLinear(value, start, end)


def _line(typist: Typist, line: Line, around: Surroundings) -> TypedLine | None:
    if line.condition is not None:
        condition = typist.condition(line.condition, around)
        return TypedLine(line, condition, None) if condition else None
    assert line.each is not None
    times = typist.records_or_number(line.each, around)
    return TypedLine(line, None, times) if times else None
