"""Counting and summing over record sets, in the readings of the tables that they lie in."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.columns import StoredMeasure
from guben.lowering.expressions import Leaf, Lowered, LoweredWord, Lowering, stored
from guben.lowering.findings import SUM_OF_QUOTIENTS, NotExact
from guben.lowering.integers import NARROW, WIDE, Integer
from guben.lowering.logic import LoweredCondition, any_of, is_null, is_true
from guben.lowering.numbers import LoweredNumber
from guben.lowering.readings import PERSON, RECORD, Readings, SetReading
from guben.model.values import Kind
from guben.resolve.records import CHILDREN, POSTS, VOTES, DayPart, RecordField, RecordSet
from guben.typesystem import expressions as typed

_MANY = 10**9
_ZERO = exp.Literal.number(0)
# The columns of a post that are facts about the post; the others are facts about its holder.
_POST_COLUMNS = frozenset({"post", "in_team", "start_date", "end_date"})


@dataclass(frozen=True, slots=True)
class Children:
    """The query for the finished organizations below, and how their measures and total lie in its answer."""

    query: exp.Select
    measures: Mapping[str, StoredMeasure]
    digits: int


class Aggregates:
    """Lowers what measures ask of records, and notes in the readings what these have to find."""

    def __init__(self, readings: Readings, as_of: int, children: Children | None) -> None:
        self._readings = readings
        self._as_of = as_of
        self._children = children

    def lower(self, node: typed.Aggregate) -> Lowered:
        """Return an aggregate as the rows of organizations hold it."""
        records = node.records
        found, inside = self._readings.of(records.set), self._fields_of(records.set)
        condition = inside.condition(records.condition) if records.condition is not None else None
        holds = condition.sql if condition else None
        unknown = None if _is_never_unknown(records.condition) else _unknown(condition)
        if isinstance(node, typed.Counted):
            count = _counted(found, exp.Count(this=exp.Star()), holds)
            return LoweredNumber(_unless_unknown(found, count, unknown), 0)
        if isinstance(node, typed.Looked):
            return _looked(found, inside.any(node.value), holds)
        value = inside.any(node.value)
        sql = value.numerator.sql if isinstance(value, LoweredNumber) else value.sql
        if isinstance(value, LoweredNumber) and value.denominator is not None:
            raise NotExact(SUM_OF_QUOTIENTS)
        lacks = is_null(sql)
        if value.na is not None:
            lacks = nodes.and_(lacks, nodes.not_(value.na))
        lacking = nodes.and_(holds, lacks) if holds is not None else lacks
        if unknown is not None and value.na is not None:
            unknown = nodes.paren(nodes.and_(unknown, nodes.not_(value.na)))
        unknown = any_of([unknown, nodes.paren(lacking)])
        if isinstance(node, typed.Differing):
            distinct = exp.Count(this=exp.Distinct(expressions=[sql]))
            return LoweredNumber(_unless_unknown(found, _counted(found, distinct, holds), unknown), 0)
        assert isinstance(value, LoweredNumber)
        if isinstance(node, typed.Outermost):
            return _outermost(found, value, node.is_least, holds, unknown)
        total = _totalled(found, value, holds)
        if isinstance(node, typed.Totalled):
            return LoweredNumber(_unless_unknown(found, total, unknown), value.scale)
        return _averaged(found, value, total, holds, unknown)

    def persons(self, records: typed.Records) -> tuple[exp.Expr, exp.Expr]:
        """Return how many persons the records are about for which the condition holds, and all records of the set."""
        assert records.set.is_of_people
        found = self._readings.of(records.set)
        person = nodes.column("person" if records.set.table == POSTS.table else "key", RECORD)
        count = exp.Count(this=exp.Distinct(expressions=[person]))
        holds = None
        if records.condition is not None:
            holds = self._fields_of(records.set).condition(records.condition).sql
        holding, all_ = (
            exp.Coalesce(this=column, expressions=[_ZERO])
            for column in (found.column(count, holds), found.column(count))
        )
        return holding, all_

    def votes(self, records: RecordSet) -> exp.Expr:
        """Return how many votes there are for all options of a set."""
        total = self._readings.of(records).column(
            exp.Sum(this=nodes.column(VOTES.column, RECORD)), None, NARROW
        )
        return exp.Coalesce(this=total, expressions=[_ZERO])

    def _fields_of(self, records: RecordSet) -> Lowering:
        return Lowering(lambda leaf: self._field(leaf, records), self._as_of)

    def _field(self, leaf: Leaf, records: RecordSet) -> Lowered:
        assert isinstance(leaf, typed.FieldValue)
        field_ = leaf.field
        if records.name == CHILDREN:
            assert self._children is not None
            return _child_field(self._children, field_)
        is_of_person = records.table == "posts" and field_.column not in _POST_COLUMNS
        column: exp.Expr = nodes.column(field_.column, PERSON if is_of_person else RECORD)
        if field_.is_inside:
            return stored(_inside(field_), field_.type)
        if field_.day_part is not None:
            return stored(_day_part(column, field_.day_part), field_.type)
        if field_.is_full_years:
            years = exp.IntDiv(
                this=nodes.paren(exp.Sub(this=exp.Literal.number(self._as_of), expression=column)),
                expression=exp.Literal.number(10_000),
            )
            return stored(nodes.paren(years), field_.type)
        return stored(column, field_.type)


def _inside(field_: RecordField) -> exp.Expr:
    """Return what an entry of a ledger says: a number as an integer of its type's scale, else a word or a truth value."""
    entry = nodes.column("fields", RECORD)
    said = exp.JSONExtractScalar(this=entry, expression=exp.Literal.string(f"$.{field_.column}"))
    if field_.type.is_number:
        assert field_.type.low is not None and field_.type.high is not None
        most = int(max(abs(field_.type.low), abs(field_.type.high)) * 10**field_.type.scale)
        return nodes.cast(said, WIDE if Integer(said, -most, most).is_wide else NARROW)
    if field_.type.kind is Kind.DATE:
        return nodes.cast(said, NARROW)
    return nodes.cast(said, exp.DataType(this=exp.DType.BOOLEAN)) if field_.type.kind is Kind.YES_NO else said


