"""The nodes of SQL that formulas become, built without copying what they stand on.

SQLGlot's own functions copy whatever they are given, so that a formula is copied again at every step that is built
upon it. Nothing here changes an expression once it stands in another, so expressions may share their branches.
"""

from sqlglot import exp


def paren(sql: exp.Expr) -> exp.Paren:
    """Return an expression in parentheses."""
    return exp.Paren(this=sql)


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
