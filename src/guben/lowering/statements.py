"""A program as statements: the readings of records, the measures, the results; those of the children first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.aggregates import Aggregates, Children
from guben.lowering.columns import StoredMeasure, store
from guben.lowering.expressions import Leaf, LoweredWord, Lowering, stored
from guben.lowering.expressions import Lowered as LoweredExpression
from guben.lowering.findings import NotExact
from guben.lowering.given import given_columns, select_given
from guben.lowering.integers import Integer, stored_integer
from guben.lowering.layers import Layers
from guben.lowering.logic import LoweredCondition, is_true
from guben.lowering.naming import TOTAL, given_column, inner_column, not_applicable_column, table_name
from guben.lowering.numbers import LoweredNumber
from guben.lowering.readings import Readings
from guben.lowering.results import ResultLowering
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.plan.peers import peer_columns
from guben.plan.program import MeasureStep, Program
from guben.plan.records import asked_of_records
from guben.typesystem import expressions as typed

UNIT_COLUMNS = ("code", "name", "type", "field", "in_county", "in_township", "in_village")


def unit_columns(program: Program) -> list[str]:
    """Return the columns of organizations that a program's tables hold, with those that peers are grouped by."""
    return list(dict.fromkeys([*UNIT_COLUMNS, *peer_columns(program)]))


@dataclass(frozen=True, slots=True)
class Statement:
    """A query and the name of the table that is to hold its answer."""

    table: str
    query: exp.Select


@dataclass(frozen=True, slots=True)
class Lowered:
    """A program in SQL: statements in order, and where its measures and results are then found.

    `measures_table` has one row an organization in scope with the columns of `measures` and of `inner`, which is what
    rules ask of records without a measure of its own; `results_table` has the points, wins, veto, grade and rank; both
    have `unit_columns`, what the organizations are.
    """

    statements: tuple[Statement, ...]
    measures: Mapping[str, StoredMeasure]
    inner: tuple[StoredMeasure, ...]
    measures_table: str
    results_table: str
    children: "Lowered | None"
    unit_columns: tuple[str, ...]

    @property
    def height(self) -> int:
        """How many programs of children stand below this one."""
        return self.children.height + 1 if self.children else 0

    @property
    def stored(self) -> tuple[StoredMeasure, ...]:
        """All that the table of measures holds."""
        return (*self.measures.values(), *self.inner)

    @property
    def engine_types(self) -> dict[str, str]:
        """The types of the integer columns of the measures, as DuckDB calls them."""
        types = {}
        for measure in self.stored:
            for name, bounds in zip(
                measure.columns, (measure.bounds, measure.denominator_bounds), strict=False
            ):
                if bounds is not None:
                    types[name] = "HUGEINT" if Integer(exp.null(), *bounds).is_wide else "BIGINT"
        return types


class FormulaNotExact(Exception):
    """A formula of the measure or part called `name` cannot be computed exactly."""

    def __init__(self, name: str, cause: NotExact) -> None:
        super().__init__(name)
        self.name = name
        self.code = cause.code


class OnLowered(Protocol):
    """Told each statement, in their order, when it is there and later ones are not yet."""

    def __call__(self, statement: Statement) -> None: ...


def nobody(statement: Statement) -> None:
    """Tell nobody."""


def lower_program(program: Program, *, as_of: int, period: str, on_lowered: OnLowered = nobody) -> Lowered:
    """Return the statements of a program for a cut-off day (yyyymmdd) and a period.

    Raises FormulaNotExact if a number of the program could need more than 38 digits.
    """
    children = None
    if program.children is not None:
        children = lower_program(program.children, as_of=as_of, period=period, on_lowered=on_lowered)
    return _ProgramLowering(program, as_of, period, children).lower(on_lowered)


