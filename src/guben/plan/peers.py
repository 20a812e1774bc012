"""What a program asks about organizations beside each other."""

from collections.abc import Iterator

from guben.plan.program import Program
from guben.typesystem.expressions import Peers, Ranked, walk
from guben.typesystem.peers import group_columns


def compares_peers(program: Program) -> bool:
    """Return whether an organization's outcome depends on others that are evaluated beside it."""
    return any(each.quotas or any(_nodes(each)) for each in program.chain())


def peer_columns(program: Program) -> tuple[str, ...]:
    """Return the columns of organizations by which peers are grouped, each once."""
    columns = [column for node in _nodes(program) for column in node.within]
    columns += [column for step in program.quotas for column in group_columns(step.quota.within)]
    return tuple(dict.fromkeys(columns))


def _nodes(program: Program) -> Iterator[Ranked | Peers]:
    points = [step.expression for step in program.parts if step.expression is not None]
    for expression in (*points, *(step.expression for step in program.tails)):
        yield from (node for node in walk(expression) if isinstance(node, Ranked | Peers))
