"""The comments of a scheme file as notes beside what they speak of, so that they survive a trip through Excel."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from guben.office.scheme_sheet.trees import Group, Items, Tree


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An entry or item with the line on which it begins, counted from 0."""

    line: int
    container: Group | Items
    key: str | int


def attach_comments(tree: Tree, node: yaml.Node, text: str) -> None:
    """Put the comments of a file into its content as notes.

    A comment on a line of its own speaks of what follows, one behind something of that. Empty ones are left out.
    """
    anchors = list(_anchors(tree, node))
    for line, words, is_alone in _comments(node, text):
        own = [each for each in anchors if each.line == line]
        before = [each for each in anchors if each.line < line]
        after = [each for each in anchors if each.line > line]
        anchor = next(iter(after if is_alone else own), None) or (before[-1] if before else None)
        if anchor is not None and words:
            anchor.container.add_note(anchor.key, words)


def _anchors(tree: Tree, node: yaml.Node) -> Iterator[_Anchor]:
    if isinstance(node, yaml.MappingNode) and isinstance(tree, Group):
        for key, value in node.value:
            yield _Anchor(key.start_mark.line, tree, str(key.value))
            yield from _anchors(tree.entries[str(key.value)], value)
    elif isinstance(node, yaml.SequenceNode) and isinstance(tree, Items):
        for place, (item, value) in enumerate(zip(tree.items, node.value, strict=True)):
            yield _Anchor(value.start_mark.line, tree, place)
            yield from _anchors(item, value)


def _comments(node: yaml.Node, text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the line, the words, and whether nothing stands before them, of each comment."""
    lines = text.splitlines()
    words = _words_by_line(node, lines)
    for number, line in enumerate(lines):
        for place, character in enumerate(line):
            starts = character == "#" and (place == 0 or line[place - 1].isspace())
            if starts and not any(start <= place < end for start, end in words.get(number, ())):
                yield number, line[place:].lstrip("#").strip(), not line[:place].strip()
                break


def _words_by_line(node: yaml.Node, lines: list[str]) -> dict[int, list[tuple[int, int]]]:
    """Return from where to where words stand in each line; what looks like a comment inside them is none."""
    found: dict[int, list[tuple[int, int]]] = {}
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, yaml.MappingNode):
            waiting += [part for pair in each.value for part in pair]
        elif isinstance(each, yaml.SequenceNode):
            waiting += each.value
        else:
            start, end = each.start_mark, each.end_mark
            for line in range(start.line, min(end.line, len(lines) - 1) + 1):
                first = start.column if line == start.line else 0
                last = end.column if line == end.line else len(lines[line])
                found.setdefault(line, []).append((first, last))
    return found
