"""The scorings of a scheme file: how a leaf turns values into points."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.scoring import (
    Band,
    Bands,
    Computed,
    Judged,
    Judgement,
    Linear,
    Pass,
    Place,
    Poll,
    Rank,
    Scoring,
    Ties,
)
from guben.reading import findings as codes
from guben.reading.judging import RATERS, PartJudging, Weights
from guben.reading.lines import lines
from guben.reading.trees import Entry, Tree, plain

SCORINGS = ("pass", "linear", "bands", "lines", "computed", "judged", "rank", "ballot")
_BAND = Text("分档", "a band")
_PLACE = Text("名次分档", "a group of places")
ORDERS = ("descending", "ascending")


@dataclass(frozen=True, slots=True)
class ScoringReader:
    """Reads the scoring of a part worth `points`; `peers` are the words that can stand behind `within`."""

    tree: Tree
    points: Fraction
    where: Text
    judging: PartJudging
    peers: tuple[str, ...]

    def scoring(self, key: str, entries: Mapping[str, Entry]) -> Scoring | None:
        """Return the scoring written under `key`, or None after findings."""
        tree, node = self.tree, entries[key].value
        match key:
            case "linear":
                return _linear(tree, node, self.where)
            case "bands":
                return self._bands(node)
            case "lines":
                return lines(tree, node, entries, self.points, self.where, self.judging)
            case "judged" | "raters":
                judges = self.judging.judges(node, self.where) if key == "judged" else self._raters()
                return self._judged(judges, node)
            case "rank":
                return self._rank(node)
            case "ballot":
                return self._poll(node)
        formula = tree.formula(node, self.where)
        if formula is None:
            return None
        return Pass(formula) if key == "pass" else Computed(formula)

    def _raters(self) -> Weights | None:
        self.judging.uses_raters = True
        return self.judging.weights

    def _judged(self, judges: Weights | None, node: yaml.Node) -> Judged | None:
        if judges is None:
            return None
        low, high = min(self.points, Fraction(0)), max(self.points, Fraction(0))
        return Judged(self.judging.judgement(judges, low, high, self.tree.span(node)))

    # Bands.

    def _bands(self, node: yaml.Node) -> Bands:
        shared: dict[tuple[str, ...], Judgement] = {}
        found = [band for item in self.tree.items(node, self.where) if (band := self._band(item, shared))]
        # All bands that the same judges fix the points of ask them for one number.
        bands = [
            replace(band, within=shared[_judges_of(band.within)])
            if isinstance(band.within, Judgement)
            else band
            for band in found
        ]
        return Bands(tuple(bands))

    def _band(self, node: yaml.Node, shared: dict[tuple[str, ...], Judgement]) -> Band | None:
        tree = self.tree
        entries = tree.record(node, _BAND, required=("points",), optional=("if", "within"))
        if "points" not in entries:
            return None
        points = tree.range(entries["points"].value, _BAND)
        condition_node = plain(entries, "if")
        condition = tree.formula(condition_node, _BAND) if condition_node else None
        if points is None or (condition_node and condition is None):
            return None
        low, high = points
        within_node = plain(entries, "within")
        if (within_node is None) != (low == high):
            words = tree.words(entries["points"].value, _BAND)
            tree.report(codes.RANGE_NEEDS, entries["points"].value, words=words, key="within")
            return None
        within = self._within(within_node, low, high, shared) if within_node else None
        if within_node and within is None:
            return None
        return Band(low, condition, tree.span(node), high, within)

    def _within(
        self,
        node: yaml.Node,
        low: Fraction,
        high: Fraction,
        shared: dict[tuple[str, ...], Judgement],
    ) -> Linear | Judgement | None:
        tree = self.tree
        entries = tree.record(node, _BAND, optional=("linear", "judged"))
        if not entries:
            return None
        if len(entries) > 1:
            tree.report(codes.ONE_OF_KEYS, node, where=_BAND, keys=["linear", "judged"])
            return None
        if "linear" in entries:
            return _linear(tree, entries["linear"].value, _BAND)
        judges = self.judging.judges(entries["judged"].value, _BAND)
        if judges is None:
            return None
        key = tuple(judges)
        if key in shared:
            shared[key] = self.judging.widened(shared[key], low, high)
        else:
            shared[key] = self.judging.judgement(judges, low, high, tree.span(node))
        return shared[key]

    # Ranks and polls.

    def _rank(self, node: yaml.Node) -> Rank | None:
        tree, where = self.tree, self.where
        required = ("value", "order", "within", "ties")
        entries = tree.record(node, where, required=required, optional=("then", "places"))
        if any(key not in entries for key in required):
            return None
        value = tree.formula(entries["value"].value, where)
        order = tree.one_of(entries["order"].value, where, ORDERS)
        within = tree.several_of(entries["within"].value, where, self.peers)
        ties = tree.one_of(entries["ties"].value, where, [each.value for each in Ties])
        then = tree.optional_ordering(entries, "then", where)
        tree.need_content(entries, "places", where)
        places_node = plain(entries, "places")
        items = tree.items(places_node, where) if places_node else []
        places = tuple(place for item in items if (place := self._place(item)))
        is_unread = "then" in entries and then is None
        if value is None or order is None or within is None or ties is None or is_unread:
            return None
        return Rank(value, order == "descending", within, Ties(ties), places, then)

    def _place(self, node: yaml.Node) -> Place | None:
        tree = self.tree
        entries = tree.record(node, _PLACE, required=("points",), optional=("first",))
        if "points" not in entries:
            return None
        points = tree.number(entries["points"].value, _PLACE)
        first = plain(entries, "first")
        number, share = tree.number_or_share(first, _PLACE) if first else (None, None)
        if points is None or (first and number is None and share is None):
            return None
        return Place(points, number, share, tree.span(node))

    def _poll(self, node: yaml.Node) -> Poll | None:
        tree, where = self.tree, self.where
        entries = tree.record(node, where, required=("of", "weights"))
        if len(entries) < 2:
            return None
        ballot, _, question = tree.words(entries["of"].value, where).partition("/")
        tree.need_content(entries, "weights", where)
        weights = [
            (option, tree.percent(entry.value, where))
            for option, entry in tree.entries(entries["weights"].value, where).items()
        ]
        known = tuple((option, weight) for option, weight in weights if weight is not None)
        return Poll(ballot, question, known) if known and len(known) == len(weights) else None


def _judges_of(judgement: Judgement) -> tuple[str, ...]:
    return tuple(rater.judge for rater in judgement.raters)


def _linear(tree: Tree, node: yaml.Node, where: Text) -> Linear | None:
    entries = tree.record(node, where, required=("value", "from", "to"))
    formulas = [tree.formula(entries[key].value, where) for key in ("value", "from", "to") if key in entries]
    if len(formulas) < 3 or None in formulas:
        return None
    value, start, end = formulas
    assert value and start and end
    return Linear(value, start, end)


__all__ = ["RATERS", "SCORINGS", "ScoringReader"]
