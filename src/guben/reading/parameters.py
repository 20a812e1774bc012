"""The parameters of a scheme or a ledger: numbers that a place or a year may set otherwise."""

from fractions import Fraction

import yaml

from guben.diagnostics import Text
from guben.model.scheme import Parameter
from guben.model.values import NUMERIC_KINDS, Kind
from guben.reading.measures import measure_type
from guben.reading.trees import Tree, named, plain

_PARAMETER = Text("参数", "parameter")


def parameters(tree: Tree, node: yaml.Node | None) -> dict[str, Parameter]:
    """Return the parameters that could be read."""
    found: dict[str, Parameter] = {}
    for name, entry in tree.named(node, _PARAMETER):
        where = named(_PARAMETER, name)
        entries = tree.record(
            entry.value,
            where,
            required=("value", "type"),
            optional=("title", "digits", "bounds", "from"),
            declared_at=entry.key,
        )
        kinds = [kind.value for kind in Kind if kind in NUMERIC_KINDS]
        type_ = measure_type(tree, entries, where, kinds, where)
        is_percent = type_ is not None and type_.kind is Kind.PERCENT
        value = _value(tree, entries["value"].value, where, is_percent) if "value" in entries else None
        later = _later_values(tree, plain(entries, "from"), where, is_percent)
        if type_ and value is not None:
            title = tree.optional_title(entries, "title", where)
            found[name] = Parameter(name, value, type_, title, tree.key_span(entry), later)
    return found


def _value(tree: Tree, node: yaml.Node, where: Text, is_percent: bool) -> Fraction | None:
    return tree.percent(node, where) if is_percent else tree.number(node, where)


def _later_values(
    tree: Tree, node: yaml.Node | None, where: Text, is_percent: bool
) -> tuple[tuple[int, Fraction], ...]:
    later = []
    for entry in tree.entries(node, where).values() if node else ():
        day = tree.day(entry.key, where)
        value = _value(tree, entry.value, where, is_percent)
        if day is not None and value is not None:
            later.append((day, value))
    return tuple(sorted(later))
