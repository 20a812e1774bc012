"""To which kinds of organization parts apply, as far as the scheme alone says."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from guben.diagnostics import Code, Finding, Text
from guben.model.scheme import Part, Scheme
from guben.model.vocabulary import FIELD, ORGANIZATION_TYPE
from guben.typesystem.expressions import AllOf, AnyOf, Expression, Inverted, OneOf, OwnField
from guben.typesystem.schemes import TypedScheme

NEVER_APPLIES = Code(
    "E307",
    Text(
        "指标“{part}”对考核范围内的任何组织都不适用。",
        "Part '{part}' applies to no organization that this scheme evaluates.",
    ),
    Text("改 applies，或改 for 里的 fields。", "Change 'applies', or the fields under 'for'."),
)

Kind = Mapping[str, str]


def kinds_of(scheme: Scheme) -> list[Kind]:
    """Return the kinds of organization that a scheme can evaluate."""
    fields = scheme.scope.fields or FIELD.codes
    return [{"field": field, "type": type_} for field, type_ in product(fields, ORGANIZATION_TYPE.codes)]


def may_apply(typed: TypedScheme, part: Part, kind: Kind) -> bool:
    """Return whether a part applies to a kind; what depends on figures may."""
    condition = typed.applies.get(part.path)
    return condition is None or _holds(condition, kind) is not False


def _holds(condition: Expression, kind: Kind) -> bool | None:
    match condition:
        case OneOf(operand=OwnField() as own):
            return kind[own.name] in condition.codes
        case AllOf():
            held = [_holds(each, kind) for each in condition.operands]
            return False if False in held else None if None in held else True
        case AnyOf():
            held = [_holds(each, kind) for each in condition.operands]
            return True if True in held else None if None in held else False
        case Inverted():
            inner = _holds(condition.operand, kind)
            return None if inner is None else not inner
        case _:
            return None


def sums_of(typed: TypedScheme, parts: tuple[Part, ...]) -> list[Fraction]:
    """Return what parts are worth together for each kind of organization, each sum once."""
    if not any(part.path in typed.applies for part in parts):
        return [sum((part.points for part in parts), Fraction(0))]
    sums = {
        sum((part.points for part in parts if may_apply(typed, part, kind)), Fraction(0)): None
        for kind in kinds_of(typed.scheme)
    }
    return list(sums)


def parts_apply_to_somebody(typed: TypedScheme) -> Iterator[Finding]:
    """Every part applies to some organization."""
    kinds = kinds_of(typed.scheme)
    for part in typed.scheme.all_parts():
        if part.path in typed.applies and not any(may_apply(typed, part, kind) for kind in kinds):
            yield NEVER_APPLIES.at(part.span, part=part.path)
