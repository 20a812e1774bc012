"""A scheme as a page shows it: its rules in words, what it asks for, and what a careful colleague would say."""

from functools import cache

from guben.diagnostics import Finding
from guben.evaluation import check_scheme
from guben.insight.burden import MINUTES, Burden, Rewarded, burden_of
from guben.insight.linting import Subject, lint
from guben.insight.rules import RuleRow, grade_rules, rule_rows
from guben.resolve.loading import schemes_above

__all__ = [
    "MINUTES",
    "Burden",
    "Rewarded",
    "RuleRow",
    "burden_of",
    "grade_rules",
    "remarks_on",
    "rule_rows",
    "subject_of",
]


@cache
def subject_of(name: str) -> Subject:
    """Return a scheme that comes with the product, with those that build on it."""
    program = check_scheme(name).needed()
    above = tuple(check_scheme(each).needed() for each in schemes_above(name, program.name))
    return Subject(program, above)


@cache
def remarks_on(name: str) -> tuple[Finding, ...]:
    """Return what a careful colleague would say about a scheme."""
    return tuple(lint(subject_of(name)))
