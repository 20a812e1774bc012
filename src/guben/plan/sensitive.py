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


def _is_made_of(step: MeasureStep, own: set[str], below: frozenset[str]) -> bool:
    if step.expression is None:
        return False
    for node in walk(step.expression):
        if isinstance(node, MeasureValue) and node.measure.name in own:
            return True
        if isinstance(node, Aggregate) and node.records.set.name == CHILDREN:
            asked = (each.field.name for each in walk(node) if isinstance(each, FieldValue))
            if not below.isdisjoint(asked):
                return True
    return False
