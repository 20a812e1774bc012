"""Counting and summing over record sets: one pass over each set yields all that is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.columns import StoredMeasure
from guben.lowering.expressions import Leaf, Lowered, LoweredWord, Lowering, stored
from guben.lowering.findings import SUM_OF_QUOTIENTS, NotExact
from guben.lowering.integers import NARROW, WIDE, Integer
from guben.lowering.logic import LoweredCondition, any_of, is_null, is_true
from guben.lowering.naming import table_name
from guben.lowering.numbers import LoweredNumber
from guben.model.values import Kind
from guben.resolve.records import CHILDREN, DayPart, Reach, RecordField, RecordSet
from guben.typesystem import expressions as typed

_MANY = 10**9
_RECORD = "r"
_PERSON = "p"
_CLOSURE = "c"
_ZERO = exp.Literal.number(0)
# The columns of a post that are facts about the post; the others are facts about its holder.
_POST_COLUMNS = frozenset({"post", "in_team", "start_date", "end_date"})


@dataclass(slots=True)
class RecordPass:
    """One grouped pass over a record set; `name` is the table it makes, one row an organization."""

    name: str
    records: RecordSet
    items: dict[str, exp.Expr] = field(default_factory=dict)

    def column(self, item: exp.Expr) -> exp.Column:
        """Return the column that holds an aggregate, the same one for the same aggregate."""
        for name, known in self.items.items():
            if known == item:
                return self._joined(name)
        name = f"a{len(self.items)}"
        self.items[name] = item
        return self._joined(name)

    def _joined(self, name: str) -> exp.Column:
        return nodes.column(self.joined_name(name), "m")

    def joined_name(self, name: str) -> str:
        """Return what a column of this pass is called in the rows of organizations."""
        return f"{self.name}:{name}"


@dataclass(frozen=True, slots=True)
class Children:
    """The finished table of the organizations below, and how their measures and total lie in it."""

    table: str
    measures: Mapping[str, StoredMeasure]
    digits: int


@dataclass(slots=True)
class Aggregates:
    """All passes over records that the measures of one program need."""

    height: int
    level: str
    as_of: int
    period: str
    children: Children | None
    passes: dict[tuple[object, ...], RecordPass] = field(default_factory=dict)

    def lower(self, node: typed.Aggregate) -> Lowered:
        """Return an aggregate as read from the table of its pass."""
        records = node.records
        pass_, inside = self._pass(records.set), self._inside(records.set)
        condition = inside.condition(records.condition) if records.condition is not None else None
        holds = condition.sql if condition else None
        unknown = None if _is_never_unknown(records.condition) else _unknown(condition)
        if isinstance(node, typed.Counted):
            count = _counted(pass_, exp.Count(this=exp.Star()), holds)
            return LoweredNumber(_unless_unknown(pass_, count, unknown), 0)
        if isinstance(node, typed.Looked):
            return _looked(pass_, inside.any(node.value), holds)
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
            return LoweredNumber(_unless_unknown(pass_, _counted(pass_, distinct, holds), unknown), 0)
        assert isinstance(value, LoweredNumber)
        if isinstance(node, typed.Outermost):
            return _outermost(pass_, value, node.is_least, holds, unknown)
        total = _totalled(pass_, value, holds)
        if isinstance(node, typed.Totalled):
            return LoweredNumber(_unless_unknown(pass_, total, unknown), value.scale)
        return _averaged(pass_, value, total, holds, unknown)

    def persons(self, records: typed.Records) -> tuple[exp.Expr, exp.Expr]:
        """Return how many persons the records are about for which the condition holds, and all records of the set."""
        assert records.set.is_of_people
        pass_ = self._pass(records.set)
        person = nodes.column("key" if records.set.table == "people" else "person", _RECORD)
        count = exp.Count(this=exp.Distinct(expressions=[person]))
        holds = None
        if records.condition is not None:
            holds = self._inside(records.set).condition(records.condition).sql
        numbers = (pass_.column(_filtered(pass_, count, holds)), pass_.column(count))
        holding, all_ = (exp.Coalesce(this=number, expressions=[_ZERO]) for number in numbers)
        return holding, all_

    def _pass(self, records: RecordSet) -> RecordPass:
        name = table_name(self.height, f"records_{len(self.passes) + 1}")
        return self.passes.setdefault(records.key, RecordPass(name, records))

    def _inside(self, records: RecordSet) -> Lowering:
        return Lowering(lambda leaf: self._field(leaf, records), self.as_of)

    def _field(self, leaf: Leaf, records: RecordSet) -> Lowered:
        assert isinstance(leaf, typed.FieldValue)
        field_ = leaf.field
        if records.name == CHILDREN:
            assert self.children is not None
            return _child_field(self.children, field_)
        is_of_person = records.table == "posts" and field_.column not in _POST_COLUMNS
        column: exp.Expr = nodes.column(field_.column, _PERSON if is_of_person else _RECORD)
        if field_.is_inside:
            return stored(_inside(field_), field_.type)
        if field_.day_part is not None:
            return stored(_day_part(column, field_.day_part), field_.type)
        if field_.is_full_years:
            years = exp.IntDiv(
                this=nodes.paren(exp.Sub(this=exp.Literal.number(self.as_of), expression=column)),
                expression=exp.Literal.number(10_000),
            )
            return stored(nodes.paren(years), field_.type)
        return stored(column, field_.type)

    def select(self, pass_: RecordPass) -> exp.Select:
        """Return the statement of a pass: one row an organization of the program's level that has records.

        Of a ledger, one row an organization that has closed it, with an empty record where it holds none.
        """
        records = pass_.records
        unit: exp.Expr = nodes.column("organization", _RECORD)
        table = self.children.table if records.name == CHILDREN and self.children else records.table
        if records.is_ledger:
            unit = nodes.column("organization", _CLOSURE)
        elif records.reach is Reach.SUBTREE:
            unit = self._above()
        items = [nodes.named(item, name) for name, item in pass_.items.items()]
        select = exp.select(nodes.named(unit, "unit"), *items)
        belongs = self._belongs(records)
        if records.is_ledger:
            is_closed = [
                _equals(_CLOSURE, "ledger", records.kept_as),
                _equals(_CLOSURE, "period", self.period),
            ]
            same = exp.condition('r."organization" = c."organization"')
            select = select.from_(f"closures AS {_CLOSURE}").where(*is_closed)
            if records.reach is Reach.SUBTREE:
                same = exp.condition('r."organization" = o."key"')
                below = exp.EQ(this=self._above(), expression=unit)
                select = select.join("organizations AS o", on=below)
            entries = exp.to_table(table).as_(_RECORD)
            select = select.join(entries, on=nodes.and_(same, *belongs), join_type="left")
        else:
            select = select.from_(exp.to_table(table).as_(_RECORD)).where(*belongs)
            if records.reach is Reach.SUBTREE:
                select = select.join("organizations AS o", on='o."key" = r."organization"')
        if records.table == "posts":
            select = select.join("people AS p", on='p."key" = r."person"', join_type="left")
        return select.where(nodes.not_(is_null(unit))).group_by(unit)

    def _above(self) -> exp.Column:
        """Return the organization of the program's level that an organization belongs to."""
        return nodes.column(f"in_{self.level}", "o")

    def _belongs(self, records: RecordSet) -> list[exp.Expr]:
        """Return the conditions under which a row of the table is a record of the set."""
        conditions: list[exp.Expr] = []
        for column, values in records.only:
            accepted = [exp.true() if value is True else exp.Literal.string(str(value)) for value in values]
            name = nodes.column(column, _RECORD)
            conditions.append(exp.In(this=name, expressions=accepted))
        if records.is_of_period:
            conditions.append(_equals(_RECORD, "period", self.period))
        return conditions


