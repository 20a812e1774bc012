"""What a program asks about organizations beside each other."""

from collections.abc import Iterator

from guben.plan.formulas import outcome_formulas
from guben.plan.program import Program
from guben.typesystem.expressions import AmongPeers, walk
from guben.typesystem.peers import group_columns


def compares_peers(program: Program) -> bool:
    """Return whether an organization's outcome depends on others that are evaluated beside it."""
    return any(each.quotas or any(_nodes(each)) for each in program.chain())


def peer_columns(program: Program) -> tuple[str, ...]:
    """Return the columns of organizations by which peers are grouped, each once."""
    columns = [column for node in _nodes(program) for column in node.within]
    columns += [column for step in program.quotas for column in group_columns(step.quota.within)]
    return tuple(dict.fromkeys(columns))


def _nodes(program: Program) -> Iterator[AmongPeers]:
    for _, expression in outcome_formulas(program):
        yield from (node for node in walk(expression) if isinstance(node, AmongPeers))
