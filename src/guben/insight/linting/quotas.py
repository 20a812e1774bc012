"""Quotas that cannot be met, or that leave a group with nobody."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from math import ceil, floor

from guben.diagnostics import Finding, Text
from guben.insight.linting import findings as codes
from guben.insight.linting.subject import Subject
from guben.model.exact import plain_number, rounded_to
from guben.model.grading import Quantity, Quota, QuotaKind, Rounding
from guben.office.result_book import ResultRow
from guben.phrasing.groups import say_within


def quotas_fit_together(subject: Subject) -> Iterator[Finding]:
    """What quotas promise to grades within the same groups is not more than everybody, nor more than they allow."""
    quotas = subject.program.scheme.quotas
    for one, other in permutations(quotas, 2):
        least, most = _promised(one), _allowed(other)
        is_same = one.within == other.within and set(one.grades) == set(other.grades)
        if is_same and least is not None and most is not None and least > most:
            facts: dict[str, object] = {
                "least": _percent(least),
                "most": _percent(most),
                "grades": _titles(subject, one),
            }
            yield codes.QUOTAS_CONTRADICT.at(other.span, **facts)
    for within in dict.fromkeys(quota.within for quota in quotas):
        promised = [quota for quota in quotas if quota.within == within and _promised(quota) is not None]
        total = sum((_promised(quota) or Fraction(0) for quota in _apart(promised)), Fraction(0))
        if total > 1:
            whom = say_within(within)
            yield codes.QUOTAS_BEYOND_WHOLE.at(promised[-1].span, total=_percent(total), within=whom)


def quotas_leave_somebody(subject: Subject) -> Iterator[Finding]:
    """On data, a quota that gives a share gives at least one place in every group."""
    for quota in subject.program.scheme.quotas:
        if quota.kind is QuotaKind.AT_LEAST or quota.quantity.share is None:
            continue
        sizes = Counter(_group(row, quota.within) for row in subject.rows)
        empty = [size for size in sizes.values() if _places(quota.quantity, size) == 0]
        if empty:
            yield codes.QUOTA_FOR_NOBODY.at(
                quota.span,
                grades=_titles(subject, quota),
                groups=len(sizes),
                empty=len(empty),
                size=max(empty),
                share=_percent(quota.quantity.share),
            )


def _promised(quota: Quota) -> Fraction | None:
    """Return the share of organizations that a quota promises to its grades, None where it promises no share."""
    return quota.quantity.share if quota.fills else None


def _allowed(quota: Quota) -> Fraction | None:
    """Return the share of organizations that may have the grades at most, None where there is no such share."""
    return quota.quantity.share if quota.displaces else None


def _apart(quotas: list[Quota]) -> Iterator[Quota]:
    """Yield quotas that have no grade in common with one before."""
    seen: set[str] = set()
    for quota in quotas:
        if not seen & set(quota.grades):
            yield quota
        seen |= set(quota.grades)


def _places(quantity: Quantity, size: int) -> int:
    assert quantity.share is not None
    exact = quantity.share * size
    rounded = {Rounding.DOWN: floor(exact), Rounding.UP: ceil(exact), Rounding.HALF_UP: rounded_to(exact, 0)}
    return max(rounded[quantity.rounding], quantity.at_least)


def _group(row: ResultRow, within: tuple[str, ...]) -> tuple[object, ...]:
    """Return what the organizations of one group have in common; a county's data are one county."""
    known = {"township": row.township_key, "field": row.field}
    return tuple(known.get(word) for word in within)


def _titles(subject: Subject, quota: Quota) -> list[Text]:
    titles = {grade.name: grade.title for grade in subject.program.scheme.grades}
    return [titles[name] for name in quota.grades]


def _percent(share: Fraction) -> str:
    return f"{plain_number(share * 100)}%"
