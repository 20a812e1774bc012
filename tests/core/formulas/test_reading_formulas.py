"""Formula text into trees: full-width signs, and the place of every node."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guben.diagnostics import Finding, SourceSpan
from guben.model.formula import Arithmetic, Comparison, Expression, Logic, Name, Not, Number
from guben.reading import read_formula
from guben.reading.trees import Tree

AT = SourceSpan("a.yaml", 1, 1)

_NUMBERS = st.sampled_from(["0", "7", "36.5", "85%", "0.01"])
_NAMES = st.sampled_from(["trust", "net_income", "a", "信任率"])
_VALUES = st.recursive(
    _NUMBERS | _NAMES,
    lambda inner: st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("MAX({}, {})".format, inner, inner),
        st.builds("SUM(team.{})".format, _NAMES),
    ),
    max_leaves=6,
)
_COMPARED = st.builds("{} {} {}".format, _VALUES, st.sampled_from(["<=", ">=", "=", "<>", "<", ">"]), _VALUES)
FORMULAS = st.recursive(
    _COMPARED | _VALUES,
    lambda inner: st.one_of(
        st.builds("({}) AND NOT ({})".format, inner, inner),
        st.builds("({}) OR ({})".format, inner, inner),
        st.builds("COUNT(members WHERE {})".format, inner),
    ),
    max_leaves=4,
)
_FULL_WIDTH = str.maketrans(
    ",()%=<>+-*/.0123456789aMNORDWHE", "，（）％＝＜＞＋－×÷．０１２３４５６７８９ａＭＮＯＲＤＷＨＥ"
)


def read(text: str) -> Expression:
    tree = read_formula(text, AT)
    assert not isinstance(tree, Finding), tree.message.en
    return tree


def without_places(node: Expression) -> Expression:
    changes: dict[str, object] = {"span": AT}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            changes[each.name] = tuple(without_places(v) if isinstance(v, Expression) else v for v in value)
        elif isinstance(value, Expression):
            changes[each.name] = without_places(value)
    return replace(node, **changes)


def nodes(node: Expression) -> list[Expression]:
    below = [getattr(node, each.name) for each in fields(node)]
    flat = [v for value in below for v in (value if isinstance(value, tuple) else (value,))]
    return [node, *(deep for v in flat if isinstance(v, Expression) for deep in nodes(v))]


def test_a_condition_is_read_as_it_would_be_spoken() -> None:
    tree = without_places(read("NOT a > 1 + 2 * 3 OR b = 85%"))

    six = Arithmetic("*", Number(Fraction(2), False, AT), Number(Fraction(3), False, AT), AT)
    right = Arithmetic("+", Number(Fraction(1), False, AT), six, AT)
    not_more = Not(Comparison((Name("a", AT), right), (">",), AT), AT)
    equal = Comparison((Name("b", AT), Number(Fraction(17, 20), True, AT)), ("=",), AT)
    assert tree == Logic("OR", (not_more, equal), AT)


@given(FORMULAS)
def test_full_width_spelling_gives_the_same_tree(formula: str) -> None:
    assert without_places(read(formula.translate(_FULL_WIDTH))) == without_places(read(formula))


@pytest.mark.parametrize(
    ("written", "plain"),
    [("a≥1", "a >= 1"), ("a≤1", "a <= 1"), ("a≠1", "a <> 1"), ("a！＝1", "a <> 1"), ("a==1", "a = 1")],
)
def test_signs_of_one_stroke_mean_those_of_two(written: str, plain: str) -> None:
    assert without_places(read(written)) == without_places(read(plain))


@given(FORMULAS, st.sampled_from(["{}", "'{}'", '"{}"', ">\n    {}", "|\n    {}", "   {}  # why"]))
def test_the_place_of_a_node_shows_the_nodes_text(formula: str, written_as: str) -> None:
    text = "pass: " + written_as.format(formula) + "\n"
    tree = Tree("a.yaml", text)
    assert isinstance(tree.root, yaml.MappingNode)
    _, value = tree.root.value[0]

    read_tree = tree.formula(value, AT.label())

    lines = text.splitlines()
    assert read_tree is not None, tree.findings
    for node in nodes(read_tree):
        span = node.span
        shown = lines[span.line - 1][span.column - 1 : span.column - 1 + span.width]
        again = read_formula(shown, AT)
        if isinstance(node, Name | Number):
            assert without_places(node) == without_places(read(shown))
        elif type(node).__name__ != "Attribute" and "WHERE" not in shown:
            assert not isinstance(again, Finding) and without_places(again) == without_places(node)
        assert span.source == lines[span.line - 1]


def test_a_formula_over_two_lines_has_places_in_both() -> None:
    tree = Tree("a.yaml", "pass:\n  trust >= 80%\n  AND income >= 4500\n")
    assert isinstance(tree.root, yaml.MappingNode)

    formula = tree.formula(tree.root.value[0][1], AT.label())

    assert isinstance(formula, Logic)
    places = [(each.span.line, each.span.column, each.span.width) for each in (formula, *formula.operands)]
    assert places == [(2, 3, 12), (2, 3, 12), (3, 7, 14)]