def _day_part(day: exp.Expr, part: DayPart) -> exp.Expr:
    """Return the month, quarter or half of the year of a day yyyymmdd."""
    months = {DayPart.MONTH: 1, DayPart.QUARTER: 3, DayPart.HALF_YEAR: 6}[part]
    month = exp.Mod(
        this=nodes.paren(exp.IntDiv(this=nodes.cast(day, NARROW), expression=exp.Literal.number(100))),
        expression=exp.Literal.number(100),
    )
    raised = exp.Add(this=nodes.paren(month), expression=exp.Literal.number(months - 1))
    return nodes.paren(exp.IntDiv(this=nodes.paren(raised), expression=exp.Literal.number(months)))


def _child_field(children: Children, field_: RecordField) -> Lowered:
    if field_.name in children.measures:
        return children.measures[field_.name].in_table(RECORD)
    column = nodes.column(field_.column, RECORD)
    if field_.name in ("field", "type"):
        return LoweredWord(column)
    # Where a child is left out as a whole it has neither total nor grade.
    na = is_null(column)
    if field_.name == "grade":
        return LoweredWord(column, na)
    assert field_.type.high is not None
    high = int(field_.type.high * 10**children.digits)
    return LoweredNumber(Integer(column, 0, high), children.digits, None, na)


def _unknown(condition: LoweredCondition | None) -> exp.Expr | None:
    """Return whether a record's condition is missing; records where it is not applicable are left out."""
    if condition is None:
        return None
    unknown = is_null(condition.sql)
    return unknown if condition.na is None else nodes.paren(nodes.and_(unknown, nodes.not_(condition.na)))


def _is_never_unknown(condition: typed.Condition | None) -> bool:
    """Return whether a condition only asks of what every record has."""
    if condition is None:
        return False
    asks = typed.OneOf | typed.AllOf | typed.AnyOf | typed.Inverted
    return all(
        not node.field.can_be_missing if isinstance(node, typed.FieldValue) else isinstance(node, asks)
        for node in typed.walk(condition)
    )


