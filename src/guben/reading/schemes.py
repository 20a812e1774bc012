"""A scheme file into the model, with every problem of the file found in one pass."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import yaml

from guben.diagnostics import Finding, SourceSpan, Text
from guben.model.formula import Expression
from guben.model.scheme import (
    Case,
    Given,
    Grade,
    Measure,
    MissingPolicy,
    Parameter,
    Part,
    Period,
    Reward,
    Scheme,
    Scope,
    Veto,
)
from guben.model.values import NUMERIC_KINDS, Kind
from guben.model.vocabulary import EVALUATED_LEVELS, FIELD
from guben.reading import findings as codes
from guben.reading.files import text_of
from guben.reading.formulas import KEYWORDS
from guben.reading.measures import is_clear_percent, measure, measure_type
from guben.reading.scorings import SCORINGS, scoring
from guben.reading.trees import Entry, Tree, named, plain

_TOP = Text("制度", "the scheme")
_PART = Text("指标", "part")
_MEASURE = Text("数据项", "measure")
_PARAMETER = Text("参数", "parameter")
_GRADE = Text("等次", "grade")
_CASE = Text("算例", "case")

_TOP_REQUIRED = ("scheme", "version", "title", "for", "total", "parts", "grades")
_TOP_OPTIONAL = ("period", "digits", "missing", "children", "parameters", "measures", "vetoes", "cases")
_SCHEME_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+([-_][a-z0-9]+)*")
_PART_KEYS = ("points", "rewards", "missing", "won", "look_at", "by", "parts")
_CASE_RECORDS = ("members", "workplace", "children", "as_of")
_LINES_KEYS = ("start", "floor", "cap")


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """What one file says: the scheme as far as it could be read, the scheme its children have, the findings."""

    scheme: Scheme | None
    children: str | None
    children_span: SourceSpan | None
    findings: tuple[Finding, ...]


def read_scheme_file(path: Path, *, shown_as: str | None = None) -> SchemeFile:
    """Return what the scheme file at `path` says; findings name the file as `shown_as`.

    Raises Refusal if there is no such file or it is not UTF-8 text.
    """
    shown = shown_as or str(path)
    content, text = text_of(path, shown)
    return _read(content, text, shown)


def read_scheme_text(text: str, *, shown_as: str) -> SchemeFile:
    """Return what `text` says as a scheme file; findings name the file as `shown_as`."""
    return _read(text.encode(), text, shown_as)


def _read(content: bytes, text: str, shown: str) -> SchemeFile:
    tree = Tree(shown, text)
    if tree.root is None:
        return SchemeFile(None, None, None, tuple(tree.findings))
    return _SchemeReader(tree, content).whole(tree.root)


class _SchemeReader:
    def __init__(self, tree: Tree, content: bytes) -> None:
        self.tree = tree
        self.content = content

    def whole(self, root: yaml.Node) -> SchemeFile:
        tree = self.tree
        top = tree.record(root, _TOP, required=_TOP_REQUIRED, optional=_TOP_OPTIONAL)
        if not isinstance(root, yaml.MappingNode):
            return SchemeFile(None, None, None, tuple(tree.findings))
        for key in ("parts", "grades"):
            tree.need_content(top, key, _TOP)
        missing = self._missing(top) or MissingPolicy.NO_POINTS
        name = self._scheme_name(top)
        total = tree.number(top["total"].value, _TOP) if "total" in top else None
        scheme = Scheme(
            name=name,
            version=tree.words(top["version"].value, _TOP) if "version" in top else "",
            title=self._title(top, _TOP) or Text(name, name),
            scope=self._scope(top, root),
            total=total if total is not None else Fraction(100),
            period=self._period(top),
            digits=self._digits(top),
            missing=missing,
            parameters=self._parameters(plain(top, "parameters")),
            measures=self._measures(plain(top, "measures")),
            parts=self._parts(plain(top, "parts"), ""),
            vetoes=self._vetoes(plain(top, "vetoes")),
            grades=self._grades(plain(top, "grades")),
            cases=self._cases(plain(top, "cases")),
            span=tree.span(root),
            total_span=tree.span(top["total"].value) if "total" in top else tree.span(root),
        )
        scheme = replace(scheme, files={scheme.own_file: self.content})
        children = plain(top, "children")
        below = self._name_of_a_scheme(children) if children else None
        span = tree.span(children) if children else None
        return SchemeFile(scheme, below or None, span, tuple(tree.findings))

    def _scheme_name(self, top: dict[str, Entry]) -> str:
        if "scheme" not in top:
            return "unnamed/unnamed"
        return self._name_of_a_scheme(top["scheme"].value)

    def _name_of_a_scheme(self, node: yaml.Node) -> str:
        name = self.tree.words(node, _TOP)
        if name and not _SCHEME_NAME.fullmatch(name):
            self.tree.report(codes.BAD_SCHEME_NAME, node, name=name)
            return ""
        return name

    def _title(self, entries: dict[str, Entry], where: Text) -> Text | None:
        node = plain(entries, "title")
        return self.tree.title(node, where) if node else None

    def _period(self, top: dict[str, Entry]) -> Period | None:
        node = plain(top, "period")
        word = (
            self.tree.one_of(node, Text("“period”", "'period'"), [each.value for each in Period])
            if node
            else None
        )
        return Period(word) if word else None

    def _digits(self, top: dict[str, Entry]) -> int:
        node = plain(top, "digits")
        if node is None:
            return 2
        digits = self.tree.one_of(node, _TOP, [str(number) for number in range(7)])
        return int(digits) if digits else 2

    def _missing(self, entries: dict[str, Entry]) -> MissingPolicy | None:
        node = plain(entries, "missing")
        word = (
            self.tree.one_of(node, Text("“missing”", "'missing'"), [each.value for each in MissingPolicy])
            if node
            else None
        )
        return MissingPolicy(word) if word else None

    def _scope(self, top: dict[str, Entry], root: yaml.Node) -> Scope:
        tree, where = self.tree, Text("“for”", "'for'")
        node = plain(top, "for")
        if node is None:
            return Scope("village", (), tree.span(root))
        entries = tree.record(node, where, required=("level",), optional=("fields",))
        level = tree.one_of(entries["level"].value, where, EVALUATED_LEVELS) if "level" in entries else None
        fields = plain(entries, "fields")
        words = (
            [tree.one_of(item, where, FIELD.codes) for item in tree.items(fields, where)] if fields else []
        )
        return Scope(level or "village", tuple(word for word in words if word), tree.span(node))

    def _named(self, node: yaml.Node | None, where: Text) -> list[tuple[str, Entry]]:
        if node is None:
            return []
        named_entries = list(self.tree.entries(node, where).items())
        for name, entry in named_entries:
            if not _is_name(name):
                self.tree.report(codes.BAD_NAME, entry.key, name=name)
        return named_entries

    def _parameters(self, node: yaml.Node | None) -> dict[str, Parameter]:
        parameters: dict[str, Parameter] = {}
        for name, entry in self._named(node, _PARAMETER):
            where = named(_PARAMETER, name)
            entries = self.tree.record(
                entry.value,
                where,
                required=("value", "type"),
                optional=("title", "digits", "bounds"),
                declared_at=entry.key,
            )
            kinds = [kind.value for kind in Kind if kind in NUMERIC_KINDS]
            type_ = measure_type(self.tree, entries, where, kinds, where)
            value = self.tree.number(entries["value"].value, where) if "value" in entries else None
            if type_ and value is not None and type_.kind is Kind.PERCENT:
                words = self.tree.words(entries["value"].value, where)
                if not is_clear_percent(words):
                    self.tree.report(codes.PERCENT_SIGN, entries["value"].value, words=words)
            if type_ and value is not None:
                title = self._title(entries, where)
                parameters[name] = Parameter(name, value, type_, title, self.tree.key_span(entry))
        return parameters

    def _measures(self, node: yaml.Node | None) -> dict[str, Measure]:
        found = {
            name: measure(self.tree, name, entry, named(_MEASURE, name))
            for name, entry in self._named(node, _MEASURE)
        }
        return {name: each for name, each in found.items() if each}

    def _parts(self, node: yaml.Node | None, above: str) -> tuple[Part, ...]:
        return tuple(self._part(name, entry, above) for name, entry in self._named(node, _PART))

    def _part(self, name: str, entry: Entry, above: str) -> Part:
        tree = self.tree
        path = f"{above}.{name}" if above else name
        where = named(_PART, path)
        keys = (*_PART_KEYS, *_LINES_KEYS, *SCORINGS)
        found_before = len(tree.findings)
        entries = tree.record(
            entry.value,
            where,
            required=("title", "points"),
            optional=[k for k in keys if k != "points"],
            declared_at=entry.key,
        )
        is_clear = len(tree.findings) == found_before
        points_node = plain(entries, "points")
        points = tree.number(points_node, where) if points_node else None
        span = tree.key_span(entry)
        rewards = plain(entries, "rewards")
        reward = tree.one_of(rewards, where, [each.value for each in Reward]) if rewards else None
        parts = self._parts(plain(entries, "parts"), path)
        printed = points if points is not None else Fraction(0)
        for key in ("parts", "bands", "lines"):
            tree.need_content(entries, key, where)
        found = [key for key in SCORINGS if key in entries]
        has_parts = "parts" in entries
        if len(found) + has_parts > 1:
            tree.report(
                codes.ONE_SCORING, entry.key, part=path, found=[*found, *(["parts"] if has_parts else [])]
            )
        for key in _LINES_KEYS:
            if key in entries and "lines" not in entries and (found or has_parts):
                tree.report(codes.NEEDS_LINES, entries[key].key, key=key)
        # A scoring that is misspelled is an unknown key already.
        if not found and not has_parts and is_clear:
            tree.report(codes.SCORING_NEEDED, entry.key, part=path, known=SCORINGS)
        return Part(
            path=path,
            title=self._title(entries, where) or Text(name, name),
            points=printed,
            span=span,
            points_span=tree.span(points_node) if points_node else span,
            rewards=Reward(reward) if reward else None,
            missing=self._missing(entries),
            won=self._formula(entries, "won", where),
            look_at=self._text(entries, "look_at", where),
            scored_by=self._text(entries, "by", where),
            scoring=scoring(tree, found[0], entries, printed, where) if found else None,
            parts=parts,
        )

    def _text(self, entries: dict[str, Entry], key: str, where: Text) -> Text | None:
        node = plain(entries, key)
        return self.tree.title(node, where) if node else None

    def _formula(self, entries: dict[str, Entry], key: str, where: Text) -> Expression | None:
        node = plain(entries, key)
        return self.tree.formula(node, where) if node else None

    def _vetoes(self, node: yaml.Node | None) -> tuple[Veto, ...]:
        tree, where, vetoes = self.tree, Text("否决项", "a veto"), []
        for item in tree.items(node, where) if node else []:
            entries = tree.record(item, where, required=("if", "grade"), optional=("title",))
            condition = self._formula(entries, "if", where)
            if condition and "grade" in entries:
                grade = entries["grade"].value
                title = self._title(entries, where)
                vetoes.append(
                    Veto(condition, tree.words(grade, where), title, tree.span(item), tree.span(grade))
                )
        return tuple(vetoes)

    def _grades(self, node: yaml.Node | None) -> tuple[Grade, ...]:
        grades = []
        for name, entry in self._named(node, _GRADE):
            where = named(_GRADE, name)
            entries = self.tree.record(
                entry.value, where, required=("title",), optional=("when",), declared_at=entry.key
            )
            title = self._title(entries, where) or Text(name, name)
            grades.append(
                Grade(name, title, self._formula(entries, "when", where), self.tree.key_span(entry))
            )
        return tuple(grades)

    def _cases(self, node: yaml.Node | None) -> tuple[Case, ...]:
        items = self.tree.items(node, _CASE) if node else []
        return tuple(case for item in items if (case := self._case(item)))

    def _case(self, node: yaml.Node) -> Case | None:
        tree = self.tree
        entries = tree.record(node, _CASE, required=("name", "expect"), optional=("given", *_CASE_RECORDS))
        if "name" not in entries or "expect" not in entries:
            return None
        as_of = entries.get("as_of")
        return Case(
            name=tree.words(entries["name"].value, _CASE),
            given=self._given(plain(entries, "given")) or {},
            expect=self._given(entries["expect"].value) or {},
            span=tree.span(entries["name"].value),
            members=self._all_given(plain(entries, "members")),
            workplace=self._given(plain(entries, "workplace")),
            children=self._all_given(plain(entries, "children")),
            as_of=Given(tree.words(as_of.value, _CASE), tree.span(as_of.value)) if as_of else None,
        )

    def _all_given(self, node: yaml.Node | None) -> tuple[dict[str, Given], ...] | None:
        if node is None:
            return None
        return tuple(self._given(item) or {} for item in self.tree.items(node, _CASE))

    def _given(self, node: yaml.Node | None) -> dict[str, Given] | None:
        if node is None:
            return None
        found = {}
        for name, entry in self.tree.entries(node, _CASE).items():
            found[name] = Given(self.tree.words(entry.value, _CASE), self.tree.span(entry.value))
        return found


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name == name.lower() and name.upper() not in KEYWORDS
