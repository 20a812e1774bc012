"""A scheme as a page shows it: its rules in words, what it asks for, and what a careful colleague would say."""

from guben.diagnostics import Finding
from guben.evaluation import check_scheme
from guben.insight.burden import MINUTES, Burden, Rewarded, burden_of
from guben.insight.linting import Subject, lint
from guben.insight.rules import RuleRow, grade_rules, rule_rows
from guben.resolve.loading import schemes_above
from guben_web.engine.in_force import kept_in_force, where_is

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


@kept_in_force
def subject_of(name: str) -> Subject:
    """Return a scheme in force, with those beside it that build on it."""
    program = check_scheme(where_is(name)).needed()
    above = tuple(check_scheme(each).needed() for each in schemes_above(where_is(name), program.name))
    return Subject(program, above)


@kept_in_force
def remarks_on(name: str) -> tuple[Finding, ...]:
    """Return what a careful colleague would say about a scheme."""
    return tuple(lint(subject_of(name)))
