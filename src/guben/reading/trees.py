"""A YAML file as a tree that remembers where everything stands; wrong shapes become findings, not exceptions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import yaml

from guben.diagnostics import Code, Finding, SourceSpan, Text, both, nearest_names, suggestion
from guben.model.formula import Expression, Ordering
from guben.model.keywords import KEYWORD_SETS
from guben.model.vocabulary import FIELD, LEVEL, ORGANIZATION_TYPE
from guben.reading import findings as codes
from guben.reading import unreadable
from guben.reading.formulas import KEYWORDS, MOST_NUMBER_LENGTH, read_formula
from guben.reading.positions import positions_in

_MAX_DEPTH = 60
_LONGEST_LINE = 2_000
_FAST = getattr(yaml, "CSafeLoader", None)
_OPEN_OR_CLOSE = re.compile(r"[\[\]{}]")
# Anchors and aliases, whose findings need tokens; tabs and directives, about which the parsers' words differ.
_SPECIAL = re.compile(r"[&*\t]|^%", re.MULTILINE)
_NUMBER = re.compile(r"\s*(?P<sign>[+-]?)(?P<digits>[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%?)\s*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_BRACKETS = str.maketrans("（）", "()")
_PUNCTUATION = str.maketrans("％．－＋０１２３４５６７８９", "%.-+0123456789")


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: yaml.ScalarNode
    value: yaml.Node


def _composed_fast(text: str) -> yaml.Node | None:
    """Return the tree that libyaml makes, ten times faster; None where it cannot tell well what is wrong, or need not try.

    It composes by recursion in C, so whatever could be nested deeply is left to PyYAML's own parser, and so is
    everything that it refuses.
    """
    if _FAST is None or _SPECIAL.search(text) or any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        return None
    depth = 0
    for bracket in _OPEN_OR_CLOSE.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _MAX_DEPTH:
            return None
    try:
        return yaml.compose(text, Loader=_FAST)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


class Tree:
    """One YAML file: its nodes, and the findings met while reading them."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.findings: list[Finding] = []
        self.root = self._compose(text)

    def _compose(self, text: str) -> yaml.Node | None:
        root = _composed_fast(text)
        if root is not None:
            return root if self._is_readable(root) else None
        return self._compose_with_reasons(text)

    def _compose_with_reasons(self, text: str) -> yaml.Node | None:
        try:
            aliases = [
                token for token in yaml.scan(text) if isinstance(token, (yaml.AnchorToken, yaml.AliasToken))
            ]
            if aliases:
                self.findings.append(codes.ALIAS.at(self._span(aliases[0].start_mark, 1)))
                return None
            root = yaml.compose(text)
        except yaml.MarkedYAMLError as error:
            self._unreadable(*unreadable.meaning_of(error))
            return None
        except yaml.reader.ReaderError as error:
            before = text[: error.position].splitlines() or [""]
            place = SourceSpan(self.path, len(before), len(before[-1]) + 1)
            self.findings.append(codes.NOT_YAML.at(place, problem=unreadable.CONTROL_CHARACTER))
            return None
        except RecursionError:
            self._unreadable(unreadable.TOO_DEEP, None)
            return None
        except (
            ValueError,
            OverflowError,
        ):  # PyYAML passes on what chr() says to an escape such as "\UFFFFFFFF"
            self._unreadable(unreadable.NO_SUCH_CHARACTER, None)
            return None
        if root is None:
            self._unreadable(unreadable.EMPTY, None)
            return None
        return root if self._is_readable(root) else None

    def _unreadable(self, problem: Text, mark: yaml.Mark | None) -> None:
        place = self._span(mark, 1) if mark else SourceSpan(self.path, 1, 1)
        self.findings.append(codes.NOT_YAML.at(place, problem=problem))

    def _is_readable(self, root: yaml.Node) -> bool:
        """Look for what would make everything else misleading: depth, control characters, split formulas."""
        for node, depth in _nodes(root):
            if depth > _MAX_DEPTH:
                self.report(codes.TOO_DEEP, node, depth=_MAX_DEPTH)
                return False
            if isinstance(node, yaml.ScalarNode):
                if _CONTROL.search(node.value):
                    self._unreadable(unreadable.CONTROL_CHARACTER, node.start_mark)
                    return False
            elif isinstance(node, yaml.MappingNode) and node.flow_style and (split := _split_formula(node)):
                self.report(codes.COMMA_IN_BRACES, split, words=split.value)
                return False
        return True

    def _span(self, mark: yaml.Mark, width: int) -> SourceSpan:
        source = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return SourceSpan(self.path, mark.line + 1, mark.column + 1, width, source)

    def span(self, node: yaml.Node) -> SourceSpan:
        """Return where a node stands: all of a word, the first line of anything longer."""
        start, end = node.start_mark, node.end_mark
        width = (
            end.column - start.column
            if end.line == start.line
            else len(self.lines[start.line].rstrip()) - start.column
        )
        return self._span(start, max(1, width))

    def report(self, code: Code, node: yaml.Node, **facts: object) -> None:
        """Record a finding at a node."""
        self.findings.append(code.at(self.span(node), **facts))

    def entries(self, node: yaml.Node, where: Text, expected: Text = codes.MAPPING) -> dict[str, Entry]:
        """Return the entries of a mapping in order; anything else is a finding and gives none."""
        if not isinstance(node, yaml.MappingNode):
            self.report(codes.WRONG_SHAPE, node, where=where, expected=expected)
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
        self,
        node: yaml.Node,
        where: Text,
        *,
        required: Iterable[str] = (),
        optional: Iterable[str] = (),
        declared_at: yaml.Node | None = None,
        expected: Text = codes.MAPPING,
    ) -> dict[str, Entry]:
        """Return the entries of a mapping with known keys; unknown and lacking ones are findings.

        A lacking key is reported at `declared_at`, and not at all where an unknown one was probably meant for it.
        """
        required = tuple(required)
        known = (*required, *optional)
        entries = self.entries(node, where, expected)
        meant: set[str] = set()
        for name, entry in entries.items():
            if name not in known:
                free = [each for each in known if each not in entries]
                meant |= set(nearest_names(name, free))
                advice = suggestion(name, free, codes.KNOWN_KEYS)
                self.report(codes.UNKNOWN_KEY, entry.key, where=where, key=name, advice=advice)
        if isinstance(node, yaml.MappingNode):
            for name in required:
                if name not in entries and name not in meant:
                    self.report(codes.MISSING_KEY, declared_at or node, where=where, key=name)
        return {name: entry for name, entry in entries.items() if name in known}

    def need_content(self, entries: Mapping[str, Entry], key: str, where: Text) -> None:
        """Report a list or mapping under `key`, if there is one, that holds nothing."""
        node = plain(entries, key)
        if isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) and not node.value:
            self.report(codes.NOTHING_HERE, entries[key].key, where=where, key=key)

    def items(self, node: yaml.Node, where: Text) -> list[yaml.Node]:
        """Return the items of a list; anything else is a finding and gives none."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.report(codes.WRONG_SHAPE, node, where=where, expected=codes.LIST)
        return []

    def words(self, node: yaml.Node, where: Text, expected: Text = codes.WORDS) -> str:
        """Return the text of a scalar, empty after a finding."""
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        self.report(codes.WRONG_SHAPE, node, where=where, expected=expected)
        return ""

    def one_of(self, node: yaml.Node, where: Text, known: Iterable[str]) -> str | None:
        """Return the word if it is one of the known ones."""
        words, known = self.words(node, where), tuple(known)
        if words in known:
            return words
        if words:
            meant = [code for code in _codes_of(words) if code in known]
            advice = suggestion(words, known, codes.KNOWN_WORDS)
            if meant:
                advice = codes.USE_CODE.filled(code=meant[0])
            self.report(codes.UNKNOWN_WORD, node, where=where, words=words, advice=advice)
        return None

    def title(self, node: yaml.Node, where: Text) -> Text:
        """Return a text in both languages: `{zh: …, en: …}`."""
        entries = self.record(node, where, required=("zh", "en"), expected=codes.TITLE)
        texts = {name: self.words(entry.value, where) for name, entry in entries.items()}
        return Text(texts.get("zh", ""), texts.get("en", ""))

    def number(self, node: yaml.Node, where: Text) -> Fraction | None:
        """Return an exact number; `85%` is 17/20."""
        words = self.words(node, where, codes.NUMBER)
        if not words:
            return None
        number = parse_number(words)
        if number is None and len(words) > MOST_NUMBER_LENGTH and _NUMBER.fullmatch(words):
            self.report(codes.NUMBER_TOO_LONG, node, length=len(words), most=MOST_NUMBER_LENGTH)
        elif number is None:
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

    def range(self, node: yaml.Node, where: Text) -> tuple[Fraction, Fraction] | None:
        """Return `low..high`, or one number as both."""
        if isinstance(node, yaml.ScalarNode) and ".." in node.value:
            return self.bounds(node, where)
        number = self.number(node, where)
        return None if number is None else (number, number)

    def percent(self, node: yaml.Node, where: Text) -> Fraction | None:
        """Return a share that is written with its percent sign."""
        share = self.number(node, where)
        if share is not None and not is_clear_percent(self.words(node, where)):
            self.report(codes.PERCENT_SIGN, node, words=self.words(node, where))
            return None
        return share

    def number_or_share(self, node: yaml.Node, where: Text) -> tuple[int | None, Fraction | None]:
        """Return a whole number, or a share written with a percent sign; neither after a finding."""
        words = self.words(node, where)
        number = self.number(node, where)
        if number is None or words.endswith(("%", "％")):
            return None, number
        if number.denominator != 1 or number < 0:
            self.report(codes.NOT_A_NUMBER, node, words=words)
            return None, None
        return int(number), None

    def several_of(self, node: yaml.Node, where: Text, known: Iterable[str]) -> tuple[str, ...] | None:
        """Return the words of a list, or the one word, if they are all among the known ones."""
        known = tuple(known)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        words = [self.one_of(item, where, known) for item in items]
        found = tuple(word for word in words if word)
        return found if len(found) == len(words) else None

    def day(self, node: yaml.Node, where: Text) -> int | None:
        """Return a day written yyyy-mm-dd as yyyymmdd."""
        words = self.words(node, where)
        try:
            day = date.fromisoformat(words) if words else None
        except ValueError:
            self.report(codes.NO_SUCH_DAY, node, words=words)
            return None
        return day.year * 10_000 + day.month * 100 + day.day if day else None

    def formula(self, node: yaml.Node, where: Text) -> Expression | None:
        """Return the tree of a formula."""
        if not self.words(node, where, codes.FORMULA):
            return None
        assert isinstance(node, yaml.ScalarNode)
        read = read_formula(node.value, positions_in(node, self.path, self.text, self.lines))
        if isinstance(read, Finding):
            self.findings.append(read)
            return None
        return read

    def optional_title(self, entries: Mapping[str, Entry], key: str, where: Text) -> Text | None:
        """Return the text in both languages under `key`, if there is one."""
        node = plain(entries, key)
        return self.title(node, where) if node else None

    def optional_formula(self, entries: Mapping[str, Entry], key: str, where: Text) -> Expression | None:
        """Return the tree of the formula under `key`, if there is one."""
        node = plain(entries, key)
        return self.formula(node, where) if node else None

    def ordering(self, node: yaml.Node, where: Text) -> Ordering | None:
        """Return the formula and direction of `total ascending`."""
        formula, _, direction = self.words(node, where).strip().rpartition(" ")
        if direction not in ("ascending", "descending"):
            advice = codes.KNOWN_WORDS.filled(known=["… ascending", "… descending"])
            self.report(codes.UNKNOWN_WORD, node, where=where, words=direction, advice=advice)
            return None
        read = read_formula(formula, self.span(node))
        if isinstance(read, Finding):
            self.findings.append(read)
            return None
        return Ordering(read, direction == "descending")

    def optional_ordering(self, entries: Mapping[str, Entry], key: str, where: Text) -> Ordering | None:
        """Return the formula and direction under `key`, if there is one."""
        node = plain(entries, key)
        return self.ordering(node, where) if node else None

    def optional_word(
        self, entries: Mapping[str, Entry], key: str, where: Text, known: Iterable[str]
    ) -> str | None:
        """Return the word under `key`, if there is one and it is one of the known ones."""
        node = plain(entries, key)
        return self.one_of(node, where, known) if node else None

    def named(self, node: yaml.Node | None, where: Text) -> list[tuple[str, Entry]]:
        """Return the entries of a mapping of declarations; names that cannot be are findings."""
        if node is None:
            return []
        entries = list(self.entries(node, where).items())
        for name, entry in entries:
            if not _is_name(name):
                self.report(codes.BAD_NAME, entry.key, name=name)
        return entries

    def key_span(self, entry: Entry) -> SourceSpan:
        """Return where the key of an entry stands."""
        return self.span(entry.key)


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name == name.lower() and name.upper() not in KEYWORDS


def parse_number(words: str) -> Fraction | None:
    """Return the exact number that the words are, or None; percent signs divide by 100."""
    match = _NUMBER.fullmatch(words.translate(_PUNCTUATION))
    if not match or len(match["digits"]) > MOST_NUMBER_LENGTH:
        return None
    number = Fraction(match["digits"]) / (100 if match["percent"] else 1)
    return -number if match["sign"] == "-" else number


def is_clear_percent(words: str) -> bool:
    """Return whether words for a percentage say so; nothing per cent is nothing."""
    return words.strip().endswith(("%", "％")) or parse_number(words) == 0


def named(kind: Text, name: str) -> Text:
    """Return how a finding speaks of a named thing: `part 'core'`."""
    return Text(f"{kind.zh}“{name}”", f"{kind.en} '{name}'")


def plain(entries: Mapping[str, Entry], name: str) -> yaml.Node | None:
    """Return the value of a key, None where it is not given."""
    return entries[name].value if name in entries else None


def _nodes(root: yaml.Node) -> Iterator[tuple[yaml.Node, int]]:
    """Yield every node with its depth, in the order of the file."""
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        if isinstance(node, yaml.SequenceNode):
            waiting += [(each, depth + 1) for each in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(part, depth + 1) for pair in reversed(node.value) for part in reversed(pair)]


def _codes_of(words: str) -> list[str]:
    """Return the words of the language that an office's word may stand for."""
    said = words.casefold()
    found = (each.understood().get(said) for each in (*KEYWORD_SETS, LEVEL, FIELD, ORGANIZATION_TYPE))
    return [code for code in found if code is not None]


def _split_formula(node: yaml.MappingNode) -> yaml.ScalarNode | None:
    """Return the key that is really the rest of what stands before it: `{pass: MAX(a, b) > 1}`, `{name: one, two}`."""
    for (_, before), (key, value) in pairwise(node.value):
        is_lone = isinstance(value, yaml.ScalarNode) and not value.value and not value.style
        if is_lone and isinstance(key, yaml.ScalarNode) and isinstance(before, yaml.ScalarNode):
            written = before.value.translate(_BRACKETS)
            is_cut = written.count("(") > written.count(")")
            if not before.style and (is_cut or " " in key.value):
                return key
    return None


__all__ = ["Entry", "Tree", "both", "is_clear_percent", "named", "parse_number", "plain"]
