"""What is looked at: a scheme, the schemes that build on it, and the results it gives on data, if there are any."""

from collections.abc import Iterator
from dataclasses import dataclass

from guben.model.scheme import Part
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.plan.formulas import formulas_of, outcome_formulas
from guben.typesystem.expressions import Expression, FieldValue, MeasureValue, walk


@dataclass(frozen=True, slots=True)
class Subject:
    """A scheme to look at; `above` are the programs whose children it evaluates, `rows` its results on data."""

    program: Program
    above: tuple[Program, ...] = ()
    rows: tuple[ResultRow, ...] = ()

    def leaves(self) -> list[Part]:
        """Return the parts with a scoring, in order."""
        return [leaf for part in self.program.scheme.parts for leaf in part.leaves()]

    def used_measures(self) -> set[str]:
        """Return the names of the measures on which points, grades or the schemes above depend."""
        used = {node.measure.name for _, each in outcome_formulas(self.program) for node in _measures(each)}
        fields = (
            node.field.name
            for program in self.above
            for each in formulas_of(program)
            for node in _fields(each)
        )
        used |= set(fields) & self.program.scheme.measures.keys()
        waiting = list(used)
        while waiting:
            expression = self.program.measure(waiting.pop()).expression
            found = {node.measure.name for node in _measures(expression)} - used if expression else set()
            used |= found
            waiting += found
        return used


def _measures(expression: Expression) -> Iterator[MeasureValue]:
    yield from (node for node in walk(expression) if isinstance(node, MeasureValue))


def _fields(expression: Expression) -> Iterator[FieldValue]:
    yield from (node for node in walk(expression) if isinstance(node, FieldValue))
