"""The content of a scheme file as words, groups and lists; read from a workbook, each knows its cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from guben.diagnostics import CellPlace


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number, formula or sentence as it is written."""

    text: str
    place: CellPlace | None = field(default=None, compare=False)


@dataclass(slots=True)
class Noted:
    """What has notes on its parts, by their name or place in the list; notes mean nothing to the scheme."""

    notes: dict[str | int, str] = field(default_factory=dict, compare=False, kw_only=True)

    def add_note(self, key: str | int, words: str) -> None:
        """Add a line to the note on a part."""
        self.notes[key] = f"{self.notes[key]}\n{words}" if key in self.notes else words


@dataclass(slots=True)
class Group(Noted):
    """Named content in order; `places` are where the names stand."""

    entries: dict[str, "Tree"] = field(default_factory=dict)
    places: dict[str, CellPlace] = field(default_factory=dict, compare=False)

    def put(self, path: str, value: "Tree", place: CellPlace | None = None) -> bool:
        """Set what stands at a dotted path; False where a word stands in its way or something stands there."""
        name, _, rest = path.partition(".")
        if place is not None:
            self.places.setdefault(name, place)
        if not rest:
            return self.entries.setdefault(name, value) is value
        below = self.entries.setdefault(name, Group())
        return isinstance(below, Group) and below.put(rest, value, place)


@dataclass(slots=True)
class Items(Noted):
    """A list."""

    items: list["Tree"] = field(default_factory=list)


Tree = Word | Group | Items


def tree_of(node: yaml.Node, place: CellPlace | None = None) -> Tree:
    """Return the content of a YAML node; all of it stands in the cell `place`, if it comes from one."""
    if isinstance(node, yaml.ScalarNode):
        return Word(str(node.value).strip(), place)
    if isinstance(node, yaml.SequenceNode):
        return Items([tree_of(each, place) for each in node.value])
    group = Group()
    for key, value in node.value:
        name = str(key.value)
        group.entries[name] = tree_of(value, place)
        if place is not None:
            group.places[name] = place
    return group


def named_groups(tree: Tree | None) -> Iterator[tuple[str, Group]]:
    """Yield the groups of a group by name; anything else has none."""
    for name, below in tree.entries.items() if isinstance(tree, Group) else ():
        if isinstance(below, Group):
            yield name, below


def notes_in(tree: Tree | None, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield all notes inside content, in order; of what is called `without` only those on it, not inside."""
    if isinstance(tree, Group):
        for name, below in tree.entries.items():
            yield from [tree.notes[name]] if name in tree.notes else []
            yield from notes_in(below, without) if name not in without else ()
    elif isinstance(tree, Items):
        for place, item in enumerate(tree.items):
            yield from [tree.notes[place]] if place in tree.notes else []
            yield from notes_in(item, without)


def is_list_of_groups(tree: Tree | None) -> bool:
    """Return whether the content is a list of groups with at least one."""
    return (
        isinstance(tree, Items) and bool(tree.items) and all(isinstance(each, Group) for each in tree.items)
    )


def is_group_of_groups(tree: Tree | None) -> bool:
    """Return whether the content is named groups with at least one."""
    return (
        isinstance(tree, Group)
        and bool(tree.entries)
        and all(isinstance(each, Group) for each in tree.entries.values())
    )
