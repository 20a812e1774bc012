"""The grades of many evaluations at once: one row an organization and run, with points that stand in the table."""

from sqlglot import exp

from guben.lowering.changed import Held
from guben.lowering.results import ResultLowering
from guben.plan.program import WHOLE
from guben.plan.records import asked_of_records
from guben.typesystem.expressions import Aggregate, Expression, MeasureValue, OwnField, PartPoints, walk
from guben.typesystem.peers import group_columns

RUN = "run"


def needed_points(held: Held) -> list[str]:
    """Return the paths of the parts whose points decide on the grade; the whole is always among them."""
    program = held.program
    found = {node.path: None for rule in _rules(held) for node in walk(rule) if isinstance(node, PartPoints)}
    found.update({step.path: None for step in program.parts if step.won is not None})
    return list({**found, WHOLE: None})


def needed_columns(held: Held) -> list[str]:
    """Return the columns beside points that decide on the grade: what an organization is, and its measures."""
    program, lowered = held.program, held.lowered
    kept = asked_of_records(program)
    columns: dict[str, None] = {}
    for rule in _rules(held):
        for node in walk(rule):
            if isinstance(node, MeasureValue):
                columns.update(dict.fromkeys(lowered.measures[node.measure.name].columns))
            elif isinstance(node, OwnField):
                columns[node.name] = None
            elif isinstance(node, Aggregate):
                columns.update(dict.fromkeys(lowered.inner[kept.index(node)].columns))
    for step in program.quotas:
        columns.update(dict.fromkeys(group_columns(step.quota.within)))
    return list(columns)


def lower_grades(held: Held, table: str, *, as_of: int) -> exp.Select:
    """Return the statement for run, organization and place of the grade over a table with these columns."""
    kept = asked_of_records(held.program)
    lowering = ResultLowering(
        held.program,
        held.lowered.measures,
        list(zip(kept, held.lowered.inner, strict=True)),
        table,
        (),
        as_of,
        held=held.optional,
        apart=(RUN,),
    )
    return lowering.build_grades([RUN, "organization"])


def _rules(held: Held) -> list[Expression]:
    program = held.program
    rules = [step.won for step in program.parts if step.won is not None]
    for limits in (program.vetoes, program.ceilings, program.floors):
        rules += [limit.condition for limit in limits]
    return rules + [grade.condition for grade in program.grades if grade.condition is not None]
