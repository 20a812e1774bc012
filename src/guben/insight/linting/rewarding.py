"""What the points are for: paper and process, or what came of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from guben.diagnostics import Finding, Text
from guben.insight.linting import findings as codes
from guben.insight.linting.subject import Subject
from guben.model.exact import plain_number
from guben.model.scheme import Part, Reward

# Work for the record: that something was written, or done in due form, whatever came of it.
PAPERWORK = (Reward.PAPER, Reward.PROCESS)
# From here on the sheet rewards paperwork first.
_TOO_MUCH = Fraction(1, 2)
_MOST_NAMED = 5


def points_by_reward(subject: Subject) -> Mapping[Reward | None, Fraction]:
    """Return the points of the leaves by what they are for, None where it is not said.

    Points that are only taken away weigh as much as points that are given.
    """
    points: dict[Reward | None, Fraction] = {}
    for leaf in subject.leaves():
        reward = leaf.rewards or _above(subject, leaf)
        points[reward] = points.get(reward, Fraction(0)) + abs(leaf.points)
    return points


def formalism_share(subject: Subject) -> Fraction:
    """Return which share of the points is for paper and process."""
    points = points_by_reward(subject)
    total = sum(points.values(), Fraction(0))
    return sum((points.get(each, Fraction(0)) for each in PAPERWORK), Fraction(0)) / total


def outcomes_outweigh_paperwork(subject: Subject) -> Iterator[Finding]:
    """No more than half of the points are for paper and process."""
    share = formalism_share(subject)
    if share <= _TOO_MUCH:
        return
    scheme = subject.program.scheme
    leaves = [leaf for leaf in subject.leaves() if (leaf.rewards or _above(subject, leaf)) in PAPERWORK]
    points = sum((abs(leaf.points) for leaf in leaves), Fraction(0))
    largest = sorted(leaves, key=lambda leaf: -abs(leaf.points))[:_MOST_NAMED]
    yield codes.MOSTLY_PAPERWORK.at(
        scheme.total_span,
        total=plain_number(sum(points_by_reward(subject).values(), Fraction(0))),
        points=plain_number(points),
        share=plain_number(share * 100, 0),
        parts=[_named(leaf) for leaf in largest],
    )


def rewards_are_said(subject: Subject) -> Iterator[Finding]:
    """Every leaf says what its points are for, itself or above it; all that do not are one remark."""
    silent = [leaf for leaf in subject.leaves() if (leaf.rewards or _above(subject, leaf)) is None]
    for first in silent[:1]:
        finding = codes.REWARDS_NOT_SAID.at(first.span, part=first.path)
        yield replace(finding, elsewhere=len(silent) - 1)


def _above(subject: Subject, leaf: Part) -> Reward | None:
    """Return what the nearest part above that says so rewards."""
    parts = {part.path: part for part in subject.program.scheme.all_parts()}
    path = leaf.path
    while path:
        path = path.rpartition(".")[0]
        if path and (reward := parts[path].rewards) is not None:
            return reward
    return None


def _named(leaf: Part) -> Text:
    points = plain_number(leaf.points)
    return Text(f"“{leaf.title.zh}”{points}分", f"'{leaf.title.en}' ({points})")
