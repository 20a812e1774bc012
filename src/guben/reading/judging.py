"""What somebody judges: each judged value becomes a measure that the judge gives, so that it is asked for, kept within
its bounds, missing and explained like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import yaml

from guben.diagnostics import SourceSpan, Text
from guben.model.exact import plain_number
from guben.model.scheme import Collected, Measure, SourceKind
from guben.model.scoring import Judgement, Rater
from guben.model.values import Kind, value_type
from guben.model.vocabulary import JUDGE
from guben.reading import findings as codes
from guben.reading.trees import Entry, Tree

RATERS = "raters"
Weights = Mapping[str, Fraction]


@dataclass(slots=True)
class Judging:
    """Who can judge in a scheme, and the measures that judgements make."""

    tree: Tree
    declared: Mapping[str, Text]
    measures: dict[str, Measure] = field(default_factory=dict)

    @property
    def known(self) -> tuple[str, ...]:
        """The codes of all judges."""
        return (*self.declared, *(code for code in JUDGE.codes if code not in self.declared))

    def title(self, judge: str) -> Text:
        """Return what a judge is called."""
        return self.declared.get(judge) or JUDGE[judge].title

    def weights(self, entry: Entry, path: str, where: Text) -> Weights | None:
        """Return the raters with their weights, which add up to 1, or None after findings."""
        tree, found = self.tree, len(self.tree.findings)
        weights: dict[str, Fraction] = {}
        for code, each in tree.entries(entry.value, where).items():
            weight = tree.percent(each.value, where)
            if tree.one_of(each.key, where, self.known) and weight is not None:
                weights[code] = weight
        if len(tree.findings) > found:
            return None
        if sum(weights.values()) != 1 or min(weights.values()) <= 0:
            total = plain_number(sum(weights.values(), Fraction(0)) * 100)
            tree.report(codes.WEIGHTS_NOT_WHOLE, entry.key, part=path, total=total, raters=list(weights))
            return None
        return weights


@dataclass(slots=True)
class PartJudging:
    """Judgements within one part; `weights` are the raters in force there."""

    judging: Judging
    path: str
    title: Text
    weights: Weights | None
    uses_raters: bool = False
    _taken: dict[str, int] = field(default_factory=dict)

    def judges(self, node: yaml.Node, where: Text) -> Weights | None:
        """Return who judges by the word at a node, or None after a finding."""
        tree = self.judging.tree
        word = tree.one_of(node, where, (*self.judging.known, RATERS))
        if word != RATERS:
            return {word: Fraction(1)} if word else None
        self.uses_raters = True
        if self.weights is None:
            tree.report(codes.NO_RATERS, node, part=self.path)
        return self.weights

    def judgement(
        self,
        judges: Weights,
        low: Fraction,
        high: Fraction,
        span: SourceSpan,
        title: Text | None = None,
        *,
        is_split: bool = False,
    ) -> Judgement:
        """Return a number from `low` to `high` that the judges give, as measures of its own.

        The one measure of a part that a split judgement makes is called as the part, which is called by its judge.
        """
        raters = []
        for judge, weight in judges.items():
            self._taken[judge] = number = self._taken.get(judge, 0) + 1
            name = self.path if is_split else f"{self.path}.{judge}" + (f"_{number}" if number > 1 else "")
            self._declare(name, judge, low, high, span, title)
            raters.append(Rater(judge, self.judging.title(judge), weight, name))
        return Judgement(low, high, tuple(raters))

    def widened(self, judgement: Judgement, low: Fraction, high: Fraction) -> Judgement:
        """Return a judgement whose measures reach from `low` to `high`, as where several bands share it."""
        low, high = min(low, judgement.low), max(high, judgement.high)
        for rater in judgement.raters:
            measure = self.judging.measures[rater.measure]
            type_ = value_type(Kind.POINTS, bounds=(low, high))
            self.judging.measures[rater.measure] = replace(measure, type=type_)
        return replace(judgement, low=low, high=high)

    def _declare(
        self, name: str, judge: str, low: Fraction, high: Fraction, span: SourceSpan, title: Text | None
    ) -> None:
        about = (
            self.title
            if title is None
            else Text(f"{self.title.zh}·{title.zh}", f"{self.title.en}: {title.en}")
        )
        who = self.judging.title(judge)
        said = Text(f"{about.zh}（{who.zh}评）", f"{about.en} (judged by {who.en})")
        type_ = value_type(Kind.POINTS, bounds=(low, high))
        source = Collected(SourceKind.JUDGED, judge)
        self.judging.measures[name] = Measure(name, said, type_, source, span)
