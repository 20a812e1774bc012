"""Parts, wins, grade and rank of a program as layers of one statement, each layer using the columns of the one below."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil
from types import MappingProxyType

from sqlglot import exp

from guben.lowering import integers, nodes
from guben.lowering.columns import StoredMeasure
from guben.lowering.expressions import Leaf, Lowered, LoweredWord, Lowering
from guben.lowering.grading import GradeLowering
from guben.lowering.integers import NARROW, Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import is_null, is_true
from guben.lowering.naming import TOTAL, missing_column, points_column, tail_column, won_column
from guben.lowering.numbers import LoweredNumber
from guben.lowering.standings import average_of, order_of_equals, peers_of, place_of, whole
from guben.lowering.withheld import Withheld
from guben.model.scheme import MissingPolicy
from guben.plan.program import PartStep, Program
from guben.typesystem import expressions as typed

_LAYER = "l"
# What is stated may be anything that its column holds.
_ANY_STATED = 10**18


class ResultLowering:
    """Builds the statement of a program's results over the table of its measures.

    `held` are the parts whose points the table has already, each with whether it is left out for anybody; `won_held`
    those of which it tells whether they are won. They are taken as they stand. Rows that differ in a column of `apart`
    are of different evaluations. `withheld` are the measures that the table may withhold; what follows from them is
    taken as the table states it.
    """

    def __init__(
        self,
        program: Program,
        measures: Mapping[str, StoredMeasure],
        inner: Sequence[tuple[typed.Aggregate, StoredMeasure]],
        table: str,
        kept: Sequence[str],
        as_of: int,
        *,
        held: Mapping[str, bool] = MappingProxyType({}),
        won_held: frozenset[str] = frozenset(),
        apart: Sequence[str] = (),
        withheld: Collection[str] = (),
    ) -> None:
        self.program = program
        self.parts = {step.path: step for step in program.parts}
        self.measures = measures
        self.inner = inner
        self.digits = program.scheme.digits
        self.held = held
        self.won_held = won_held
        self.apart = apart
        self.optional: dict[str, bool] = dict(held)
        self.table = table
        self.layers = Layers(_LAYER)
        self.lowering = Lowering(self._leaf, as_of, self.layers)
        self.columns = list(kept)
        self.withheld = Withheld(program, withheld, self.layers, _LAYER)

    def build(self) -> exp.Select:
        """Return the statement: the kept columns, points, wins, veto, grades and rank."""
        self._define_all()
        return self.layers.build(exp.select("*").from_(exp.to_table(self.table)), self.columns)

    def build_narrow(self, columns: Sequence[str]) -> exp.Select:
        """Return the statement for these columns in order of the key, reading no more of the table than they need."""
        self._define_all()
        needed = [exp.column(name, quoted=True) for name in self.layers.read(columns)]
        query = self.layers.build(exp.select(*needed).from_(exp.to_table(self.table)), columns)
        return query.order_by(exp.column("organization", quoted=True), copy=False)

    def build_grades(self, columns: Sequence[str]) -> exp.Select:
        """Return the statement for these columns of the table and `grade_index`, which counts from the best."""
        self._define_grades()
        return self.layers.build(exp.select("*").from_(exp.to_table(self.table)), [*columns, "grade_index"])

    def _define_all(self) -> None:
        for step in self.program.parts:
            if step.path in self.held:
                continue
            if step.expression is not None:
                self._leaf_columns(step)
            else:
                self._define_points(step, self._sum(step), self._worth_follows_from(step))
        self._define_grades()
        for tail in self.program.tails:
            on_it = is_true(self.lowering.condition(tail.expression).sql)
            self._define(tail_column(tail.name), on_it, self.withheld.where(tail.expression))
        self._define("rank", self._rank())
        self.columns += self.withheld.define_taken()

    def _define_grades(self) -> None:
        for step in self.program.parts:
            if step.won is not None and step.path not in self.won_held:
                won = is_true(self.lowering.condition(step.won).sql)
                self._define(won_column(step.path), won, self.withheld.where(step.won))
        self._define("won", self._won_count())
        GradeLowering(
            self.program, self.layers, self.lowering, self._define, self.withheld, _LAYER, self.apart
        ).build()

    def _define(self, name: str, sql: exp.Expr, taken: exp.Expr | None = None) -> None:
        """Define a column that is kept; for those for whom it is `taken`, it is what is stated."""
        if taken is not None:
            sql = nodes.case((taken, self.withheld.stated(name)), otherwise=sql)
            self.withheld.take(name, taken)
        self.layers.define(name, sql)
        self.columns.append(name)

    def _define_points(self, step: PartStep, sql: exp.Expr, taken: exp.Expr | None) -> None:
        """Define the points of a part, those that are taken as stated within what the part can be worth."""
        name = points_column(step.path)
        if taken is not None:
            own = self._points(step.path)
            stated = Integer(self.withheld.stated(name), -_ANY_STATED, _ANY_STATED)
            if not self.optional[step.path]:
                stated = integers.or_zero(stated)
            bounded = integers.at_least(stated, integers.integer(own.low))
            bounded = integers.at_most(bounded, integers.integer(own.high))
            sql = nodes.case((taken, bounded.sql), otherwise=sql)
            self.withheld.take(name, taken)
        self._define(name, sql)

    def _leaf(self, leaf: Leaf) -> Lowered:
        if isinstance(leaf, typed.MeasureValue):
            return self.measures[leaf.measure.name].in_table(_LAYER)
        if isinstance(leaf, typed.PartPoints):
            points = self._points(leaf.path)
            na = is_null(points.sql) if self.optional[leaf.path] else None
            return LoweredNumber(points, self.digits, None, na)
        if isinstance(leaf, typed.OwnField):
            return LoweredWord(_column(leaf.name))
        if isinstance(leaf, typed.AmongPeers):
            value, group = self.lowering.number(leaf.value), [_column(name) for name in leaf.within]
            if isinstance(leaf, typed.Peers):
                return peers_of(value, group)
            if isinstance(leaf, typed.PeerAverage):
                return average_of(self.layers, value, group, leaf.digits)
            return place_of(
                self.layers, value, group, leaf, order_of_equals(self.layers, self.lowering, leaf.then)
            )
        if isinstance(leaf, typed.WonParts):
            return LoweredNumber(Integer(_column("won"), 0, int(leaf.type.high)), 0)
        return next(each.in_table(_LAYER) for aggregate, each in self.inner if aggregate == leaf)

    def _points(self, path: str) -> Integer:
        step = self.parts[path]
        # Points are rounded, so a part may stand a fraction beyond what is printed.
        printed = ceil(abs(step.printed) * 10**self.digits) + 1
        low, high = (0, printed) if step.printed > 0 else (-printed, 0)
        return Integer(_column(points_column(path)), low, high)

    def _leaf_columns(self, step: PartStep) -> None:
        assert step.expression is not None
        points = self.lowering.number(step.expression)
        assert points.scale == self.digits and points.denominator is None
        missing: exp.Expr = is_null(points.numerator.sql)
        if points.na is not None:
            missing = nodes.paren(nodes.and_(missing, nodes.not_(points.na)))
        sql = points.numerator.sql
        if step.policy is MissingPolicy.NO_POINTS:
            sql = integers.or_zero(points.numerator).sql
            if points.na is not None:
                sql = nodes.case((nodes.not_(points.na), sql))
        self.optional[step.path] = points.na is not None or step.policy is not MissingPolicy.NO_POINTS
        taken = self.withheld.where(step.expression)
        self._define_points(step, sql, taken)
        self._define(missing_column(step.path), missing, taken)

    def _worth_follows_from(self, step: PartStep) -> exp.Expr | None:
        """Return for whom it cannot be computed how much the parts of a sum are worth."""
        return self.withheld.where(*(self.parts[path].applies for path in step.below if step.is_capped))

    def _sum(self, step: PartStep) -> exp.Expr:
        gains = [path for path in step.below if self.parts[path].printed > 0]
        losses = [path for path in step.below if path not in gains]
        # A part that only takes away is left out if nothing in it counts; others if no part that gives does.
        counting = gains if step.printed > 0 else losses
        self.optional[step.path] = all(self.optional[path] for path in counting)
        if step.printed > 0:
            total = self._gained(step, gains)
            total = reduce(integers.add, (self._or_nothing(path) for path in losses), total)
            if losses:
                total = integers.at_least(self._bound(total), integers.integer(0))
        else:
            total = self._bound(reduce(integers.add, (self._or_nothing(path) for path in losses)))
            total = integers.at_least(total, integers.integer(int(step.printed * 10**self.digits)))
        # What gives points is not known where none of its parts counts, so that only losses have to be looked at here.
        if step.printed > 0 or not self.optional[step.path]:
            return total.sql
        nobody = nodes.paren(nodes.and_(*(is_null(self._points(path).sql) for path in counting)))
        return nodes.case((nobody, exp.Null()), otherwise=total.sql)

    def _or_nothing(self, path: str) -> Integer:
        points = self._points(path)
        if not self.optional[path]:
            return points
        return integers.or_zero(points)

    def _gained(self, step: PartStep, paths: Sequence[str]) -> Integer:
        """Return what the parts that give points come to, re-based where some of them are left out."""
        total = reduce(integers.add, (self._or_nothing(path) for path in paths))
        if not any(self.optional[path] for path in paths):
            return self._capped(step, total)
        printed = [self.parts[path].printed for path in paths]
        scale = max(_decimals(each) for each in (*printed, step.printed))
        worth = [int(each * 10**scale) for each in printed]
        least = integers.integer(int(step.printed * 10**scale))
        whole_worth = self._applying_worth(paths, worth, least) if step.is_capped else least
        is_left_out = [is_null(self._points(path).sql) for path in paths]
        applicable = [
            Integer(nodes.case((out, whole(0)), otherwise=integers.integer(each).sql), 0, each)
            for out, each in zip(is_left_out, worth, strict=True)
        ]
        rest = reduce(integers.add, applicable)
        # Where nothing counts there is nothing to divide by, and the sum is left out as a whole.
        rest = self._bound(Integer(exp.Nullif(this=rest.sql, expression=whole(0)), min(worth), rest.high))
        # Where everything counts this is the sum itself, to the last digit.
        scaled = integers.divide_half_away(integers.multiply(total, whole_worth), rest)
        return self._capped(step, scaled)

    def _applying_worth(self, paths: Sequence[str], worth: Sequence[int], least: Integer) -> Integer:
        """Return what the parts that apply are worth, but not less than `least`."""
        if not any(self.parts[path].applies for path in paths):
            return integers.integer(max(sum(worth), least.low))
        each_worth = []
        for path, number in zip(paths, worth, strict=True):
            applies = self.parts[path].applies
            sql = integers.integer(number).sql
            if applies is not None:
                fails = is_true(nodes.not_(nodes.paren(self.lowering.condition(applies).sql)))
                sql = nodes.case((fails, whole(0)), otherwise=sql)
            each_worth.append(Integer(sql, 0, number))
        together = reduce(integers.add, each_worth)
        return integers.at_least(together, least)

    def _capped(self, step: PartStep, points: Integer) -> Integer:
        most = integers.integer(int(step.printed * 10**self.digits))
        if not step.is_capped or points.high <= most.low:
            return points
        return integers.at_most(self._bound(points), most)

    def _bound(self, number: Integer) -> Integer:
        return Integer(self.layers.bind(number.sql), number.low, number.high)

    def _won_count(self) -> exp.Expr:
        won = [
            Integer(nodes.case((_column(won_column(step.path)), whole(1)), otherwise=whole(0)), 0, 1)
            for step in self.program.parts
            if step.won is not None
        ]
        return reduce(integers.add, won).sql if won else whole(0)

    def _rank(self) -> exp.Expr:
        total = _column(TOTAL)
        order = exp.Order(expressions=[exp.Ordered(this=total, desc=True, nulls_first=False)])
        rank = nodes.cast(exp.Window(this=exp.Anonymous(this="RANK"), order=order), NARROW)
        return nodes.case((nodes.not_(is_null(total)), rank))


def _decimals(points: Fraction) -> int:
    scale = 0
    while (points * 10**scale).denominator != 1:
        scale += 1
    return scale


def _column(name: str) -> exp.Column:
    return nodes.column(name, _LAYER)
