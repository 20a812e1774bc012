"""The results of a program over a published table, which withholds figures and states what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from guben.lowering.naming import TAKEN, points_column, taken_column
from guben.lowering.results import ResultLowering
from guben.lowering.statements import Lowered
from guben.plan.program import Program
from guben.plan.records import asked_of_records


@dataclass(frozen=True, slots=True)
class Published:
    """The statement for the results, and the columns of it that tell for whom something was taken as stated.

    `points` are those of points of parts, `others` those of wins, grades, limits and lists.
    """

    query: exp.Select
    points: tuple[str, ...]
    others: tuple[str, ...]


def lower_published(
    program: Program, lowered: Lowered, table: str, withheld: Sequence[str], *, as_of: int
) -> Published:
    """Return the statement for the results over a table with measures, flags for those withheld, and what is stated."""
    kept = ["organization", *lowered.unit_columns]
    inner = list(zip(asked_of_records(program), lowered.inner, strict=True))
    lowering = ResultLowering(
        program, lowered.measures, inner, table, kept, as_of, withheld=frozenset(withheld)
    )
    query = lowering.build()
    taken = [name for name in lowering.columns if name.startswith(TAKEN)]
    of_points = [taken_column(points_column(step.path)) for step in program.parts]
    # Whether figures are missing follows the points, and is not counted beside them.
    return Published(
        query,
        tuple(name for name in taken if name in of_points),
        tuple(name for name in taken if name not in of_points and not name.startswith(f"{TAKEN}missing:")),
    )