def _equals(table: str, column: str, word: str) -> exp.Expr:
    return exp.EQ(this=nodes.column(column, table), expression=exp.Literal.string(word))


def _inside(field_: RecordField) -> exp.Expr:
    """Return what an entry of a ledger says: a number as an integer of its type's scale, else a word or a truth value."""
    entry = nodes.column("fields", _RECORD)
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
        return children.measures[field_.name].in_table(_RECORD)
    column = nodes.column(field_.column, _RECORD)
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


def _filtered(pass_: RecordPass, item: exp.Expr, holds: exp.Expr | None) -> exp.Expr:
    if pass_.records.is_ledger:
        # A closed ledger without entries has one row with nothing in it.
        is_entry = nodes.not_(is_null(nodes.column("key", _RECORD)))
        holds = is_entry if holds is None else nodes.and_(is_entry, holds)
    return item if holds is None else exp.Filter(this=item, expression=exp.Where(this=holds))


def _counted(pass_: RecordPass, item: exp.Expr, holds: exp.Expr | None) -> Integer:
    column: exp.Expr = pass_.column(_filtered(pass_, item, holds))
    if not pass_.records.is_register:
        column = exp.Coalesce(this=column, expressions=[nodes.cast(_ZERO, NARROW)])
    return Integer(column, 0, _MANY)


