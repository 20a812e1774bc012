"""Parts, wins, grade and rank of a program as layers of one statement, each layer using the columns of the one below."""

from collections.abc import Iterable, Sequence
from functools import reduce
from math import ceil

from sqlglot import exp

from guben.lowering import integers
from guben.lowering.columns import StoredMeasure
from guben.lowering.expressions import Leaf, Lowered, Lowering
from guben.lowering.integers import NARROW, Integer
from guben.lowering.logic import is_null, is_true
from guben.lowering.numbers import LoweredNumber
from guben.model.scheme import MissingPolicy
from guben.plan.program import PartStep, Program
from guben.typesystem import expressions as typed

POINTS = "points."
MISSING = "missing."
WON = "won."
TOTAL = "total"
_LAYER = "l"


def points_column(path: str) -> str:
    """Return the name of the column with a part's points."""
    return POINTS + path if path else TOTAL


class ResultLayers:
    """Builds the statement of a program's results over the table of its measures."""

    def __init__(
        self,
        program: Program,
        measures: dict[str, StoredMeasure],
        asked: Sequence[tuple[typed.Aggregate, StoredMeasure]],
        table: str,
    ) -> None:
        self.program = program
        self.measures = measures
        self.asked = asked
        self.digits = program.scheme.digits
        self.optional: dict[str, bool] = {}
        self.lowering = Lowering(self._leaf)
        self.query: exp.Select = exp.select("*").from_(exp.to_table(table))

    def build(self) -> exp.Select:
        """Return the statement."""
        leaves = [step for step in self.program.parts if step.expression is not None]
        self._layer(item for step in leaves for item in self._leaf_items(step))
        for steps in _by_height(self.program.parts):
            self._layer(exp.alias_(self._sum(step), points_column(step.path), quoted=True) for step in steps)
        self._layer(
            exp.alias_(is_true(self.lowering.condition(step.won).sql), WON + step.path, quoted=True)
            for step in self.program.parts
            if step.won is not None
        )
        self._layer([exp.alias_(self._won_count(), "won", quoted=True)])
        self._layer([exp.alias_(self._first_grade(), "earned_index", quoted=True)])
        self._layer([exp.alias_(self._veto(), "veto", quoted=True)])
        self._layer([exp.alias_(self._grade_index(), "grade_index", quoted=True)])
        self._layer(
            [
                exp.alias_(self._grade_name("earned_index"), "earned_grade", quoted=True),
                exp.alias_(self._grade_name("grade_index"), "grade", quoted=True),
                exp.alias_(self._rank(), "rank", quoted=True),
            ]
        )
        return self.query

    def _layer(self, items: Iterable[exp.Expr]) -> None:
        listed = list(items)
        if listed:
            self.query = exp.select("*", *listed).from_(self.query.subquery(_LAYER))

    def _leaf(self, leaf: Leaf) -> Lowered:
        if isinstance(leaf, typed.MeasureValue):
            return self.measures[leaf.measure.name].in_table(_LAYER)
        if isinstance(leaf, typed.PartPoints):
            points = self._points(leaf.path)
            na = is_null(points.sql) if self.optional[leaf.path] else None
            return LoweredNumber(points, self.digits, None, na)
        if isinstance(leaf, typed.WonParts):
            return LoweredNumber(Integer(_column("won"), 0, int(leaf.type.high)), 0)
        assert not isinstance(leaf, typed.FieldValue)
        return next(stored for aggregate, stored in self.asked if aggregate == leaf).in_table(_LAYER)

    def _points(self, path: str) -> Integer:
        step = self.program.part(path)
        return Integer(_column(points_column(path)), 0, self._largest(step))

    def _largest(self, step: PartStep) -> int:
        # Points are rounded, so a part may stand a fraction above what is printed.
        largest: int = ceil(step.printed * 10**self.digits)
        return largest + 1

    def _leaf_items(self, step: PartStep) -> list[exp.Expr]:
        assert step.expression is not None
        points = self.lowering.number(step.expression)
        assert points.scale == self.digits and points.denominator is None
        missing: exp.Expr = is_null(points.numerator.sql)
        if points.na is not None:
            missing = exp.paren(exp.and_(missing, exp.not_(points.na)))
        sql = points.numerator.sql
        if step.policy is MissingPolicy.NO_POINTS:
            nothing = exp.cast(exp.Literal.number(0), NARROW)
            sql = exp.Coalesce(this=sql, expressions=[nothing])
            if points.na is not None:
                sql = exp.case().when(exp.not_(points.na.copy()), sql)
        self.optional[step.path] = points.na is not None or step.policy is not MissingPolicy.NO_POINTS
        return [
            exp.alias_(sql, points_column(step.path), quoted=True),
            exp.alias_(missing, MISSING + step.path, quoted=True),
        ]

    def _sum(self, step: PartStep) -> exp.Expr:
        columns = [self._points(path) for path in step.below]
        if not any(self.optional[path] for path in step.below):
            self.optional[step.path] = False
            return reduce(integers.add, columns).sql
        self.optional[step.path] = all(self.optional[path] for path in step.below)
        zero = exp.cast(exp.Literal.number(0), NARROW)
        earned = [
            Integer(exp.Coalesce(this=each.sql, expressions=[zero.copy()]), each.low, each.high)
            for each in columns
        ]
        is_left_out = [is_null(each.sql) for each in columns]
        scale = max(_decimals(self.program.part(path)) for path in step.below)
        worth = [int(self.program.part(path).printed * 10**scale) for path in step.below]
        applicable = [
            Integer(exp.case().when(out, zero.copy()).else_(integers.integer(each).sql), 0, each)
            for out, each in zip(is_left_out, worth, strict=True)
        ]
        total, rest = reduce(integers.add, earned), reduce(integers.add, applicable)
        rest = Integer(rest.sql, min(worth), rest.high)
        scaled = integers.divide_half_away(integers.multiply(total, integers.integer(sum(worth))), rest)
        nobody = exp.paren(exp.and_(*(flag.copy() for flag in is_left_out)))
        everybody = exp.paren(exp.not_(exp.paren(exp.or_(*(flag.copy() for flag in is_left_out)))))
        return exp.case().when(nobody, exp.Null()).when(everybody, total.sql).else_(scaled.sql)

    def _won_count(self) -> exp.Expr:
        won = [
            Integer(exp.case().when(_column(WON + step.path), _one()).else_(_none()), 0, 1)
            for step in self.program.parts
            if step.won is not None
        ]
        return reduce(integers.add, won).sql if won else _none()

    def _first_grade(self) -> exp.Expr:
        case = exp.case().when(is_null(_column(TOTAL)), exp.Null())
        for index, step in enumerate(self.program.grades):
            if step.condition is not None:
                case = case.when(is_true(self.lowering.condition(step.condition).sql), _literal(index))
        return case.else_(_literal(len(self.program.grades) - 1))

    def _veto(self) -> exp.Expr:
        """Return the number of the veto that lowers most, counted from 1; NULL where none holds."""
        case = exp.case()
        order = sorted(
            range(len(self.program.vetoes)), key=lambda index: -self.program.vetoes[index].grade_index
        )
        for index in order:
            condition = self.lowering.condition(self.program.vetoes[index].condition)
            case = case.when(is_true(condition.sql), _literal(index + 1))
        return case if order else exp.cast(exp.Null(), NARROW)

    def _grade_index(self) -> exp.Expr:
        earned, veto = _column("earned_index"), _column("veto")
        case = exp.case().when(is_null(earned), exp.Null())
        for index, step in enumerate(self.program.vetoes):
            strikes = is_true(exp.EQ(this=veto.copy(), expression=_literal(index + 1)))
            is_lower = exp.LT(this=earned.copy(), expression=_literal(step.grade_index))
            case = case.when(exp.and_(strikes, is_lower), _literal(step.grade_index))
        return case.else_(earned.copy())

    def _grade_name(self, index_column: str) -> exp.Expr:
        case = exp.case()
        for index, step in enumerate(self.program.grades):
            is_it = exp.EQ(this=_column(index_column), expression=_literal(index))
            case = case.when(is_it, exp.Literal.string(step.name))
        return case

    def _rank(self) -> exp.Expr:
        total = _column(TOTAL)
        order = exp.Order(expressions=[exp.Ordered(this=total.copy(), desc=True, nulls_first=False)])
        rank = exp.cast(exp.Window(this=exp.Anonymous(this="RANK"), order=order), NARROW)
        return exp.case().when(exp.not_(is_null(total)), rank)


def _by_height(parts: tuple[PartStep, ...]) -> list[list[PartStep]]:
    """Return the parts that have parts, lowest first, so that each layer finds those below it."""
    heights: dict[str, int] = {}
    layers: dict[int, list[PartStep]] = {}
    for step in parts:
        heights[step.path] = 1 + max((heights[path] for path in step.below), default=-1)
        if step.below:
            layers.setdefault(heights[step.path], []).append(step)
    return [layers[height] for height in sorted(layers)]


def _decimals(step: PartStep) -> int:
    scale = 0
    while (step.printed * 10**scale).denominator != 1:
        scale += 1
    return scale


def _column(name: str) -> exp.Column:
    return exp.column(name, table=_LAYER, quoted=True)


def _literal(number: int) -> exp.Expr:
    return exp.cast(exp.Literal.number(number), NARROW)


def _one() -> exp.Expr:
    return _literal(1)


def _none() -> exp.Expr:
    return _literal(0)
