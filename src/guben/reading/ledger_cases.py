"""The hand-worked cases in the file of a ledger."""

from collections.abc import Iterator

import yaml

from guben.diagnostics import Text
from guben.model.ledger_type import LedgerCase
from guben.model.scheme import Case, Given
from guben.reading.cases import all_given, given
from guben.reading.trees import Entry, Tree, plain

_CASE = Text("算例", "case")
LEDGER_CASE_KEYS = ("expect", "breaks", "members", "workplace", "as_of")


def ledger_cases(tree: Tree, node: yaml.Node | None) -> tuple[LedgerCase, ...]:
    """Return the cases that could be read."""
    items = tree.items(node, _CASE) if node else []
    return tuple(case for item in items if (case := _case(tree, item)))


def _case(tree: Tree, node: yaml.Node) -> LedgerCase | None:
    entries = tree.record(node, _CASE, required=("name", "entries"), optional=LEDGER_CASE_KEYS)
    if "name" not in entries or "entries" not in entries:
        return None
    as_of = plain(entries, "as_of")
    case = Case(
        name=tree.words(entries["name"].value, _CASE),
        given={},
        expect=given(tree, plain(entries, "expect")) or {},
        span=tree.span(entries["name"].value),
        members=all_given(tree, plain(entries, "members")),
        workplace=given(tree, plain(entries, "workplace")),
        as_of=_given(tree, as_of) if as_of else None,
    )
    return LedgerCase(case, all_given(tree, entries["entries"].value) or (), tuple(_breaks(tree, entries)))


def _breaks(tree: Tree, entries: dict[str, Entry]) -> Iterator[Given]:
    node = plain(entries, "breaks")
    if isinstance(node, yaml.SequenceNode):
        yield from (_given(tree, item) for item in node.value)
    elif node is not None:
        yield _given(tree, node)


def _given(tree: Tree, node: yaml.Node) -> Given:
    return Given(tree.words(node, _CASE), tree.span(node))
