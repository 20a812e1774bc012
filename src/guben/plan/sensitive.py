"""Which measures of a program say something of a single person, because their scheme says so."""

from guben.plan.program import MeasureStep, Program
from guben.resolve.records import CHILDREN
from guben.typesystem.expressions import Aggregate, FieldValue, MeasureValue, walk


def sensitive_measures(program: Program) -> frozenset[str]:
    """Return the measures that are sensitive, or made of one that is, their own or of an organization below."""
    below = sensitive_measures(program.children) if program.children else frozenset()
    found: set[str] = set()
    # A formula speaks of measures that stand before it.
    for step in program.measures:
        if step.measure.is_sensitive or _is_made_of(step, found, below):
            found.add(step.name)
    return frozenset(found)


def asks_below(node: Aggregate, sensitive: frozenset[str]) -> bool:
    """Return whether an aggregate asks of the organizations below for one of these measures of theirs."""
    if node.records.set.name != CHILDREN:
        return False
    return any(isinstance(each, FieldValue) and each.field.name in sensitive for each in walk(node))


def _is_made_of(step: MeasureStep, own: set[str], below: frozenset[str]) -> bool:
    if step.expression is None:
        return False
    return any(
        (isinstance(node, MeasureValue) and node.measure.name in own)
        or (isinstance(node, Aggregate) and asks_below(node, below))
        for node in walk(step.expression)
    )
