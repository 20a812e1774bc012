"""Scorings: that what belongs together goes together, and shares are shares."""

from collections.abc import Iterator
from itertools import pairwise

from guben.diagnostics import Code, Finding, Text
from guben.model.exact import plain_number
from guben.model.scoring import LineKind, Lines, Poll, Rank
from guben.typesystem.schemes import TypedScheme

GROUP_IS_MIXED = Code(
    "E309",
    Text(
        "“{group}”一组里既有加分又有扣分，不能取最多的一条。",
        "Lines of group '{group}' both add and take away, so none of them is the one with most points.",
    ),
    Text(
        "加分和扣分用不同的 group。", "Let those that add and those that take away have groups of their own."
    ),
)
PLACES_OUT_OF_ORDER = Code(
    "E310",
    Text(
        "“前{later}”排在“前{earlier}”后面，永远轮不到。",
        "'first: {later}' stands after 'first: {earlier}' and is never reached.",
    ),
    Text("从最前的名次写起。", "Begin with the foremost places."),
)
WEIGHT_BEYOND_WHOLE = Code(
    "E314",
    Text(
        "指标“{part}”里“{option}”的权重是{weight}%，应当在0%至100%之间。",
        "In part '{part}', option '{option}' weighs {weight}%; weights lie between 0% and 100%.",
    ),
)


def groups_add_or_take_away(typed: TypedScheme) -> Iterator[Finding]:
    """The lines of a group all add or all take away."""
    for part in typed.scheme.all_parts():
        first: dict[str, LineKind] = {}
        for line in part.scoring.lines if isinstance(part.scoring, Lines) else ():
            if line.group is not None and first.setdefault(line.group, line.kind) != line.kind:
                yield GROUP_IS_MIXED.at(line.span, group=line.group)


def places_are_in_order(typed: TypedScheme) -> Iterator[Finding]:
    """Of places written alike each reaches further than the one before it."""
    for part in typed.scheme.all_parts():
        for one, other in pairwise(part.scoring.places if isinstance(part.scoring, Rank) else ()):
            if one.number is not None and other.number is not None and other.number <= one.number:
                yield PLACES_OUT_OF_ORDER.at(other.span, earlier=one.number, later=other.number)
            if one.share is not None and other.share is not None and other.share <= one.share:
                shares = [f"{plain_number(each * 100)}%" for each in (one.share, other.share)]
                yield PLACES_OUT_OF_ORDER.at(other.span, earlier=shares[0], later=shares[1])


def weights_of_options_are_shares(typed: TypedScheme) -> Iterator[Finding]:
    """An option counts between nothing and wholly."""
    for part in typed.scheme.all_parts():
        for option, weight in part.scoring.weights if isinstance(part.scoring, Poll) else ():
            if not 0 <= weight <= 1:
                facts = {"option": option, "weight": plain_number(weight * 100)}
                yield WEIGHT_BEYOND_WHOLE.at(part.span, part=part.path, **facts)
