"""Which line, band or place of a scoring an organization's points come from."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from guben.diagnostics import Text
from guben.insight.trees import Branch
from guben.model.exact import plain_number
from guben.model.scoring import LineKind
from guben.phrasing import say_condition
from guben.phrasing.lines import say_line
from guben.plan.scoring import line_points
from guben.reference import Missing, NotApplicable, Value
from guben.typesystem.expressions import Expression
from guben.typesystem.scorings import TypedBands, TypedLines, TypedRank, TypedScoring

_LINE = Text("{line}：{sign}{points}分", "{line}: {sign}{points}")
_NOT_KNOWN = Text("{line}：缺数据", "{line}: not known")
_ZERO = Text("{line}：成立，清零", "{line}: yes, so nothing is left")
_BAND = Text("落在第{number}档：{condition}", "Band {number} holds: {condition}")
_LAST_BAND = Text(
    "以上各档都不符合，落在第{number}档", "None of the bands above holds, so band {number} does"
)
_PLACE = Text("名次：第{place}名，共{peers}个", "Place {place} of {peers}")
_DIGITS = 4


def say_taken(scoring: TypedScoring, value: Callable[[Expression], Value]) -> Iterator[Branch]:
    """Yield what counted and how much; `value` computes an expression for the organization."""
    match scoring:
        case TypedLines():
            for typed in scoring.typed:
                said = _zero(typed.condition, value) if typed.line.kind is LineKind.ZERO else None
                if typed.line.kind is not LineKind.ZERO:
                    points = value(line_points(typed))
                    sign = "+" if typed.line.kind is LineKind.PLUS else "−"
                    said = _effect(points, sign)
                if said is not None:
                    yield Branch(said.filled(line=say_line(typed)))
        case TypedBands():
            yield from _band(scoring, value)
        case TypedRank():
            place, peers = value(scoring.place), value(scoring.peers)
            if isinstance(place, Fraction) and isinstance(peers, Fraction):
                said = _PLACE.filled(place=plain_number(place), peers=plain_number(peers))
                yield Branch(said, is_rank=True)


def _zero(condition: Expression | None, value: Callable[[Expression], Value]) -> Text | None:
    holds = value(condition) if condition is not None else False
    if isinstance(holds, Missing | NotApplicable):
        return _NOT_KNOWN
    return _ZERO if holds else None


def _effect(points: Value, sign: str) -> Text | None:
    """Return the words for a line that counted or is not known; None for one that came to nothing."""
    if not isinstance(points, Fraction):
        return _NOT_KNOWN
    shown = plain_number(points, _DIGITS)
    return (
        Text(
            _LINE.zh.replace("{sign}{points}", f"{sign}{shown}"),
            _LINE.en.replace("{sign}{points}", f"{sign}{shown}"),
        )
        if points
        else None
    )


def _band(scoring: TypedBands, value: Callable[[Expression], Value]) -> Iterator[Branch]:
    for number, band in enumerate(scoring.bands, start=1):
        if band.condition is None:
            yield Branch(_LAST_BAND.filled(number=number))
            return
        holds = value(band.condition)
        if holds is True:
            yield Branch(_BAND.filled(number=number, condition=say_condition(band.condition)))
        if holds is not False:
            return
