"""The nodes of SQL that formulas become, built without copying what they stand on.

SQLGlot's own functions copy whatever they are given, so that a formula is copied again at every step that is built
upon it. Nothing here changes an expression once it stands in another, so expressions may share their branches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

_LEAVES = (exp.Literal, exp.DataType, exp.Identifier)
# What stands together without parentheses.
_ATOMS = (exp.Paren, exp.Column, exp.Cast, exp.Case, exp.Coalesce)


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column, of a table where one is named."""
    # As `exp.column` does it, which takes five times as long over names that may be expressions.
    named_table = None if table is None else exp.Identifier(this=table, quoted=True)
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=named_table)


def table(name: str, alias: str) -> exp.Table:
    """Return a table under another name."""
    called = exp.TableAlias(this=exp.Identifier(this=alias, quoted=True))
    return exp.Table(this=exp.Identifier(this=name, quoted=True), alias=called)


def values(rows: Sequence[Sequence[exp.Expr]], alias: str, columns: Sequence[str]) -> exp.Values:
    """Return constant rows as a table with named columns."""
    names = [exp.Identifier(this=name, quoted=False) for name in columns]
    called = exp.TableAlias(this=exp.Identifier(this=alias, quoted=False), columns=names)
    return exp.Values(expressions=[exp.Tuple(expressions=list(row)) for row in rows], alias=called)


@dataclass(frozen=True, slots=True)
class Shape:
    """What an expression is like: the columns it speaks of, as often as it does, its nodes, and whether it has a window."""

    columns: tuple[str, ...]
    depth: int
    size: int
    has_window: bool


def shape_of(sql: exp.Expr) -> Shape:
    """Return what an expression is like; columns, constants and types are one node each."""
    columns: list[str] = []
    deepest = size = 0
    has_window = False
    waiting = [(sql, 1)]
    while waiting:
        node, depth = waiting.pop()
        size += 1
        deepest = max(deepest, depth)
        if isinstance(node, exp.Column):
            columns.append(node.name)
            continue
        has_window = has_window or isinstance(node, exp.Window)
        depth += 1
        waiting += [(each, depth) for _, each in below(node)]
    return Shape(tuple(columns), deepest, size, has_window)


def below(sql: exp.Expr) -> list[tuple[tuple[str, int | None], exp.Expr]]:
    """Return the expressions directly below one, and where each stands: the argument, and its place in a list."""
    if isinstance(sql, _LEAVES):
        return []
    found: list[tuple[tuple[str, int | None], exp.Expr]] = []
    for key, value in sql.args.items():
        if type(value) is list:
            found += [((key, at), each) for at, each in enumerate(value) if isinstance(each, exp.Expr)]
        elif isinstance(value, exp.Expr):
            found.append(((key, None), value))
    return found


def paren(sql: exp.Expr) -> exp.Expr:
    """Return an expression in parentheses, where it does not stand together without."""
    return sql if isinstance(sql, _ATOMS) else exp.Paren(this=sql)


def cast(sql: exp.Expr, type_: exp.DataType) -> exp.Cast:
    """Return an expression as another type; one that is cast to it already stays as it is."""
    if isinstance(sql, exp.Cast) and sql.args["to"] == type_:
        return sql
    return exp.Cast(this=sql, to=type_)


def not_(sql: exp.Expr) -> exp.Not:
    """Return the opposite of a condition."""
    return exp.not_(sql, copy=False)


def and_(*conditions: exp.Expr) -> exp.Expr:
    """Return whether all of some conditions hold."""
    return exp.and_(*conditions, copy=False)


def or_(*conditions: exp.Expr) -> exp.Expr:
    """Return whether one of some conditions holds."""
    return exp.or_(*conditions, copy=False)


def case(*branches: tuple[exp.Expr, exp.Expr], otherwise: exp.Expr | None = None) -> exp.Case:
    """Return what stands beside the first condition that holds, else `otherwise`, else NULL."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs) if otherwise is None else exp.Case(ifs=ifs, default=otherwise)


def named(sql: exp.Expr, name: str) -> exp.Alias:
    """Return an expression as a column of a query."""
    return exp.Alias(this=sql, alias=exp.to_identifier(name, quoted=True))
