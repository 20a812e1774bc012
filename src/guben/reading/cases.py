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
        given=given(tree, plain(entries, "given")) or {},
        expect=given(tree, entries["expect"].value) or {},
        span=tree.span(entries["name"].value),
        members=all_given(tree, plain(entries, "members")),
        workplace=given(tree, plain(entries, "workplace")),
        children=all_given(tree, plain(entries, "children")),
        peers=all_given(tree, plain(entries, "peers")),
        ledgers={
            name: all_given(tree, entry.value) or ()
            for name, entry in (tree.entries(ledgers, _CASE) if ledgers else {}).items()
        },
        tallies={
            name: given(tree, entry.value) or {}
            for name, entry in (tree.entries(tallies, _CASE) if tallies else {}).items()
        },
        organization=given(tree, plain(entries, "organization")) or {},
        as_of=Given(tree.words(as_of.value, _CASE), tree.span(as_of.value)) if as_of else None,
    )


def all_given(tree: Tree, node: yaml.Node | None) -> tuple[dict[str, Given], ...] | None:
    """Return what each item of a list gives, None where there is no list."""
    if node is None:
        return None
    return tuple(given(tree, item) or {} for item in tree.items(node, _CASE))


def given(tree: Tree, node: yaml.Node | None) -> dict[str, Given] | None:
    """Return the words that a mapping gives, with their places."""
    if node is None:
        return None
    found = {}
    for name, entry in tree.entries(node, _CASE).items():
        found[name] = Given(tree.words(entry.value, _CASE), tree.span(entry.value))
    return found
