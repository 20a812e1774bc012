"""The results of a program on a snapshot, without a folder to keep them in."""

from guben.backends import Duck
from guben.evaluation.engine import compute
from guben.evaluation.tables import result_rows
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.snapshot.store import Snapshot


def rows_on(program: Program, snapshot: Snapshot) -> list[ResultRow]:
    """Return the results in order of the organizations' keys. Raises Refusal as `compute` does."""
    with Duck() as engine:
        return result_rows(engine, program, compute(engine, program, snapshot).lowered)
