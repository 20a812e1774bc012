"""Organizations beside each other in SQL: groups, places and numbers of organizations."""

from collections.abc import Sequence

from sqlglot import exp

from guben.lowering import integers, nodes, numbers
from guben.lowering.integers import NARROW, Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import is_null
from guben.lowering.numbers import LoweredNumber
from guben.model.scoring import Ties
from guben.typesystem.expressions import Ranked

MANY = 10**9


def column(alias: str, name: str) -> exp.Column:
    """Return a column of the layer called `alias`."""
    return nodes.column(name, alias)


def whole(number: int) -> exp.Expr:
    """Return a constant."""
    return integers.integer(number).sql


def place_of(layers: Layers, value: LoweredNumber, group: Sequence[exp.Expr], asked: Ranked) -> LoweredNumber:
    """Return the place of each organization that has a value among those of its group."""
    compared = numbers.rounded(value, asked.digits)
    sql = layers.bind(compared.numerator.sql)
    lacks = is_null(sql)
    place = place_by([(sql, asked.is_descending)], [*group, lacks], is_best=asked.ties is Ties.BEST)
    known = nodes.case((nodes.not_(lacks), place))
    return LoweredNumber(Integer(known, 1, MANY), 0, None, compared.na)


def peers_of(value: LoweredNumber, group: Sequence[exp.Expr]) -> LoweredNumber:
    """Return how many organizations of the group have a value."""
    count = nodes.cast(over(exp.Count(this=value.numerator.sql), group), NARROW)
    return LoweredNumber(Integer(count, 0, MANY), 0)


def place_by(
    orders: Sequence[tuple[exp.Expr, bool]], group: Sequence[exp.Expr], *, is_best: bool
) -> exp.Expr:
    """Return the place among the rows of a group, by expressions that are descending or not; equals share one."""
    ordered = [exp.Ordered(this=sql, desc=is_descending, nulls_first=False) for sql, is_descending in orders]
    rank = over(exp.Anonymous(this="RANK"), group, exp.Order(expressions=ordered))
    if is_best:
        return nodes.cast(rank, NARROW)
    equals = over(exp.Count(this=exp.Star()), [*group, *(sql for sql, _ in orders)])
    last = exp.Sub(this=exp.Add(this=rank, expression=equals), expression=exp.Literal.number(1))
    return nodes.cast(nodes.paren(last), NARROW)


def count_of(holds: exp.Expr, group: Sequence[exp.Expr]) -> Integer:
    """Return how many rows of a group a condition holds for."""
    one = nodes.case((holds, exp.Literal.number(1)))
    return Integer(nodes.cast(over(exp.Count(this=one), group), NARROW), 0, MANY)


def over(aggregate: exp.Expr, group: Sequence[exp.Expr], order: exp.Order | None = None) -> exp.Expr:
    """Return an aggregate over the rows of a group."""
    return exp.Window(this=aggregate, partition_by=[each for each in group], order=order)


def at_least(number: Integer, least: int) -> Integer:
    """Return the number, or `least` where it is below that."""
    if least <= number.low:
        return number
    is_less = exp.LT(this=number.sql, expression=whole(least))
    return integers.either(nodes.paren(is_less), integers.integer(least), number)
