"""Quotas and lists: that they speak of grades that exist, lie together and can be had."""

from collections.abc import Iterator

from guben.diagnostics import Code, Finding, SourceSpan, Text, suggestion
from guben.model.exact import plain_number
from guben.model.grading import Quantity
from guben.resolve.findings import KNOWN_GRADES, UNKNOWN_GRADE
from guben.typesystem.schemes import TypedScheme

GRADES_LIE_APART = Code(
    "E315",
    Text("一条比例控制的各等次应当相邻。", "The grades of a quota must stand next to each other."),
    Text("分成几条，或补上中间的等次。", "Make several quotas of it, or add the grades between."),
)
NOWHERE_TO_FALL = Code(
    "E316",
    Text(
        "“{grade}”是最后一个等次，超出比例的组织没有更低的等次可去。",
        "'{grade}' is the last grade; who is beyond the quota has nowhere to fall.",
    ),
    Text(
        "最后一个等次只能写 kind: at_least；或者限制它以上的等次。",
        "For the last grade write kind: at_least, or put the quota on the grades above it.",
    ),
)
SHARE_BEYOND_WHOLE = Code(
    "E317",
    Text("比例是{share}%，应当在0%至100%之间。", "The share is {share}%; it should lie between 0% and 100%."),
)


def quota_grades_exist(typed: TypedScheme) -> Iterator[Finding]:
    """A quota names grades of the scheme that stand together, and leaves room below where it displaces."""
    known = [grade.name for grade in typed.scheme.grades]
    for quota in typed.scheme.quotas:
        unknown = [name for name in quota.grades if name not in known]
        for name in unknown:
            yield UNKNOWN_GRADE.at(quota.grades_span, name=name, advice=suggestion(name, known, KNOWN_GRADES))
        places = sorted(known.index(name) for name in quota.grades if name in known)
        if unknown or not places:
            continue
        if places != list(range(places[0], places[0] + len(places))):
            yield GRADES_LIE_APART.at(quota.grades_span)
        elif quota.displaces and places[-1] == len(known) - 1:
            yield NOWHERE_TO_FALL.at(quota.grades_span, grade=known[-1])


def shares_are_shares(typed: TypedScheme) -> Iterator[Finding]:
    """A share of organizations lies between none and all of them."""
    scheme = typed.scheme
    for quota in scheme.quotas:
        yield from _beyond(quota.quantity, quota.span)
    for tail in scheme.tails:
        yield from _beyond(tail.most, tail.span)


def _beyond(quantity: Quantity, span: SourceSpan) -> Iterator[Finding]:
    if quantity.share is not None and not 0 <= quantity.share <= 1:
        yield SHARE_BEYOND_WHOLE.at(span, share=plain_number(quantity.share * 100))
