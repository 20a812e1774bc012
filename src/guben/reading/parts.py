"""The parts of a scheme file, with the scoring of each leaf."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.scheme import MissingPolicy, Part, Reward
from guben.model.scoring import Judged, Scoring
from guben.reading import findings as codes
from guben.reading.judging import RATERS, Judging, PartJudging, Weights
from guben.reading.scorings import SCORINGS, ScoringReader
from guben.reading.trees import Entry, Tree, named, plain

PART_KEYS = (
    *("points", "rewards", "missing", "won", "look_at", "by", "parts", "applies", "capped"),
    RATERS,
)
LINES_KEYS = ("start", "floor", "cap")
_PART = Text("指标", "part")
_JUDGED = Text("“judged”", "'judged'")


def missing_policy(tree: Tree, entries: Mapping[str, Entry]) -> MissingPolicy | None:
    """Return the policy under `missing`, if there is one."""
    where = Text("“missing”", "'missing'")
    word = tree.optional_word(entries, "missing", where, [each.value for each in MissingPolicy])
    return MissingPolicy(word) if word else None


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads parts; `peers` are the words that can stand behind the `within` of a rank."""

    tree: Tree
    judging: Judging
    peers: tuple[str, ...]

    def parts(self, node: yaml.Node | None, above: str, weights: Weights | None) -> tuple[Part, ...]:
        """Return the parts below a path; `weights` are the raters in force there."""
        return tuple(self._part(name, entry, above, weights) for name, entry in self.tree.named(node, _PART))

    def _part(self, name: str, entry: Entry, above: str, weights: Weights | None) -> Part:
        tree = self.tree
        path = f"{above}.{name}" if above else name
        where = named(_PART, path)
        keys = (*PART_KEYS, *LINES_KEYS, *SCORINGS)
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
        printed = points if points is not None else Fraction(0)
        span = tree.key_span(entry)
        title = tree.optional_title(entries, "title", where) or Text(name, name)
        if RATERS in entries:
            weights = self.judging.weights(entries[RATERS], path, where) or weights
        judging = PartJudging(self.judging, path, title, weights)
        scoring_key = self._scoring_key(entries, entry, path, where, is_clear)
        scoring: Scoring | None = None
        rewards = tree.optional_word(entries, "rewards", where, [each.value for each in Reward])
        reward = Reward(rewards) if rewards else None
        if scoring_key == "judged" and isinstance(entries["judged"].value, yaml.MappingNode):
            parts = tuple(
                replace(below, rewards=reward) for below in self._split(entries["judged"].value, path, title)
            )
        else:
            parts = self.parts(plain(entries, "parts"), path, weights)
            if scoring_key:
                reader = ScoringReader(tree, printed, where, judging, self.peers)
                scoring = reader.scoring(scoring_key, entries)
                if RATERS in entries and len(tree.findings) == found_before and not judging.uses_raters:
                    tree.report(codes.RATERS_NOT_USED, entries[RATERS].key, part=path)
        capped = plain(entries, "capped")
        return Part(
            path=path,
            title=title,
            points=printed,
            span=span,
            points_span=tree.span(points_node) if points_node else span,
            rewards=reward,
            missing=missing_policy(tree, entries),
            won=tree.optional_formula(entries, "won", where),
            look_at=tree.optional_title(entries, "look_at", where),
            scored_by=tree.optional_title(entries, "by", where),
            scoring=scoring,
            parts=parts,
            applies=tree.optional_formula(entries, "applies", where),
            is_capped=tree.yes_or_no(capped, where) if capped else False,
        )

    def _scoring_key(
        self, entries: Mapping[str, Entry], entry: Entry, path: str, where: Text, is_clear: bool
    ) -> str | None:
        """Return the key of the part's one scoring; None if it has parts, or after a finding."""
        tree = self.tree
        for key in ("parts", "bands", "lines"):
            tree.need_content(entries, key, where)
        found = [key for key in SCORINGS if key in entries]
        has_parts = "parts" in entries
        if len(found) + has_parts > 1:
            everything = [*found, *(["parts"] if has_parts else [])]
            tree.report(codes.ONE_SCORING, entry.key, part=path, found=everything)
        for key in LINES_KEYS:
            if key in entries and "lines" not in entries and (found or has_parts):
                tree.report(codes.NEEDS_LINES, entries[key].key, key=key)
        if not found and not has_parts and RATERS in entries:
            return RATERS
        # A scoring that is misspelled is an unknown key already.
        if not found and not has_parts and is_clear:
            tree.report(codes.SCORING_NEEDED, entry.key, part=path, known=SCORINGS)
        return found[0] if found else None

    def _split(self, node: yaml.Node, path: str, above_title: Text) -> tuple[Part, ...]:
        """Return the parts that a judgement split by judges stands for, one a judge."""
        tree = self.tree
        entries = tree.record(node, _JUDGED, required=("split",))
        parts = []
        for judge, entry in tree.entries(entries["split"].value, _JUDGED).items() if entries else ():
            points = tree.number(entry.value, _JUDGED)
            if not tree.one_of(entry.key, _JUDGED, self.judging.known) or points is None:
                continue
            below, title, span = f"{path}.{judge}", self.judging.title(judge), tree.key_span(entry)
            judging = PartJudging(self.judging, below, above_title, None)
            judgement = judging.judgement({judge: Fraction(1)}, Fraction(0), points, span, is_split=True)
            said = Text(f"{title.zh}评分", f"judged by {title.en}")
            parts.append(
                Part(
                    below,
                    said,
                    points,
                    span,
                    tree.span(entry.value),
                    scored_by=title,
                    scoring=Judged(judgement),
                )
            )
        return tuple(parts)
