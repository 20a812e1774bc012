"""All formulas of a scheme, typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from guben.diagnostics import Finding
from guben.model.grading import Tail, Veto
from guben.model.scheme import Derived, Measure, Scheme
from guben.model.scoring import Ties
from guben.model.values import Kind
from guben.resolve.names import Names, in_computing_order
from guben.typesystem import findings as codes
from guben.typesystem.expressions import AllOf, AnyOf, Compared, Expression, TieBreak
from guben.typesystem.inference import Typist
from guben.typesystem.peers import peers_by, place_by, quantity_of
from guben.typesystem.places import Place, Surroundings
from guben.typesystem.scorings import TypedScoring, type_scoring
from guben.typesystem.types import NEUTRAL_KINDS, ChoiceType, NumberType, say_kind, type_of_values


@dataclass(frozen=True, slots=True)
class TypedScheme:
    """A scheme whose every formula is typed; what could not be typed is left out and stands in the findings.

    `measures` holds the derived ones in an order in which they can be computed, `tie_breaks` what each quota has for equals.
    """

    scheme: Scheme
    names: Names
    measures: Mapping[str, Expression]
    scorings: Mapping[str, TypedScoring]
    won: Mapping[str, Expression]
    vetoes: tuple[Expression, ...]
    grades: Mapping[str, Expression]
    applies: Mapping[str, Expression]
    ceilings: tuple[Expression, ...]
    floors: tuple[Expression, ...]
    tails: Mapping[str, Expression]
    tie_breaks: tuple[TieBreak | None, ...]


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
        if part.scoring is not None and (scoring := type_scoring(typist, part, part.scoring)) is not None
    }
    won = {
        part.path: expression
        for part in scheme.all_parts()
        if part.won is not None
        and (expression := typist.condition(part.won, Surroundings(Place.WON, part.path))) is not None
    }
    applies = {
        part.path: expression
        for part in scheme.all_parts()
        if part.applies is not None
        and (expression := typist.condition(part.applies, Surroundings(Place.SCORE, part.path))) is not None
    }
    vetoes = _limits(typist, scheme.vetoes, Place.VETO)
    grades = {
        grade.name: expression
        for grade in scheme.grades
        if grade.condition is not None
        and (expression := typist.condition(grade.condition, Surroundings(Place.GRADE))) is not None
    }
    ceilings = _limits(typist, scheme.ceilings, Place.GRADE)
    floors = _limits(typist, scheme.floors, Place.GRADE)
    tails = {
        tail.name: expression for tail in scheme.tails if (expression := _tail(typist, tail)) is not None
    }
    tie_breaks = tuple(typist.tie_break(quota.then, Surroundings(Place.GRADE)) for quota in scheme.quotas)
    typed_scheme = TypedScheme(
        scheme, names, measures, scorings, won, vetoes, grades, applies, ceilings, floors, tails, tie_breaks
    )
    return typed_scheme, typist.findings


def _limits(typist: Typist, limits: tuple[Veto, ...], place: Place) -> tuple[Expression, ...]:
    found = [typist.condition(limit.condition, Surroundings(place)) for limit in limits]
    return tuple(each for each in found if each is not None)


def _tail(typist: Typist, tail: Tail) -> Expression | None:
    """Return whether an organization is on a list."""
    around = Surroundings(Place.GRADE)
    order, then = typist.number(tail.order, around), typist.tie_break(tail.then, around)
    also = typist.condition(tail.also, around) if tail.also is not None else None
    condition = typist.condition(tail.condition, around) if tail.condition is not None else None
    if (
        order is None
        or (tail.then and then is None)
        or (tail.also and also is None)
        or (tail.condition and condition is None)
    ):
        return None
    ties = Ties.BEST if tail.ties_are_in else Ties.WORST
    place = place_by(order, tail.is_descending, tail.within, ties, then)
    peers = peers_by(order, tail.within)
    on: list[Expression] = [Compared("<=", place, quantity_of(tail.sure, peers))]
    if condition is not None:
        on.append(AllOf((condition, Compared("<=", place, quantity_of(tail.most, peers)))))
    if also is not None:
        on.append(also)
    return AnyOf(tuple(on))


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
