"""The fixed numbers that figures are held against."""

from fractions import Fraction

from guben.plan.formulas import formulas_of
from guben.plan.program import Program
from guben.typesystem.expressions import Constant, MeasureValue, ParameterValue, walk


def lines_of_measures(program: Program) -> dict[str, tuple[Fraction, ...]]:
    """Return the fixed numbers of all formulas that speak of a measure, by measure, in the unit of computation.

    A figure is shown with as many digits as it needs to stand to each of them as it truly does.
    """
    lines: dict[str, dict[Fraction, None]] = {}
    for formula in formulas_of(program):
        nodes = list(walk(formula))
        fixed = [node.value for node in nodes if isinstance(node, Constant)]
        for node in nodes:
            if isinstance(node, ParameterValue):
                fixed += node.parameter.values
        for node in nodes:
            if isinstance(node, MeasureValue):
                lines.setdefault(node.measure.name, {}).update(dict.fromkeys(fixed))
    return {name: tuple(held) for name, held in lines.items()}
