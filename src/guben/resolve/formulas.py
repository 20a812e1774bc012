"""All formulas of a scheme, and what they ask of the previous period.

`previous(x)` stands for a measure of its own, `previous.x`, which somebody gives: it is read, kept within bounds, missing
and explained like any other, and history is never computed anew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Call, Expression, Name
from guben.model.scheme import Collected, Measure, Scheme, SourceKind
from guben.model.values import Kind, ValueType, value_type
from guben.resolve.records import grades_as_choices

PREVIOUS = "previous"
GROWTH = "GROWTH"
# Its arguments are a question and options, not names of the scheme.
VOTES_FOR = "votes"


def formulas_of(scheme: Scheme) -> Iterator[Expression]:
    """Yield every formula of a scheme, as a whole; those of its children are not among them."""
    yield from _formulas((scheme.measures, scheme.parts, scheme.grades))
    yield from _formulas((scheme.vetoes, scheme.ceilings, scheme.floors, scheme.quotas, scheme.tails))


def _formulas(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Mapping):
        yield from _formulas(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from _formulas(each)
    else:
        for name in _names_in(type(value)):
            yield from _formulas(getattr(value, name))


# By their type: to look the fields up anew takes longer than all else that is done with a node.
_NAMES: dict[type, tuple[str, ...]] = {Text: (), SourceSpan: (), ValueType: ()}


def _names_in(kind: type) -> tuple[str, ...]:
    """Return the names of the fields in which a kind of thing may hold formulas."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()
    return _NAMES[kind]


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all below it."""
    yield expression
    for below in below_of(expression):
        yield from walk(below)


def below_of(expression: Expression) -> Iterator[Expression]:
    """Yield the expressions that an expression consists of."""
    for name in _names_in(type(expression)):
        value = getattr(expression, name)
        for below in value if isinstance(value, tuple) else (value,):
            if isinstance(below, Expression):
                yield below


def previous_name(name: str) -> str:
    """Return the measure that holds what a measure, `total` or `grade` was in the previous period."""
    return f"{PREVIOUS}.{name}"


def with_previous(scheme: Scheme) -> Scheme:
    """Return the scheme with the measures that its formulas ask of the previous period."""
    asked: dict[str, Measure] = {}
    for formula in formulas_of(scheme):
        for node in walk(formula):
            if isinstance(node, Call) and node.function.casefold() in (PREVIOUS, GROWTH.casefold()):
                for argument in node.arguments:
                    if isinstance(argument, Name) and (found := _previous(scheme, argument)):
                        asked.setdefault(found.name, found)
    return replace(scheme, measures={**scheme.measures, **asked}) if asked else scheme


def _previous(scheme: Scheme, name: Name) -> Measure | None:
    known: dict[str, tuple[Text, ValueType]] = {
        each.name: (each.title, each.type) for each in scheme.measures.values()
    }
    total = value_type(
        Kind.POINTS, digits=scheme.digits, bounds=(0 * scheme.total, max(scheme.total, 0 * scheme.total))
    )
    known["total"] = (Text("总分", "total points"), total)
    known["grade"] = (Text("等次", "grade"), value_type(Kind.CHOICE, choices=grades_as_choices(scheme)))
    if name.name not in known:
        return None
    title, type_ = known[name.name]
    said = Text(f"上期{title.zh}", f"previous period: {title.en}")
    source = Collected(SourceKind.PREVIOUS, name.name)
    now = scheme.measures.get(name.name)
    is_sensitive = now is not None and now.is_sensitive
    return Measure(previous_name(name.name), said, type_, source, name.span, is_sensitive=is_sensitive)
