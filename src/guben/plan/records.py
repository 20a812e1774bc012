"""What the rules of a program ask of records without a measure of its own."""

from guben.plan.formulas import outcome_formulas
from guben.plan.program import Program
from guben.typesystem.expressions import Aggregate, walk


def asked_of_records(program: Program) -> list[Aggregate]:
    """Return each such question once, in the order in which their answers are stored."""
    asked: list[Aggregate] = []
    for _, expression in outcome_formulas(program):
        for node in walk(expression):
            if isinstance(node, Aggregate) and node not in asked:
                asked.append(node)
    return asked
