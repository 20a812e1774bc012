"""The results of a changed program over a table that holds those of the program before it was changed.

What did not change is taken from there. So the time that a question takes grows with what is asked, not with the
scheme; and the statement of a part or a grade is the one that an evaluation has.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from guben.lowering.findings import NotExact
from guben.lowering.naming import missing_column
from guben.lowering.results import ResultLowering
from guben.lowering.statements import FormulaNotExact, Lowered
from guben.model.scheme import MissingPolicy
from guben.plan.program import PartStep, Program
from guben.plan.records import asked_of_records
from guben.typesystem.expressions import Aggregate, walk


@dataclass(frozen=True, slots=True)
class Held:
    """A table with measures and results of a program, points in units of its digits.

    `optional` says of each part whether it is left out for anybody in the table.
    """

    program: Program
    lowered: Lowered
    table: str
    optional: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Changed:
    """The statement that gives columns of the results of a changed program.

    Behind those asked for come the columns that tell where figures are missing, for the leaves in `strict`: they are
    computed anew, and without figures there is no evaluation.
    """

    query: exp.Select
    strict: tuple[PartStep, ...]


class NotHeld(Exception):
    """The changed program asks records or figures for something that the table does not have."""


def lower_changed(held: Held, program: Program, *, columns: Sequence[str], as_of: int) -> Changed:
    """Return the statement for `columns` of the results of a program that differs from the held one in its rules only.

    Raises NotHeld where it differs in more, and FormulaNotExact if a number could need more than 38 digits.
    """
    if _first_half(program) != _first_half(held.program):
        raise NotHeld
    same, won = _unchanged(held.program, program)
    kept = asked_of_records(held.program)
    if any(node not in kept for node in _asked_anew(program, same, won)):
        raise NotHeld
    strict = tuple(
        step
        for step in program.parts
        if step.path not in same and step.expression is not None and step.policy is MissingPolicy.ERROR
    )
    lowering = ResultLowering(
        program,
        held.lowered.measures,
        list(zip(kept, held.lowered.inner, strict=True)),
        held.table,
        (),
        as_of,
        held={path: held.optional[path] for path in same},
        won_held=won,
    )
    try:
        query = lowering.build_narrow([*columns, *(missing_column(step.path) for step in strict)])
    except NotExact as cause:
        raise FormulaNotExact("total", cause) from None
    return Changed(query, strict)


def _first_half(program: Program) -> tuple[object, ...]:
    """Return what decides on the measures: how each comes about, who is evaluated, and the program below."""
    steps = tuple((step.name, step.measure.type, step.expression) for step in program.measures)
    return (steps, program.scheme.scope, program.scheme.digits, program.children)


def _asked_anew(program: Program, same: frozenset[str], won: frozenset[str]) -> Iterator[Aggregate]:
    """Yield what the rules that are computed anew ask of records."""
    rules = [step.expression for step in program.parts if step.path not in same]
    rules += [step.won for step in program.parts if step.path not in won]
    for limits in (program.vetoes, program.ceilings, program.floors):
        rules += [limit.condition for limit in limits]
    rules += [tail.expression for tail in program.tails]
    rules += [grade.condition for grade in program.grades]
    for rule in rules:
        if rule is not None:
            yield from (node for node in walk(rule) if isinstance(node, Aggregate))


def _rule(step: PartStep) -> PartStep:
    """Return what the points of a part follow from, and nothing else."""
    return replace(step, part=None, scoring=None, won=None)


def _unchanged(old: Program, new: Program) -> tuple[frozenset[str], frozenset[str]]:
    """Return the parts that must have the same points, and those that must be won by the same.

    A leaf speaks of figures only, and when a part is won of its own points only.
    """
    before = {step.path: step for step in old.parts}
    printed = {step.path: (step.printed, step.applies) for step in new.parts}
    same: set[str] = set()
    for step in new.parts:
        was = before.get(step.path)
        if was is not None and _rule(step) == _rule(was):
            below = ((path, before[path]) for path in step.below)
            if all(path in same and printed[path] == (each.printed, each.applies) for path, each in below):
                same.add(step.path)
    won = {
        step.path
        for step in new.parts
        if step.won is not None and step.path in same and before[step.path].won == step.won
    }
    return frozenset(same), frozenset(won)
