"""What a careful colleague would say about a scheme that is right: what it rewards, what it asks, whom it tells apart."""

from collections.abc import Callable, Iterator

from guben.diagnostics import Finding, SourceSpan
from guben.insight.linting.asking import (
    asked_more_often_than_used,
    asked_twice,
    could_be_derived,
    held_in_a_ledger,
    measures_are_used,
)
from guben.insight.linting.bands import bands_fit_together, grades_can_be_reached
from guben.insight.linting.likeness import (
    parts_are_scored_apart,
    parts_have_titles_of_their_own,
    rows_tell_apart,
)
from guben.insight.linting.quotas import quotas_fit_together, quotas_leave_somebody
from guben.insight.linting.rewarding import outcomes_outweigh_paperwork, rewards_are_said
from guben.insight.linting.subject import Subject
from guben.insight.linting.summary import summary_of

LINTS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    outcomes_outweigh_paperwork,
    rewards_are_said,
    parts_are_scored_apart,
    parts_have_titles_of_their_own,
    rows_tell_apart,
    bands_fit_together,
    grades_can_be_reached,
    quotas_fit_together,
    quotas_leave_somebody,
    measures_are_used,
    asked_twice,
    asked_more_often_than_used,
    could_be_derived,
    held_in_a_ledger,
)


def lint(subject: Subject) -> list[Finding]:
    """Return what there is to say, in the order of the file."""
    found = [finding for each in LINTS for finding in each(subject)]
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, str]:
    span = finding.place
    return (span.line if isinstance(span, SourceSpan) else 0, finding.code.number)


__all__ = ["LINTS", "Subject", "lint", "summary_of"]
