"""Grades, vetoes and wins: that each can be reached and speaks of what exists."""

from collections.abc import Iterator

from guben.diagnostics import Code, Finding, Text, suggestion
from guben.resolve.findings import KNOWN_GRADES, UNKNOWN_GRADE
from guben.typesystem.expressions import WonParts, walk
from guben.typesystem.schemes import TypedScheme

LAST_GRADE_HAS_CONDITION = Code(
    "E311",
    Text(
        "最后一个等次“{name}”带有条件，不符合条件的组织就没有等次。",
        "The last grade '{name}' has a condition; who fails it would have no grade.",
    ),
    Text("去掉它的 when。", "Remove its 'when'."),
)
GRADE_HIDES_OTHERS = Code(
    "E312",
    Text(
        "等次“{name}”没有条件，后面的等次永远轮不到。",
        "Grade '{name}' has no condition; the grades after it are never reached.",
    ),
    Text("写上 when，或把它放到最后。", "Give it a 'when', or put it last."),
)
NOTHING_CAN_BE_WON = Code(
    "E313",
    Text(
        "等次条件用到 COUNT(WON)，但没有一个指标写了 won。",
        "A grade counts won parts, but no part says how it is won.",
    ),
    Text(
        "给各指标写上 won，例如 won: points >= 80%。", "Give the parts a 'won', such as won: points >= 80%."
    ),
)


def last_grade_always_holds(typed: TypedScheme) -> Iterator[Finding]:
    """The last grade takes everybody who is left."""
    for grade in typed.scheme.grades[-1:]:
        if grade.condition is not None:
            yield LAST_GRADE_HAS_CONDITION.at(grade.span, name=grade.name)


def only_last_grade_always_holds(typed: TypedScheme) -> Iterator[Finding]:
    """A grade before the last has a condition."""
    for grade in typed.scheme.grades[:-1]:
        if grade.condition is None:
            yield GRADE_HIDES_OTHERS.at(grade.span, name=grade.name)


def veto_grades_exist(typed: TypedScheme) -> Iterator[Finding]:
    """A veto, ceiling or floor names a grade of the scheme."""
    scheme = typed.scheme
    known = [grade.name for grade in scheme.grades]
    for veto in (*scheme.vetoes, *scheme.ceilings, *scheme.floors):
        if veto.grade not in known:
            advice = suggestion(veto.grade, known, KNOWN_GRADES)
            yield UNKNOWN_GRADE.at(veto.grade_span, name=veto.grade, advice=advice)


def wins_exist(typed: TypedScheme) -> Iterator[Finding]:
    """Where won parts are counted, some part can be won."""
    counted = [
        name
        for name, condition in typed.grades.items()
        if any(isinstance(node, WonParts) for node in walk(condition))
    ]
    for grade in typed.scheme.grades:
        if grade.name in counted and not typed.won:
            yield NOTHING_CAN_BE_WON.at(grade.span)
