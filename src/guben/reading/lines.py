"""The lines of a scoring sheet: what each adds or takes away, and when."""

import re
from collections.abc import Mapping
from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.formula import Expression, Number
from guben.model.scoring import Judgement, Line, LineKind, Lines, Partial, Steps
from guben.model.values import Kind
from guben.reading import findings as codes
from guben.reading.judging import PartJudging
from guben.reading.trees import Entry, Tree, parse_number, plain

_LINE = Text("计分行", "a line")
_STEP_KEYS = ("value", "over", "under", "partial")
LINE_KEYS = (
    "plus",
    "minus",
    "zero",
    "if",
    "each",
    "per",
    *_STEP_KEYS,
    "judged",
    "at_most",
    "group",
    "title",
    "look_at",
)
# A step is a number with its unit; a percentage moves by points of a per cent (pp, 个百分点).
_STEP = re.compile(r"\s*([0-9.]+)\s*([^\W\d_]+)\s*")
_UNITS = {
    **dict.fromkeys(("year", "years", "岁", "周岁", "年"), Kind.AGE),
    **dict.fromkeys(("pp", "个百分点", "百分点"), Kind.PERCENT),
    **dict.fromkeys(("yuan", "元"), Kind.YUAN),
    **dict.fromkeys(("day", "days", "天", "日"), Kind.DURATION),
    **dict.fromkeys(("m2", "平方米"), Kind.AREA),
    **dict.fromkeys(("times", "次", "人", "名", "个", "户"), Kind.COUNT),
}


def lines(
    tree: Tree,
    node: yaml.Node,
    entries: Mapping[str, Entry],
    points: Fraction,
    where: Text,
    judging: PartJudging,
) -> Lines:
    """Return the lines of a part worth `points`; those that could not be read are left out, with findings."""
    start_node, floor_node, cap_node = (plain(entries, key) for key in ("start", "floor", "cap"))
    # A part that only takes away begins with nothing taken.
    usual = "full" if points > 0 else "zero"
    start = tree.one_of(start_node, where, ("full", "zero")) if start_node else usual
    floor = tree.number(floor_node, where) if floor_node else None
    cap = tree.number(cap_node, where) if cap_node else None
    found = tuple(line for item in tree.items(node, where) if (line := _line(tree, item, judging)))
    low, high = min(points, Fraction(0)), max(points, Fraction(0))
    return Lines(start == "full", found, low if floor is None else floor, high if cap is None else cap)


def _line(tree: Tree, node: yaml.Node, judging: PartJudging) -> Line | None:
    found_before = len(tree.findings)
    entries = tree.record(node, _LINE, optional=LINE_KEYS)
    if len(tree.findings) > found_before:
        return None
    kinds = [kind for kind in LineKind if kind.value in entries]
    applied: set[str] = {key for key in ("if", "each", "per") if key in entries}
    zero = plain(entries, "zero")
    is_false = zero is not None and zero.value == "false"
    if len(kinds) != 1 or not _fits(kinds[0], applied, "judged" in entries) or is_false:
        tree.report(codes.LINE_NEEDS, node)
        return None
    if not _has_whole_steps(tree, node, entries):
        return None
    points = _points(tree, kinds[0], entries)
    title_node, look_at_node, at_most_node, group_node = (
        plain(entries, key) for key in ("title", "look_at", "at_most", "group")
    )
    title = tree.title(title_node, _LINE) if title_node else None
    judgement = _judgement(tree, node, entries, points, judging, title) if points else None
    condition, each = (
        tree.formula(entries[key].value, _LINE) if key in entries else None for key in ("if", "each")
    )
    line = Line(
        kind=kinds[0],
        points=points[1] if points else Fraction(0),
        condition=condition,
        each=each,
        look_at=tree.title(look_at_node, _LINE) if look_at_node else None,
        span=tree.span(node),
        steps=_steps(tree, entries) if "per" in entries else None,
        judgement=judgement,
        at_most=tree.number(at_most_node, _LINE) if at_most_node else None,
        group=tree.words(group_node, _LINE) if group_node else None,
        title=title,
    )
    return line if len(tree.findings) == found_before else None


def _fits(kind: LineKind, applied: set[str], is_judged: bool) -> bool:
    """Return whether a line says once and clearly when it applies."""
    if kind is LineKind.ZERO:
        return applied == {"if"} and not is_judged
    return applied <= {"if"} if is_judged else len(applied) == 1


def _has_whole_steps(tree: Tree, node: yaml.Node, entries: Mapping[str, Entry]) -> bool:
    if not any(key in entries for key in ("per", *_STEP_KEYS)):
        return True
    for key in ("per", "value", "partial"):
        if key not in entries:
            tree.report(codes.MISSING_KEY, node, where=_LINE, key=key)
            return False
    if ("over" in entries) == ("under" in entries):
        tree.report(codes.ONE_OF_KEYS, node, where=_LINE, keys=["over", "under"])
        return False
    return True


def _points(tree: Tree, kind: LineKind, entries: Mapping[str, Entry]) -> tuple[Fraction, Fraction] | None:
    """Return the points of a line, twice the same where they are not a range."""
    node = entries[kind.value].value
    if kind is LineKind.ZERO:
        return (Fraction(0), Fraction(0)) if tree.yes_or_no(node, _LINE) else None
    points = tree.range(node, _LINE)
    if points and (points[0] != points[1]) != ("judged" in entries):
        tree.report(codes.RANGE_NEEDS, node, words=tree.words(node, _LINE), key="judged")
        return None
    return points


def _judgement(
    tree: Tree,
    node: yaml.Node,
    entries: Mapping[str, Entry],
    points: tuple[Fraction, Fraction],
    judging: PartJudging,
    title: Text | None,
) -> Judgement | None:
    if "judged" not in entries:
        return None
    judges = judging.judges(entries["judged"].value, _LINE)
    return judging.judgement(judges, *points, tree.span(node), title) if judges else None


def _steps(tree: Tree, entries: Mapping[str, Entry]) -> Steps | None:
    is_over = "over" in entries
    step, unit = _step(tree, entries["per"].value)
    value = tree.formula(entries["value"].value, _LINE)
    line = tree.formula(entries["over" if is_over else "under"].value, _LINE)
    partial = tree.one_of(entries["partial"].value, _LINE, [each.value for each in Partial])
    if step is None or value is None or line is None or partial is None:
        return None
    return Steps(value, line, is_over, step, unit, Partial(partial))


def _step(tree: Tree, node: yaml.Node) -> tuple[Expression | None, Kind | None]:
    words = tree.words(node, _LINE)
    match = _STEP.fullmatch(words)
    if not match or match[2] not in _UNITS:
        return (tree.formula(node, _LINE), None) if words else (None, None)
    number, unit = parse_number(match[1]), _UNITS[match[2]]
    if number is None:
        tree.report(codes.NOT_A_NUMBER, node, words=words)
        return None, None
    is_percent = unit is Kind.PERCENT
    return Number(number / 100 if is_percent else number, is_percent, tree.span(node)), unit
