"""The hand-worked cases of a scheme file."""

import yaml

from guben.diagnostics import Text
from guben.model.scheme import Case, Given
from guben.reading.trees import Tree, plain

_CASE = Text("算例", "case")
CASE_KEYS = (
    "given",
    "organization",
    "members",
    "workplace",
    "children",
    "peers",
    "ledgers",
    "tallies",
    "as_of",
)


def cases(tree: Tree, node: yaml.Node | None) -> tuple[Case, ...]:
    """Return the cases that could be read."""
    items = tree.items(node, _CASE) if node else []
    return tuple(case for item in items if (case := _case(tree, item)))


def _case(tree: Tree, node: yaml.Node) -> Case | None:
    entries = tree.record(node, _CASE, required=("name", "expect"), optional=CASE_KEYS)
    if "name" not in entries or "expect" not in entries:
        return None
    as_of = entries.get("as_of")
    ledgers, tallies = plain(entries, "ledgers"), plain(entries, "tallies")
    return Case(
        name=tree.words(entries["name"].value, _CASE),
        given=_given(tree, plain(entries, "given")) or {},
        expect=_given(tree, entries["expect"].value) or {},
        span=tree.span(entries["name"].value),
        members=_all_given(tree, plain(entries, "members")),
        workplace=_given(tree, plain(entries, "workplace")),
        children=_all_given(tree, plain(entries, "children")),
        peers=_all_given(tree, plain(entries, "peers")),
        ledgers={
            name: _all_given(tree, entry.value) or ()
            for name, entry in (tree.entries(ledgers, _CASE) if ledgers else {}).items()
        },
        tallies={
            name: _given(tree, entry.value) or {}
            for name, entry in (tree.entries(tallies, _CASE) if tallies else {}).items()
        },
        organization=_given(tree, plain(entries, "organization")) or {},
        as_of=Given(tree.words(as_of.value, _CASE), tree.span(as_of.value)) if as_of else None,
    )


def _all_given(tree: Tree, node: yaml.Node | None) -> tuple[dict[str, Given], ...] | None:
    if node is None:
        return None
    return tuple(_given(tree, item) or {} for item in tree.items(node, _CASE))


def _given(tree: Tree, node: yaml.Node | None) -> dict[str, Given] | None:
    if node is None:
        return None
    found = {}
    for name, entry in tree.entries(node, _CASE).items():
        found[name] = Given(tree.words(entry.value, _CASE), tree.span(entry.value))
    return found
