"""Queries for what a snapshot must not hold if a program is to be computed over it."""

from math import ceil, floor

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.integers import WIDE, integer
from guben.lowering.logic import is_null
from guben.model.ledger import LedgerField
from guben.model.values import Kind, ValueType
from guben.plan.program import Program

_STORED = exp.DataType.build("DECIMAL(38, 0)")
# The bounds that ages are declared with.
_MOST_YEARS = 150


def bad_reported_values(program: Program, period: str) -> exp.Select:
    """Return the query for reported values with another scale than declared or out of bounds.

    Its columns: organization, measure, number, scale, source.
    """
    names = ("organization", "measure", "number", "scale", "source")
    columns = [nodes.column(name, "g") for name in names]
    number, scale = nodes.column("number", "g"), nodes.column("scale", "g")
    limits = {
        (step.name, *_limits(step.measure.type))
        for each in program.chain()
        for step in each.measures
        if step.expression is None and step.measure.type.kind not in (Kind.CHOICE, Kind.TEXT)
    }
    query = exp.select(*columns).distinct().from_(nodes.table("values", "g"))
    if not limits:
        return query.where(exp.false())
    # One look at each value, instead of one for every measure.
    rows = [
        (exp.Literal.string(name), exp.Literal.number(of_scale), *(_as_stored(each) for each in bounds))
        for name, of_scale, *bounds in sorted(limits)
    ]
    asked = nodes.values(rows, "a", ("measure", "scale", "low", "high"))
    is_asked = exp.EQ(this=nodes.column("measure", "g"), expression=nodes.column("measure", "a"))
    is_period = exp.EQ(this=nodes.column("period", "g"), expression=exp.Literal.string(period))
    # What is not applicable has no number, and so no scale either.
    is_given = nodes.not_(is_null(number))
    wrong = nodes.or_(
        exp.NEQ(this=scale, expression=nodes.column("scale", "a")),
        exp.LT(this=number, expression=nodes.column("low", "a")),
        exp.GT(this=number, expression=nodes.column("high", "a")),
    )
    return query.join(asked, on=is_asked).where(is_period, is_given, wrong).order_by(*columns[:2])


def _as_stored(number: int) -> exp.Expr:
    """Return a number in the type of the column of numbers, so that none of these has to be turned into its type."""
    return nodes.cast(integer(number).sql, _STORED)


def bad_days(as_of: int) -> exp.Select:
    """Return the query for people with a day from which full years are counted that gives an impossible number of them.

    Its columns: key, source.
    """
    columns = [nodes.column(name) for name in ("key", "source")]
    wrong: list[exp.Expr] = []
    for name in ("birth_date", "full_date"):
        day = nodes.column(name)
        wrong.append(exp.GT(this=day, expression=exp.Literal.number(as_of)))
        wrong.append(exp.LT(this=day, expression=exp.Literal.number(as_of - _MOST_YEARS * 10_000)))
    return exp.select(*columns).from_("people").where(nodes.or_(*wrong)).order_by(columns[0])


def bad_entries(program: Program, period: str) -> exp.Select:
    """Return the query for entries of closed or open ledgers that say what their fields cannot be.

    Its columns: organization, ledger, source.
    """
    columns = [nodes.column(name) for name in ("organization", "ledger", "source")]
    is_period = exp.EQ(this=nodes.column("period"), expression=exp.Literal.string(period))
    bad = [
        _says_badly(ledger.kept_as, field)
        for each in program.chain()
        for ledger in each.scheme.ledgers.values()
        for field in ledger.fields.values()
        if field.type.kind not in (Kind.CHOICE, Kind.TEXT)
    ]
    wrong = nodes.or_(*bad) if bad else exp.false()
    entries = exp.to_table("entries", quoted=True)
    return exp.select(*columns).from_(entries).where(is_period).where(wrong).order_by(*columns)


def _says_badly(ledger: str, field: LedgerField) -> exp.Expr:
    is_it = exp.EQ(this=nodes.column("ledger"), expression=exp.Literal.string(ledger))
    path = exp.Literal.string(f"$.{field.name}")
    said = exp.JSONExtractScalar(this=nodes.column("fields"), expression=path)
    is_said = nodes.not_(is_null(said))
    if field.type.kind is Kind.YES_NO:
        words = [exp.Literal.string(word) for word in ("true", "false")]
        return nodes.and_(is_it, is_said, nodes.not_(exp.In(this=said, expressions=words)))
    _, low, high = _limits(field.type)
    number = exp.TryCast(this=said, to=WIDE)
    too_low = exp.LT(this=number, expression=integer(low).sql)
    too_high = exp.GT(this=number, expression=integer(high).sql)
    is_whole = exp.RegexpLike(this=said, expression=exp.Literal.string("^-?[0-9]+$"))
    return nodes.and_(is_it, is_said, nodes.or_(nodes.not_(is_whole), is_null(number), too_low, too_high))


def _limits(type_: ValueType) -> tuple[int, int, int]:
    """Return the scale and the bounds that stored integers of a type have."""
    if type_.kind is Kind.YES_NO:
        return 0, 0, 1
    if type_.kind is Kind.DATE:
        return 0, 0, 99_991_231
    assert type_.low is not None and type_.high is not None
    factor = 10**type_.scale
    return type_.scale, ceil(type_.low * factor), floor(type_.high * factor)
