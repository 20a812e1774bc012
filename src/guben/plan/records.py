"""What the rules of a program ask of records without a measure of its own."""

from guben.plan.program import Program
from guben.typesystem.expressions import Aggregate, walk


def asked_of_records(program: Program) -> list[Aggregate]:
    """Return each such question once, in the order in which their answers are stored."""
    asked: list[Aggregate] = []
    for expression in program.rules():
        for node in walk(expression):
            if isinstance(node, Aggregate) and node not in asked:
                asked.append(node)
    return asked
