"""All formulas of a program, with what each belongs to."""

from collections.abc import Iterator

from guben.diagnostics import Text, both
from guben.plan.program import Program
from guben.typesystem.expressions import Expression


def titled_formulas(program: Program) -> Iterator[tuple[Text, Expression]]:
    """Yield every formula with the title of its measure, part, limit, list or grade."""
    for measure in program.measures:
        if measure.expression is not None:
            yield measure.measure.title, measure.expression
    yield from outcome_formulas(program)


def outcome_formulas(program: Program) -> Iterator[tuple[Text, Expression]]:
    """Yield the formulas that points, grades and lists come from; those of measures are not among them."""
    for part in program.parts:
        title = part.part.title if part.part is not None else program.scheme.title
        for formula in (part.expression, part.won, part.applies):
            if formula is not None:
                yield title, formula
    for limit in (*program.vetoes, *program.ceilings, *program.floors):
        yield limit.veto.title or both(limit.veto.grade), limit.condition
    for quota in program.quotas:
        if quota.then is not None:
            yield quota.quota.title or both("、".join(quota.quota.grades)), quota.then.value
    for tail in program.tails:
        yield tail.tail.title, tail.expression
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    for grade in program.grades:
        if grade.condition is not None:
            yield titles[grade.name], grade.condition


def formulas_of(program: Program) -> Iterator[Expression]:
    """Yield every formula."""
    yield from (formula for _, formula in titled_formulas(program))
