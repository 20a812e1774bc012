"""Conditions in SQL: true, false or NULL, and apart from that whether they are not applicable."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from guben.lowering import nodes


@dataclass(frozen=True, slots=True)
class LoweredCondition:
    """A condition; `na` tells, never NULL, where it is not applicable; None if it never is.

    `known` tells where it is not NULL, if there is a shorter way to say that than the condition itself.
    """

    sql: exp.Expr
    na: exp.Expr | None = None
    known: exp.Expr | None = None

    @property
    def fails(self) -> exp.Expr:
        """What is true of those for whom the condition is false, and of none for whom it is NULL.

        It may be true where the condition holds: it stands behind it.
        """
        return self.known if self.known is not None else nodes.not_(nodes.paren(self.sql))


def any_of(flags: Sequence[exp.Expr | None]) -> exp.Expr | None:
    """Return the OR of those flags that exist, each once; flags are never NULL."""
    present = list(dict.fromkeys(flag for flag in flags if flag is not None))
    if len(present) == 1:
        return nodes.paren(present[0])
    return nodes.paren(nodes.or_(*present)) if present else None


def both(flag: exp.Expr, other: exp.Expr | None) -> exp.Expr | None:
    """Return the AND of a flag and one that may not exist."""
    return None if other is None else nodes.paren(nodes.and_(flag, other))


def all_hold(conditions: Sequence[LoweredCondition]) -> LoweredCondition:
    """Return the AND: false wins, then not applicable, then missing."""
    sql = nodes.paren(nodes.and_(*(each.sql for each in conditions)))
    return LoweredCondition(sql, _na_where_unknown(sql, conditions))


def any_holds(conditions: Sequence[LoweredCondition]) -> LoweredCondition:
    """Return the OR: true wins, then not applicable, then missing."""
    sql = nodes.paren(nodes.or_(*(each.sql for each in conditions)))
    return LoweredCondition(sql, _na_where_unknown(sql, conditions))


def _na_where_unknown(sql: exp.Expr, conditions: Sequence[LoweredCondition]) -> exp.Expr | None:
    na = any_of([each.na for each in conditions])
    return nodes.paren(nodes.and_(is_null(sql), na)) if na is not None else None


def inverted(condition: LoweredCondition) -> LoweredCondition:
    """Return the opposite; what is unknown stays so."""
    opposite = nodes.paren(nodes.not_(nodes.paren(condition.sql)))
    return LoweredCondition(opposite, condition.na, condition.known)


def is_null(sql: exp.Expr) -> exp.Expr:
    """Return whether there is no value; never NULL."""
    return nodes.paren(exp.Is(this=nodes.paren(sql), expression=exp.Null()))


def is_true(sql: exp.Expr) -> exp.Expr:
    """Return whether a condition holds; never NULL."""
    return exp.Coalesce(this=nodes.paren(sql), expressions=[exp.false()])