def _counted(found: SetReading, item: exp.Expr, holds: exp.Expr | None) -> Integer:
    column: exp.Expr = found.column(item, holds)
    if not found.records.is_register:
        column = exp.Coalesce(this=column, expressions=[nodes.cast(_ZERO, NARROW)])
    return Integer(column, 0, _MANY)


def _totalled(found: SetReading, value: LoweredNumber, holds: exp.Expr | None) -> Integer:
    low, high = min(0, value.numerator.low * _MANY), max(0, value.numerator.high * _MANY)
    total = Integer(_ZERO, low, high)
    type_ = WIDE if total.is_wide else NARROW
    column = found.column(exp.Sum(this=value.numerator.sql), holds, type_)
    sql: exp.Expr = exp.Coalesce(this=column, expressions=[nodes.cast(_ZERO, type_)])
    if found.records.is_register:
        # Where the reading has no record of the set for an organization, its register has not been handed in.
        is_handed_in = nodes.not_(is_null(found.column(exp.Count(this=exp.Star()))))
        sql = nodes.case((is_handed_in, sql))
    return Integer(sql, low, high)


def _unless_unknown(found: SetReading, value: Integer, unknown: exp.Expr | None) -> Integer:
    if unknown is None:
        return value
    return Integer(nodes.case((_none(found, unknown), value.sql)), value.low, value.high)


def _none(found: SetReading, flag: exp.Expr) -> exp.Expr:
    """Return whether no record of the organization has the flag; an organization without records has none."""
    count = found.column(exp.Count(this=exp.Star()), flag)
    return exp.EQ(this=exp.Coalesce(this=count, expressions=[_ZERO]), expression=_ZERO)


def _averaged(
    found: SetReading,
    value: LoweredNumber,
    total: Integer,
    holds: exp.Expr | None,
    unknown: exp.Expr | None,
) -> LoweredNumber:
    count = _counted(found, exp.Count(this=value.numerator.sql), holds)
    is_empty: exp.Expr = is_true(exp.EQ(this=count.sql, expression=_ZERO))
    has_value: exp.Expr = exp.GT(this=count.sql, expression=_ZERO)
    if unknown is not None:
        is_empty = nodes.paren(nodes.and_(is_empty, _none(found, unknown)))
        has_value = nodes.and_(has_value, _none(found, unknown))
    # The bounds of an average are those of its values; those of its total only matter as digits.
    numerator = Integer(nodes.case((has_value, total.sql)), total.low, total.high)
    return LoweredNumber(numerator, value.scale, count, is_empty)


def _outermost(
    found: SetReading,
    value: LoweredNumber,
    is_least: bool,
    holds: exp.Expr | None,
    unknown: exp.Expr | None,
) -> LoweredNumber:
    choose: type[exp.AggFunc] = exp.Min if is_least else exp.Max
    numerator = value.numerator
    column: exp.Expr = found.column(choose(this=numerator.sql), holds, _type_of(numerator))
    count = _counted(found, exp.Count(this=numerator.sql), holds)
    is_empty: exp.Expr = is_true(exp.EQ(this=count.sql, expression=_ZERO))
    if unknown is not None:
        is_empty = nodes.paren(nodes.and_(is_empty, _none(found, unknown)))
        column = nodes.case((_none(found, unknown), column))
    return LoweredNumber(Integer(column, numerator.low, numerator.high), value.scale, None, is_empty)


def _looked(found: SetReading, value: Lowered, holds: exp.Expr | None) -> Lowered:
    if isinstance(value, LoweredNumber):
        column = found.column(exp.Min(this=value.numerator.sql), holds, _type_of(value.numerator))
        return LoweredNumber(Integer(column, value.numerator.low, value.numerator.high), value.scale)
    if isinstance(value, LoweredCondition):
        return LoweredCondition(found.column(exp.LogicalAnd(this=value.sql), holds))
    return LoweredWord(found.column(exp.Min(this=value.sql), holds))


def _type_of(number: Integer) -> exp.DataType:
    """Return the type to compute on in: what is kept in a column, as days are, may be narrower."""
    return WIDE if number.is_wide else NARROW
