"""Organizations beside each other in SQL: groups, places and numbers of organizations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from guben.lowering import integers, nodes, numbers
from guben.lowering.expressions import Lowering
from guben.lowering.integers import NARROW, WIDE, Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import is_null
from guben.lowering.numbers import LoweredNumber
from guben.model.scoring import Ties
from guben.typesystem.expressions import Ranked, TieBreak

MANY = 10**9


def column(alias: str, name: str) -> exp.Column:
    """Return a column of the layer called `alias`."""
    return nodes.column(name, alias)


def whole(number: int) -> exp.Expr:
    """Return a constant."""
    return integers.integer(number).sql


@dataclass(frozen=True, slots=True)
class Order:
    """An expression that rows are put in order by; rows without a value come last, or first where turned round."""

    sql: exp.Expr
    is_descending: bool
    is_turned: bool = False

    def turned(self) -> "Order":
        """Return the order from the other end."""
        return Order(self.sql, not self.is_descending, not self.is_turned)


def order_of_equals(layers: Layers, lowering: Lowering, then: TieBreak | None) -> list[Order]:
    """Return what equals are put in order by, nothing where there is no such thing."""
    if then is None:
        return []
    compared = numbers.rounded(lowering.number(then.value), then.digits)
    return [Order(layers.bind(compared.numerator.sql), then.is_descending)]


def place_of(
    layers: Layers,
    value: LoweredNumber,
    group: Sequence[exp.Expr],
    asked: Ranked,
    equals: Sequence[Order],
) -> LoweredNumber:
    """Return the place of each organization that has a value among those of its group."""
    compared = numbers.rounded(value, asked.digits)
    sql = layers.bind(compared.numerator.sql)
    lacks = is_null(sql)
    place = place_by(
        [Order(sql, asked.is_descending), *equals], [*group, lacks], is_best=asked.ties is Ties.BEST
    )
    known = nodes.case((nodes.not_(lacks), place))
    return LoweredNumber(Integer(known, 1, MANY), 0, None, compared.na)


def peers_of(value: LoweredNumber, group: Sequence[exp.Expr]) -> LoweredNumber:
    """Return how many organizations of the group have a value."""
    count = nodes.cast(over(exp.Count(this=value.numerator.sql), group), NARROW)
    return LoweredNumber(Integer(count, 0, MANY), 0)


def average_of(layers: Layers, value: LoweredNumber, group: Sequence[exp.Expr], digits: int) -> LoweredNumber:
    """Return the mean of a value over the organizations of the group that have one."""
    compared = numbers.rounded(value, digits)
    number = replace(compared.numerator, sql=layers.bind(compared.numerator.sql))
    count = peers_of(LoweredNumber(number, digits), group).numerator
    total = Integer(exp.null(), min(0, number.low * MANY), max(0, number.high * MANY))
    type_ = WIDE if total.is_wide else NARROW
    total = replace(total, sql=nodes.cast(over(exp.Sum(this=number.sql), group), type_))
    is_nobody = nodes.paren(exp.EQ(this=count.sql, expression=whole(0)))
    return LoweredNumber(total, digits, count, is_nobody)


def place_by(orders: Sequence[Order], group: Sequence[exp.Expr], *, is_best: bool) -> exp.Expr:
    """Return the place among the rows of a group, by one order after the other; equals share one."""
    ordered = [
        exp.Ordered(this=order.sql, desc=order.is_descending, nulls_first=order.is_turned) for order in orders
    ]
    rank = over(exp.Anonymous(this="RANK"), group, exp.Order(expressions=ordered))
    if is_best:
        return nodes.cast(rank, NARROW)
    equals = over(exp.Count(this=exp.Star()), [*group, *(order.sql for order in orders)])
    last = exp.Sub(this=exp.Add(this=rank, expression=equals), expression=exp.Literal.number(1))
    return nodes.cast(nodes.paren(last), NARROW)


def count_of(holds: exp.Expr, group: Sequence[exp.Expr]) -> Integer:
    """Return how many rows of a group a condition holds for."""
    one = nodes.case((holds, exp.Literal.number(1)))
    return Integer(nodes.cast(over(exp.Count(this=one), group), NARROW), 0, MANY)


def over(aggregate: exp.Expr, group: Sequence[exp.Expr], order: exp.Order | None = None) -> exp.Expr:
    """Return an aggregate over the rows of a group."""
    return exp.Window(this=aggregate, partition_by=[each for each in group], order=order)
