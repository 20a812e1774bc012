"""The content of a scheme as YAML text, remembering from which cell each word of it came."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from guben.diagnostics import CellPlace, Finding, SourceSpan
from guben.office.scheme_sheet.trees import Group, Items, Noted, Tree, Word, notes_in

_WIDEST = 110
_INDENT = "  "
# What YAML takes for a word without quotes wherever it stands.
_PLAIN = re.compile(
    r"(?:[^\W_]|[_(（“《<≤≥＜＞=]|-(?=[\w.]))[^,\[\]{}:#\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*"
)
_BREAKING = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
# Keys whose content always has lines of its own.
_SECTIONS = frozenset(
    {
        *("judges", "ledgers", "parameters", "measures", "parts", "lines", "bands"),
        *("vetoes", "ceilings", "grades", "quotas", "floors", "tails", "cases"),
    }
)

# Whatever it looks like, it is no number.
_QUOTED = frozenset({"version"})

# A piece of text with the cell it came from.
_Piece = tuple[str, CellPlace | None]


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    start: int
    end: int
    place: CellPlace


@dataclass(frozen=True, slots=True)
class SchemeText:
    """The text of a scheme file; `marks` are the words in it that came from cells, in order."""

    text: str
    marks: tuple[_Mark, ...]

    def in_cells(self, findings: Iterable[Finding], path: str) -> list[Finding]:
        """Return findings about this text, read as the file `path`, at the cells that they speak of."""
        return [self._in_cell(each, path) for each in findings]

    def _in_cell(self, finding: Finding, path: str) -> Finding:
        span = finding.place
        if not isinstance(span, SourceSpan) or span.path != path or not self.marks:
            return finding
        facts = dict(finding.facts)
        # Some findings name a second place by its line.
        if isinstance(line := facts.get("line"), int):
            facts["line"] = self._cell_at(line, 1).row or line
        return replace(finding, place=self._cell_at(span.line, span.column), facts=facts)

    def _cell_at(self, line: int, column: int) -> CellPlace:
        position = (line, column - 1)
        for mark in self.marks:
            if (mark.line, mark.end) > position:
                return mark.place
        return self.marks[-1].place


def scheme_text(scheme: Group) -> SchemeText:
    """Return a scheme as the text of its file."""
    lines: list[str] = []
    marks: list[_Mark] = []
    for pieces in _block(scheme, ""):
        # Sections stand apart, with the comments before them.
        if lines and pieces[0][0] == "" and pieces[1][0] in _SECTIONS:
            at_section = next(
                number for number in range(len(lines), 0, -1) if not lines[number - 1].startswith("#")
            )
            lines.insert(at_section, "")
        at = 0
        for words, place in pieces:
            if place is not None:
                marks.append(_Mark(len(lines) + 1, at, at + len(words), place))
            at += len(words)
        lines.append("".join(words for words, _ in pieces).rstrip())
    return SchemeText("\n".join(lines) + "\n", tuple(marks))


def flow_text(tree: Tree) -> str:
    """Return content on one line, as it stands between brackets."""
    return "".join(words for words, _ in _flow(tree))


def _block(group: Group, indent: str) -> Iterator[list[_Piece]]:
    for key, below in group.entries.items():
        yield from _comment(group, key, indent)
        head: list[_Piece] = [(indent, None), (_scalar(key), group.places.get(key)), (":", None)]
        pieces = list(_flow(below))
        if key in _QUOTED and isinstance(below, Word):
            pieces = [(json.dumps(below.text, ensure_ascii=False), below.place)]
        is_short = key not in _SECTIONS and _fits([*head, *pieces]) and not any(notes_in(below))
        if isinstance(below, Word) or is_short or not _size(below):
            yield [*head, (" ", None), *pieces]
            continue
        yield head
        if isinstance(below, Group):
            yield from _block(below, indent + _INDENT)
        else:
            yield from _items(below, indent + _INDENT)


def _items(items: Items, indent: str) -> Iterator[list[_Piece]]:
    for place, item in enumerate(items.items):
        yield from _comment(items, place, indent)
        pieces = list(_flow(item))
        start: _Piece = (f"{indent}- ", None)
        if not isinstance(item, Group) or not item.entries or _fits([start, *pieces]):
            yield [start, *pieces]
            continue
        for number, line in enumerate(_block(item, indent + _INDENT)):
            yield [start, *line[1:]] if number == 0 else line


def _comment(noted: Noted, key: str | int, indent: str) -> Iterator[list[_Piece]]:
    """Yield the note on a part, if there is one, as comments before it."""
    for line in noted.notes.get(key, "").splitlines():
        yield [(indent, None), (f"# {line}", None)]


def _flow(tree: Tree) -> Iterator[_Piece]:
    match tree:
        case Word():
            yield _scalar(tree.text), tree.place
        case Items():
            yield "[", None
            for number, item in enumerate(tree.items):
                yield from [(", ", None)] if number else []
                yield from _flow(item)
            yield "]", None
        case Group():
            yield "{", None
            for number, (key, below) in enumerate(tree.entries.items()):
                yield from [(", ", None)] if number else []
                yield _scalar(key), tree.places.get(key)
                yield ": ", None
                yield from _flow(below)
            yield "}", None


def _fits(pieces: list[_Piece]) -> bool:
    return sum(len(words) for words, _ in pieces) <= _WIDEST


def _size(tree: Group | Items) -> int:
    return len(tree.entries) if isinstance(tree, Group) else len(tree.items)


def _scalar(words: str) -> str:
    if _PLAIN.fullmatch(words) and words == words.strip():
        return words
    # JSON leaves some characters as they are that end a line in YAML.
    return _BREAKING.sub(lambda each: f"\\u{ord(each[0]):04x}", json.dumps(words, ensure_ascii=False))