class _ProgramLowering:
    def __init__(self, program: Program, as_of: int, period: str, children: Lowered | None) -> None:
        self.program = program
        self.period = period
        self.below = children
        self.height = children.height + 1 if children else 0
        level = program.scheme.scope.level
        below = None
        if children and program.children:
            below = Children(_finished(children), children.measures, program.children.scheme.digits)
        self.as_of = as_of
        self.readings = Readings(self.height, level, period, below.query if below else None)
        self.aggregates = Aggregates(self.readings, as_of, below)
        self.measures: dict[str, StoredMeasure] = {}
        self.unit_columns = unit_columns(program)

    def lower(self, on_lowered: OnLowered) -> Lowered:
        collected = [step for step in self.program.measures if step.expression is None]
        derived = [step for step in self.program.measures if step.expression is not None]
        layers = Layers("m")
        for step in collected:
            self.measures[step.name] = store(layers, step.name, _reported(step.measure))
        for step in derived:
            self.measures[step.name] = store(layers, step.name, self._derived(step, layers))
        inner = self._inner(layers)
        measures_table, results_table = (table_name(self.height, what) for what in ("measures", "results"))
        held = tuple(each for _, each in inner)
        stored_columns = [name for each in (*self.measures.values(), *held) for name in each.columns]
        units = ["organization", *self.unit_columns]
        statements: list[Statement] = []

        def add(table: str, query: exp.Select) -> None:
            statements.append(Statement(table, query))
            on_lowered(statements[-1])

        for each in self.readings.all:
            add(each.name, self.readings.select(each))
        if collected:
            add(self._values_table, select_given([step.measure for step in collected], self.period))
        add(measures_table, layers.build(self._units(bool(collected)), [*units, *stored_columns]))
        results = ResultLowering(self.program, self.measures, inner, measures_table, units, self.as_of)
        add(results_table, self._guarded("total", results.build))
        below = self.below.statements if self.below else ()
        return Lowered(
            (*below, *statements),
            self.measures,
            held,
            measures_table,
            results_table,
            self.below,
            tuple(self.unit_columns),
        )

    def _inner(self, layers: Layers) -> list[tuple[typed.Aggregate, StoredMeasure]]:
        """Store what scorings, wins, vetoes and grades ask of records, as measures without a name of their own."""
        return [
            (node, store(layers, inner_column(number), self._guarded_lowering(node, layers)))
            for number, node in enumerate(asked_of_records(self.program), start=1)
        ]

    def _guarded_lowering(self, node: typed.Expression, layers: Layers) -> LoweredExpression:
        try:
            return Lowering(self._leaf, self.as_of, layers).any(node)
        except NotExact as cause:
            raise FormulaNotExact("total", cause) from None

    def _guarded(self, name: str, build: Callable[[], exp.Select]) -> exp.Select:
        try:
            return build()
        except NotExact as cause:
            raise FormulaNotExact(name, cause) from None

    @property
    def _values_table(self) -> str:
        return table_name(self.height, "values")

    def _units(self, has_values: bool) -> exp.Select:
        """Join the organizations in scope with their aggregates and reported values."""
        scope = self.program.scheme.scope
        unit = [nodes.named(nodes.column("key", "u"), "organization")]
        columns = [nodes.column(name, "u") for name in self.unit_columns]
        joined: list[exp.Expr] = []
        for each in self.readings.all:
            joined += [
                nodes.named(nodes.column(name, each.name), each.joined_name(name)) for name in each.items
            ]
        if has_values:
            joined += given_columns(
                [step.measure for step in self.program.measures if step.expression is None], "v"
            )
        select = exp.select(*unit, *columns, *joined, copy=False).from_("organizations AS u", copy=False)
        for each in self.readings.all:
            select = select.join(
                exp.to_table(each.name), on=f'"{each.name}"."unit" = u."key"', join_type="left", copy=False
            )
        if has_values:
            values = exp.to_table(self._values_table).as_("v")
            select = select.join(values, on='v."organization" = u."key"', join_type="left", copy=False)
        is_level = exp.EQ(this=nodes.column("level", "u"), expression=exp.Literal.string(scope.level))
        select = select.where(is_level, copy=False)
        if scope.fields:
            fields = [exp.Literal.string(field) for field in scope.fields]
            select = select.where(
                exp.In(this=nodes.column("field", "u"), expressions=fields),
                copy=False,
            )
        return select

    def _derived(self, step: MeasureStep, layers: Layers) -> LoweredExpression:
        assert step.expression is not None
        try:
            return Lowering(self._leaf, self.as_of, layers).any(step.expression)
        except NotExact as cause:
            raise FormulaNotExact(step.name, cause) from None

    def _leaf(self, leaf: Leaf) -> LoweredExpression:
        if isinstance(leaf, typed.MeasureValue):
            return self.measures[leaf.measure.name].in_table("m")
        if isinstance(leaf, typed.OwnField):
            return LoweredWord(nodes.column(leaf.name, "m"))
        assert isinstance(leaf, typed.Aggregate)
        return self.aggregates.lower(leaf)


def _finished(children: Lowered) -> exp.Select:
    """Return the query for what is known of the organizations below: what they are, their measures, total and grade."""
    results = [nodes.column(name, "f") for name in (TOTAL, "grade")]
    select = exp.select("m.*", *results).from_(exp.to_table(children.measures_table).as_("m"))
    return select.join(
        exp.to_table(children.results_table).as_("f"), on='f."organization" = m."organization"'
    )


def _reported(measure: Measure) -> LoweredExpression:
    """Return a reported value as the joined row holds it."""
    column: exp.Expr = nodes.column(given_column(measure.name), "m")
    na = is_true(nodes.column(given_column(not_applicable_column(measure.name)), "m"))
    if measure.type.kind is Kind.YES_NO:
        return LoweredCondition(nodes.paren(exp.EQ(this=column, expression=exp.Literal.number(1))), na)
    lowered = stored(column, measure.type, na)
    if isinstance(lowered, LoweredNumber):
        number = lowered.numerator
        return LoweredNumber(stored_integer(column, number.low, number.high), lowered.scale, None, na)
    return lowered
