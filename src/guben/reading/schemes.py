"""A scheme file into the model, with every problem of the file found in one pass."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import yaml

from guben.diagnostics import Finding, SourceSpan, Text
from guben.model.scheme import (
    Measure,
    MissingPolicy,
    Period,
    Scheme,
    Scope,
)
from guben.model.vocabulary import EVALUATED_LEVELS, FIELD, words_of_peers
from guben.reading import findings as codes
from guben.reading.cases import cases
from guben.reading.files import text_of
from guben.reading.grading import GradingReader
from guben.reading.judging import RATERS, Judging
from guben.reading.ledgers import read_ledgers
from guben.reading.measures import measure
from guben.reading.packs import PACK_NAME
from guben.reading.parameters import parameters
from guben.reading.parts import PartReader, missing_policy
from guben.reading.trees import Entry, Tree, named, plain

_TOP = Text("制度", "the scheme")
_PART = Text("指标", "part")
_MEASURE = Text("数据项", "measure")
_USES = Text("“uses”", "'uses'")
_JUDGE = Text("评分人", "judge")
_VETO, _CEILING, _FLOOR = (
    Text("否决项", "a veto"),
    Text("封顶条件", "a ceiling"),
    Text("保底条件", "a floor"),
)

TOP_REQUIRED = ("scheme", "version", "title", "for", "total", "parts", "grades")
TOP_OPTIONAL = (
    *(
        "period",
        "digits",
        "missing",
        "children",
        "capped",
        "judges",
        RATERS,
        "uses",
        "ledgers",
        "parameters",
        "measures",
    ),
    *("vetoes", "ceilings", "quotas", "floors", "tails", "cases"),
)


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """What one file says: the scheme as far as it could be read, the scheme its children have, the findings.

    `uses` are the ledgers of packs that it names, each with its place.
    """

    scheme: Scheme | None
    children: str | None
    children_span: SourceSpan | None
    findings: tuple[Finding, ...]
    uses: tuple[tuple[str, SourceSpan], ...] = ()


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
        top = tree.record(root, _TOP, required=TOP_REQUIRED, optional=TOP_OPTIONAL)
        if not isinstance(root, yaml.MappingNode):
            return SchemeFile(None, None, None, tuple(tree.findings))
        for key in ("parts", "grades"):
            tree.need_content(top, key, _TOP)
        name = self._scheme_name(top)
        missing = missing_policy(tree, top) or MissingPolicy.NO_POINTS
        judging = Judging(tree, self._judges(plain(top, "judges")))
        weights = judging.weights(top[RATERS], name, _TOP) if RATERS in top else None
        scope = self._scope(top, root)
        peers = words_of_peers(scope.level)
        measures = self._measures(plain(top, "measures"))
        parts = PartReader(tree, judging, peers).parts(plain(top, "parts"), "", weights)
        grading = GradingReader(tree, peers)
        total = tree.number(top["total"].value, _TOP) if "total" in top else None
        scheme = Scheme(
            name=name,
            version=tree.words(top["version"].value, _TOP) if "version" in top else "",
            title=tree.optional_title(top, "title", _TOP) or Text(name, name),
            scope=scope,
            total=total if total is not None else Fraction(100),
            period=self._period(top),
            digits=self._digits(top),
            missing=missing,
            parameters=parameters(tree, plain(top, "parameters")),
            measures={**measures, **judging.measures},
            parts=parts,
            vetoes=grading.limits(plain(top, "vetoes"), _VETO, "grade"),
            grades=grading.grades(plain(top, "grades")),
            cases=cases(tree, plain(top, "cases")),
            span=tree.span(root),
            total_span=tree.span(top["total"].value) if "total" in top else tree.span(root),
            ceilings=grading.limits(plain(top, "ceilings"), _CEILING, "at_most"),
            quotas=grading.quotas(plain(top, "quotas")),
            floors=grading.limits(plain(top, "floors"), _FLOOR, "at_least"),
            tails=grading.tails(plain(top, "tails")),
            is_capped=self._is_capped(top),
            judges=judging.declared,
            ledgers=read_ledgers(tree, plain(top, "ledgers")),
        )
        scheme = replace(scheme, files={scheme.own_file: self.content})
        children = plain(top, "children")
        below = self._name_of_a_scheme(children) if children else None
        span = tree.span(children) if children else None
        uses = self._uses(plain(top, "uses"))
        return SchemeFile(scheme, below or None, span, tuple(tree.findings), uses)

    def _scheme_name(self, top: dict[str, Entry]) -> str:
        if "scheme" not in top:
            return "unnamed/unnamed"
        return self._name_of_a_scheme(top["scheme"].value)

    def _name_of_a_scheme(self, node: yaml.Node) -> str:
        name = self.tree.words(node, _TOP)
        if name and not PACK_NAME.fullmatch(name):
            self.tree.report(codes.BAD_SCHEME_NAME, node, name=name)
            return ""
        return name

    def _period(self, top: dict[str, Entry]) -> Period | None:
        where = Text("“period”", "'period'")
        word = self.tree.optional_word(top, "period", where, [each.value for each in Period])
        return Period(word) if word else None

    def _is_capped(self, top: dict[str, Entry]) -> bool:
        node = plain(top, "capped")
        return self.tree.yes_or_no(node, _TOP) if node else False

    def _digits(self, top: dict[str, Entry]) -> int:
        node = plain(top, "digits")
        if node is None:
            return 2
        digits = self.tree.one_of(node, _TOP, [str(number) for number in range(7)])
        return int(digits) if digits else 2

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

    def _judges(self, node: yaml.Node | None) -> dict[str, Text]:
        return {name: self.tree.title(entry.value, _JUDGE) for name, entry in self.tree.named(node, _JUDGE)}

    def _uses(self, node: yaml.Node | None) -> tuple[tuple[str, SourceSpan], ...]:
        tree = self.tree
        items = tree.items(node, _USES) if node else []
        named_at = [(tree.words(item, _USES), item) for item in items]
        for name, item in named_at:
            if name and not PACK_NAME.fullmatch(name):
                tree.report(codes.BAD_LEDGER_NAME, item, name=name)
        return tuple((name, tree.span(item)) for name, item in named_at if PACK_NAME.fullmatch(name))

    def _measures(self, node: yaml.Node | None) -> dict[str, Measure]:
        found = {
            name: measure(self.tree, name, entry, named(_MEASURE, name))
            for name, entry in self.tree.named(node, _MEASURE)
        }
        return {name: each for name, each in found.items() if each}
