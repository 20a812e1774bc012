"""The scorings of a scheme file: how a leaf turns values into points."""

from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.scheme import Band, Bands, Computed, Line, Linear, LineKind, Lines, Pass, Scoring
from guben.reading import findings as codes
from guben.reading.trees import Entry, Tree, plain

SCORINGS = ("pass", "linear", "bands", "lines", "computed")
_LINE = Text("计分行", "a line")
_BAND = Text("分档", "a band")


def scoring(tree: Tree, key: str, entries: dict[str, Entry], points: Fraction, where: Text) -> Scoring | None:
    """Return the scoring written under `key` of a part that is worth `points`, or None after findings."""
    node = entries[key].value
    if key == "linear":
        return _linear(tree, node, where)
    if key == "bands":
        return Bands(tuple(band for item in tree.items(node, where) if (band := _band(tree, item))))
    if key == "lines":
        return _lines(tree, node, entries, points, where)
    formula = tree.formula(node, where)
    if formula is None:
        return None
    return Pass(formula) if key == "pass" else Computed(formula)


def _linear(tree: Tree, node: yaml.Node, where: Text) -> Linear | None:
    entries = tree.record(node, where, required=("value", "from", "to"))
    formulas = [tree.formula(entries[key].value, where) for key in ("value", "from", "to") if key in entries]
    if len(formulas) < 3 or None in formulas:
        return None
    value, start, end = formulas
    assert value and start and end
    return Linear(value, start, end)


def _band(tree: Tree, node: yaml.Node) -> Band | None:
    entries = tree.record(node, _BAND, required=("points",), optional=("if",))
    points = tree.number(entries["points"].value, _BAND) if "points" in entries else None
    condition_node = plain(entries, "if")
    condition = tree.formula(condition_node, _BAND) if condition_node else None
    if points is None or (condition_node and condition is None):
        return None
    return Band(points, condition, tree.span(node))


def _lines(tree: Tree, node: yaml.Node, entries: dict[str, Entry], points: Fraction, where: Text) -> Lines:
    start_node, floor_node, cap_node = (plain(entries, key) for key in ("start", "floor", "cap"))
    start = tree.one_of(start_node, where, ("full", "zero")) if start_node else "full"
    floor = tree.number(floor_node, where) if floor_node else None
    cap = tree.number(cap_node, where) if cap_node else None
    lines = tuple(line for item in tree.items(node, where) if (line := _line(tree, item)))
    return Lines(start == "full", lines, floor or Fraction(0), points if cap is None else cap)


def _line(tree: Tree, node: yaml.Node) -> Line | None:
    found_before = len(tree.findings)
    entries = tree.record(node, _LINE, optional=("plus", "minus", "zero", "if", "each", "look_at"))
    if len(tree.findings) > found_before:
        return None
    kinds = [kind for kind in LineKind if kind.value in entries]
    applied = [key for key in ("if", "each") if key in entries]
    is_well_formed = (
        len(kinds) == 1 and len(applied) == 1 and not (kinds[0] is LineKind.ZERO and "each" in entries)
    )
    zero = plain(entries, "zero")
    is_false = zero is not None and zero.value == "false"
    if not is_well_formed or is_false:
        tree.report(codes.LINE_NEEDS, node)
        return None
    kind = kinds[0]
    if kind is LineKind.ZERO:
        points: Fraction | None = Fraction(0) if tree.yes_or_no(entries["zero"].value, _LINE) else None
    else:
        points = tree.number(entries[kind.value].value, _LINE)
    formula = tree.formula(entries[applied[0]].value, _LINE)
    look_at_node = plain(entries, "look_at")
    look_at = tree.title(look_at_node, _LINE) if look_at_node else None
    if points is None or formula is None:
        return None
    condition, each = (formula, None) if applied[0] == "if" else (None, formula)
    return Line(kind, points, condition, each, look_at, tree.span(node))
