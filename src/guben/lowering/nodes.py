"""The nodes of SQL that formulas become, built without copying what they stand on.

SQLGlot's own functions copy whatever they are given, so that a formula is copied again at every step that is built
upon it. Nothing here changes an expression once it stands in another, so expressions may share their branches.
"""

from collections.abc import Iterator

from sqlglot import exp

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


def below(sql: exp.Expr) -> Iterator[tuple[exp.Expr, str, int | None, exp.Expr]]:
    """Yield the expressions directly below one, with where they stand: its holder, the argument, the place in a list."""
    for key, value in sql.args.items():
        if isinstance(value, exp.Expr):
            yield sql, key, None, value
        elif isinstance(value, list):
            for at, each in enumerate(value):
                if isinstance(each, exp.Expr):
                    yield sql, key, at, each


def columns_in(sql: exp.Expr) -> Iterator[exp.Column]:
    """Yield every column that an expression speaks of, as often as it does."""
    waiting = [sql]
    while waiting:
        node = waiting.pop()
        if isinstance(node, exp.Column):
            yield node
        else:
            waiting += (each for _, _, _, each in below(node))


def paren(sql: exp.Expr) -> exp.Expr:
    """Return an expression in parentheses, where it does not stand together without."""
    return sql if isinstance(sql, _ATOMS) else exp.Paren(this=sql)


def cast(sql: exp.Expr, type_: exp.DataType) -> exp.Cast:
    """Return an expression as another type; one that is cast to it already stays as it is."""
    return exp.cast(sql, type_, copy=False)


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
