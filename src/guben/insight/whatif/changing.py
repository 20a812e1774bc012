"""A scheme with some of its numbers moved, as if they stood so in its file."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import TypeVar, cast

from guben.diagnostics import SourceSpan
from guben.insight.whatif.levers import Lever, LeverGroup
from guben.model.exact import rounded_to
from guben.model.formula import Number
from guben.model.grading import Quantity
from guben.model.scheme import Parameter, Part, Scheme
from guben.model.scoring import Band, Bands, Lines, Place, Rank

_Piece = TypeVar("_Piece")


def changed_scheme(
    scheme: Scheme, changes: Mapping[Lever, Fraction], as_of: int, capped: frozenset[str]
) -> Scheme:
    """Return the scheme with the numbers that `changes` give.

    Where the points of a leaf change, those of its bands or places change in proportion, and what is printed above it
    follows. `capped` are the parts whose lines are written with a cap or floor of their own; those of the others are
    the printed points.
    """
    points = {lever.key.removeprefix("points."): value for lever, value in _of(changes, LeverGroup.POINTS)}
    numbers = {lever.span: value for lever, value in changes.items() if lever.span is not None}
    parameters = {
        lever.key.removeprefix("parameter."): value for lever, value in _of(changes, LeverGroup.PARAMETER)
    }
    quotas = {int(lever.key.removeprefix("quota.")): value for lever, value in _of(changes, LeverGroup.QUOTA)}
    moved = {lever.part for lever in changes if lever.span is not None}
    parts = tuple(_part(part, points, numbers, moved, scheme.digits, capped) for part in scheme.parts)
    return replace(
        scheme,
        parts=parts,
        total=_followed(scheme.total, scheme.parts, parts, scheme.is_capped),
        parameters={
            name: _parameter(each, parameters[name], as_of) if name in parameters else each
            for name, each in scheme.parameters.items()
        },
        grades=rewritten(scheme.grades, numbers),
        vetoes=rewritten(scheme.vetoes, numbers),
        ceilings=rewritten(scheme.ceilings, numbers),
        floors=rewritten(scheme.floors, numbers),
        quotas=tuple(
            replace(each, quantity=_quantity(each.quantity, quotas[number])) if number in quotas else each
            for number, each in enumerate(scheme.quotas, start=1)
        ),
    )


def _of(changes: Mapping[Lever, Fraction], group: LeverGroup) -> list[tuple[Lever, Fraction]]:
    return [(lever, value) for lever, value in changes.items() if lever.group is group]


def _part(
    part: Part,
    points: Mapping[str, Fraction],
    numbers: Mapping[SourceSpan, Fraction],
    moved: set[str | None],
    digits: int,
    capped: frozenset[str],
) -> Part:
    if part.parts:
        below = tuple(_part(each, points, numbers, moved, digits, capped) for each in part.parts)
        if all(one is other for one, other in zip(below, part.parts, strict=True)) and part.path not in moved:
            return part
        worth = _followed(part.points, part.parts, below, part.is_capped)
        return replace(part, parts=below, points=worth, won=rewritten(part.won, numbers))
    if part.path in moved:
        part = replace(part, scoring=rewritten(part.scoring, numbers), won=rewritten(part.won, numbers))
    if part.path in points:
        part = _weighed(part, points[part.path], digits, capped)
    return part


def _weighed(part: Part, points: Fraction, digits: int, capped: frozenset[str]) -> Part:
    """Return a leaf that is worth other points."""
    scoring = part.scoring

    def share(given: Fraction) -> Fraction:
        return Fraction(rounded_to(given * points / part.points, digits), 10**digits)

    if isinstance(scoring, Bands):
        bands = tuple(_band(band, share(band.points), share(band.most)) for band in scoring.bands)
        scoring = Bands(bands)
    elif isinstance(scoring, Rank):
        places: tuple[Place, ...] = tuple(replace(each, points=share(each.points)) for each in scoring.places)
        scoring = replace(scoring, places=places)
    elif isinstance(scoring, Lines):
        floor, cap = min(points, Fraction(0)), max(points, Fraction(0))
        scoring = replace(
            scoring,
            floor=scoring.floor if f"{part.path}.floor" in capped else floor,
            cap=scoring.cap if f"{part.path}.cap" in capped else cap,
        )
    return replace(part, points=points, scoring=scoring)


def _band(band: Band, points: Fraction, most: Fraction) -> Band:
    return replace(band, points=points, most=most)


def _followed(
    printed: Fraction, before: tuple[Part, ...], after: tuple[Part, ...], is_capped: bool
) -> Fraction:
    """Return what is printed above parts that changed: it moves with their sum, or stays where it only is a cap."""
    sums = [
        sum((part.points for part in parts if (part.points < 0) == (printed < 0)), Fraction(0))
        for parts in (before, after)
    ]
    if is_capped and abs(sums[0]) > abs(printed):
        return sums[1] if abs(sums[1]) < abs(printed) else printed
    return printed + sums[1] - sums[0]


def _parameter(parameter: Parameter, value: Fraction, as_of: int) -> Parameter:
    """Return a parameter with another value on a day; the value that it has on other days stays."""
    holding = [start for start, _ in parameter.later if start <= as_of]
    if not holding:
        return replace(parameter, value=value)
    later = tuple((start, value if start == holding[-1] else each) for start, each in parameter.later)
    return replace(parameter, later=later)


def _quantity(quantity: Quantity, value: Fraction) -> Quantity:
    return replace(quantity, share=value) if quantity.number is None else replace(quantity, number=int(value))


def rewritten(piece: _Piece, numbers: Mapping[SourceSpan, Fraction]) -> _Piece:
    """Return a piece of a scheme with other numbers where they stand; the same object where none of them does."""
    return cast(_Piece, _rewritten(piece, numbers))


def _rewritten(piece: object, numbers: Mapping[SourceSpan, Fraction]) -> object:
    if isinstance(piece, Number):
        return replace(piece, value=numbers[piece.span]) if piece.span in numbers else piece
    if isinstance(piece, tuple):
        items = tuple(_rewritten(each, numbers) for each in piece)
        return piece if all(one is other for one, other in zip(items, piece, strict=True)) else items
    if is_dataclass(piece) and not isinstance(piece, type | SourceSpan):
        changed = {
            each.name: new
            for each in fields(piece)
            if (new := _rewritten(old := getattr(piece, each.name), numbers)) is not old
        }
        return replace(piece, **changed) if changed else piece
    return piece