def _totalled(pass_: RecordPass, value: LoweredNumber, holds: exp.Expr | None) -> Integer:
    low, high = min(0, value.numerator.low * _MANY), max(0, value.numerator.high * _MANY)
    total = Integer(_ZERO, low, high)
    type_ = WIDE if total.is_wide else NARROW
    column = pass_.column(nodes.cast(_filtered(pass_, exp.Sum(this=value.numerator.sql), holds), type_))
    sql: exp.Expr = exp.Coalesce(this=column, expressions=[nodes.cast(_ZERO, type_)])
    if pass_.records.is_register:
        # Where the pass has no row for an organization, its register has not been handed in.
        is_handed_in = nodes.not_(is_null(pass_.column(exp.Count(this=exp.Star()))))
        sql = nodes.case((is_handed_in, sql))
    return Integer(sql, low, high)


def _unless_unknown(pass_: RecordPass, value: Integer, unknown: exp.Expr | None) -> Integer:
    if unknown is None:
        return value
    return Integer(nodes.case((_none(pass_, unknown), value.sql)), value.low, value.high)


def _none(pass_: RecordPass, flag: exp.Expr) -> exp.Expr:
    """Return whether no record of the organization has the flag; an organization without records has none."""
    count = pass_.column(_filtered(pass_, exp.Count(this=exp.Star()), flag))
    return exp.EQ(this=exp.Coalesce(this=count, expressions=[_ZERO]), expression=_ZERO)


def _averaged(
    pass_: RecordPass,
    value: LoweredNumber,
    total: Integer,
    holds: exp.Expr | None,
    unknown: exp.Expr | None,
) -> LoweredNumber:
    count = _counted(pass_, exp.Count(this=value.numerator.sql), holds)
    is_empty: exp.Expr = is_true(exp.EQ(this=count.sql, expression=_ZERO))
    has_value: exp.Expr = exp.GT(this=count.sql, expression=_ZERO)
    if unknown is not None:
        is_empty = nodes.paren(nodes.and_(is_empty, _none(pass_, unknown)))
        has_value = nodes.and_(has_value, _none(pass_, unknown))
    # The bounds of an average are those of its values; those of its total only matter as digits.
    numerator = Integer(nodes.case((has_value, total.sql)), total.low, total.high)
    return LoweredNumber(numerator, value.scale, count, is_empty)


def _outermost(
    pass_: RecordPass,
    value: LoweredNumber,
    is_least: bool,
    holds: exp.Expr | None,
    unknown: exp.Expr | None,
) -> LoweredNumber:
    choose: type[exp.AggFunc] = exp.Min if is_least else exp.Max
    numerator = value.numerator
    column: exp.Expr = pass_.column(_filtered(pass_, choose(this=numerator.sql), holds))
    count = _counted(pass_, exp.Count(this=numerator.sql), holds)
    is_empty: exp.Expr = is_true(exp.EQ(this=count.sql, expression=_ZERO))
    if unknown is not None:
        is_empty = nodes.paren(nodes.and_(is_empty, _none(pass_, unknown)))
        column = nodes.case((_none(pass_, unknown), column))
    return LoweredNumber(Integer(column, numerator.low, numerator.high), value.scale, None, is_empty)


def _looked(pass_: RecordPass, value: Lowered, holds: exp.Expr | None) -> Lowered:
    if isinstance(value, LoweredNumber):
        column = pass_.column(_filtered(pass_, exp.Min(this=value.numerator.sql), holds))
        return LoweredNumber(Integer(column, value.numerator.low, value.numerator.high), value.scale)
    if isinstance(value, LoweredCondition):
        return LoweredCondition(pass_.column(_filtered(pass_, exp.LogicalAnd(this=value.sql), holds)))
    return LoweredWord(pass_.column(_filtered(pass_, exp.Min(this=value.sql), holds)))
