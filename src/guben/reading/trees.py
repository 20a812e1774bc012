"""A YAML file as a tree that remembers where everything stands; wrong shapes become findings, not exceptions."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import yaml

from guben.diagnostics import Code, Finding, SourceSpan, Text, both, nearest_names
from guben.model.formula import Expression
from guben.reading import findings as codes
from guben.reading.formulas import read_formula

_MAX_DEPTH = 60
_NUMBER = re.compile(r"\s*(?P<sign>[+-]?)(?P<digits>\d+(?:\.\d+)?)\s*(?P<percent>%?)\s*")
_PUNCTUATION = str.maketrans("％．－＋０１２３４５６７８９", "%.-+0123456789")


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: yaml.ScalarNode
    value: yaml.Node


class Tree:
    """One YAML file: its nodes, and the findings met while reading them."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.findings: list[Finding] = []
        self.root = self._compose(text)

    def _compose(self, text: str) -> yaml.Node | None:
        try:
            aliases = [
                token for token in yaml.scan(text) if isinstance(token, (yaml.AnchorToken, yaml.AliasToken))
            ]
            if aliases:
                self.findings.append(codes.ALIAS.at(self._span(aliases[0].start_mark, 1)))
                return None
            root = yaml.compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._span(mark, 1) if mark else SourceSpan(self.path, 1, 1)
            self.findings.append(codes.NOT_YAML.at(place, problem=error.problem or error.context or "?"))
            return None
        except (yaml.YAMLError, RecursionError) as error:
            problem = (
                "nested too deeply" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0]
            )
            self.findings.append(codes.NOT_YAML.at(SourceSpan(self.path, 1, 1), problem=problem))
            return None
        if root is None:
            self.findings.append(codes.NOT_YAML.at(SourceSpan(self.path, 1, 1), problem="the file is empty"))
        elif _depth(root) > _MAX_DEPTH:
            self.findings.append(codes.TOO_DEEP.at(SourceSpan(self.path, 1, 1), depth=_MAX_DEPTH))
            return None
        return root

    def _span(self, mark: yaml.Mark, width: int) -> SourceSpan:
        source = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return SourceSpan(self.path, mark.line + 1, mark.column + 1, width, source)

    def span(self, node: yaml.Node) -> SourceSpan:
        """Return where a node stands: all of a word, the first line of anything longer."""
        start, end = node.start_mark, node.end_mark
        width = (
            end.column - start.column
            if end.line == start.line
            else len(self.lines[start.line]) - start.column
        )
        return self._span(start, max(1, width))

    def report(self, code: Code, node: yaml.Node, **facts: object) -> None:
        """Record a finding at a node."""
        self.findings.append(code.at(self.span(node), **facts))

    def entries(self, node: yaml.Node, where: Text) -> dict[str, Entry]:
        """Return the entries of a mapping in order; anything else is a finding and gives none."""
        if not isinstance(node, yaml.MappingNode):
            self.report(codes.WRONG_SHAPE, node, where=where, expected=codes.MAPPING)
            return {}
        found: dict[str, Entry] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(codes.WRONG_SHAPE, key, where=where, expected=codes.WORDS)
            elif key.value in found:
                first = found[key.value].key.start_mark.line + 1
                self.report(codes.DOUBLE_KEY, key, key=key.value, line=first)
            else:
                found[key.value] = Entry(key, value)
        return found

    def record(
        self, node: yaml.Node, where: Text, *, required: Iterable[str] = (), optional: Iterable[str] = ()
    ) -> dict[str, Entry]:
        """Return the entries of a mapping with known keys; unknown and lacking ones are findings."""
        required = tuple(required)
        known = (*required, *optional)
        entries = self.entries(node, where)
        for name, entry in entries.items():
            if name not in known:
                likely = nearest_names(name, known) or list(known)
                self.report(codes.UNKNOWN_KEY, entry.key, where=where, key=name, known=likely)
        if isinstance(node, yaml.MappingNode):
            for name in required:
                if name not in entries:
                    self.report(codes.MISSING_KEY, node, where=where, key=name)
        return {name: entry for name, entry in entries.items() if name in known}

    def items(self, node: yaml.Node, where: Text) -> list[yaml.Node]:
        """Return the items of a list; anything else is a finding and gives none."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.report(codes.WRONG_SHAPE, node, where=where, expected=codes.LIST)
        return []

    def words(self, node: yaml.Node, where: Text) -> str:
        """Return the text of a scalar, empty after a finding."""
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        self.report(codes.WRONG_SHAPE, node, where=where, expected=codes.WORDS)
        return ""

    def one_of(self, node: yaml.Node, where: Text, known: Iterable[str]) -> str | None:
        """Return the word if it is one of the known ones."""
        words, known = self.words(node, where), tuple(known)
        if words in known:
            return words
        if words:
            likely = nearest_names(words, known) or list(known)
            self.report(codes.UNKNOWN_WORD, node, where=where, words=words, known=likely)
        return None

    def title(self, node: yaml.Node, where: Text) -> Text:
        """Return a text in both languages: `{zh: …, en: …}`."""
        entries = self.record(node, where, required=("zh", "en"))
        texts = {name: self.words(entry.value, where) for name, entry in entries.items()}
        return Text(texts.get("zh", ""), texts.get("en", ""))

    def number(self, node: yaml.Node, where: Text) -> Fraction | None:
        """Return an exact number; `85%` is 17/20."""
        words = self.words(node, where)
        if not words:
            return None
        number = parse_number(words)
        if number is None:
            self.report(codes.NOT_A_NUMBER, node, words=words)
        return number

    def yes_or_no(self, node: yaml.Node, where: Text) -> bool:
        """Return a truth value written `true` or `false`."""
        return self.one_of(node, where, ("true", "false")) == "true"

    def bounds(self, node: yaml.Node, where: Text) -> tuple[Fraction, Fraction] | None:
        """Return `low..high`."""
        words = self.words(node, where)
        low, dots, high = words.partition("..")
        numbers = (parse_number(low), parse_number(high)) if dots else (None, None)
        if numbers[0] is None or numbers[1] is None or numbers[0] > numbers[1]:
            if words:
                self.report(codes.BAD_BOUNDS, node, words=words)
            return None
        return (numbers[0], numbers[1])

    def formula(self, node: yaml.Node, where: Text) -> Expression | None:
        """Return the tree of a formula."""
        words = self.words(node, where)
        if not words:
            return None
        read = read_formula(node.value, self._formula_span(node))
        if isinstance(read, Finding):
            self.findings.append(read)
            return None
        return read

    def _formula_span(self, node: yaml.Node) -> SourceSpan:
        assert isinstance(node, yaml.ScalarNode)
        span = self.span(node)
        if node.style in ("'", '"'):
            return SourceSpan(span.path, span.line, span.column + 1, span.width, span.source)
        return span

    def key_span(self, entry: Entry) -> SourceSpan:
        """Return where the key of an entry stands."""
        return self.span(entry.key)


def parse_number(words: str) -> Fraction | None:
    """Return the exact number that the words are, or None; percent signs divide by 100."""
    match = _NUMBER.fullmatch(words.translate(_PUNCTUATION))
    if not match:
        return None
    number = Fraction(match["digits"]) / (100 if match["percent"] else 1)
    return -number if match["sign"] == "-" else number


def named(kind: Text, name: str) -> Text:
    """Return how a finding speaks of a named thing: `part 'core'`."""
    return Text(f"{kind.zh}{name}", f"{kind.en} '{name}'")


def plain(entries: Mapping[str, Entry], name: str) -> yaml.Node | None:
    """Return the value of a key, None where it is not given."""
    return entries[name].value if name in entries else None


def _depth(root: yaml.Node) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, depth + 1) for item in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(part, depth + 1) for pair in node.value for part in pair]
    return deepest


__all__ = ["Entry", "Tree", "both", "named", "parse_number", "plain"]
