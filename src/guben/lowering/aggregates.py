"""Counting and summing over record sets: one pass over each set yields all that is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from guben.lowering.columns import StoredMeasure
from guben.lowering.expressions import Leaf, Lowered, LoweredWord, Lowering, stored
from guben.lowering.findings import SUM_OF_QUOTIENTS, NotExact
from guben.lowering.integers import NARROW, WIDE, Integer
from guben.lowering.logic import LoweredCondition, any_of, is_null, is_true
from guben.lowering.naming import table_name
from guben.lowering.numbers import LoweredNumber
from guben.resolve.records import CHILDREN, Reach, RecordField, RecordSet
from guben.typesystem import expressions as typed

_MANY = 10**9
_RECORD = "r"
_PERSON = "p"
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
        return exp.column(self.joined_name(name), table="m", quoted=True)

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
    children: Children | None
    passes: dict[str, RecordPass] = field(default_factory=dict)

    def lower(self, node: typed.Aggregate) -> Lowered:
        """Return an aggregate as read from the table of its pass."""
        records = node.records
        pass_ = self.passes.setdefault(
            records.set.name, RecordPass(table_name(self.height, records.set.name), records.set)
        )
        inside = Lowering(lambda leaf: self._field(leaf, records.set))
        condition = inside.condition(records.condition) if records.condition is not None else None
        holds = condition.sql if condition else None
        unknown = _unknown(condition)
        if isinstance(node, typed.Counted):
            count = _counted(pass_, exp.Count(this=exp.Star()), holds)
            return LoweredNumber(_unless_unknown(pass_, count, unknown), 0)
        if isinstance(node, typed.Looked):
            return _looked(pass_, inside.any(node.value), holds)
        value = inside.number(node.value)
        if value.denominator is not None:
            raise NotExact(SUM_OF_QUOTIENTS)
        lacks = is_null(value.numerator.sql)
        if value.na is not None:
            lacks = exp.and_(lacks, exp.not_(value.na))
        lacking = exp.and_(holds, lacks) if holds is not None else lacks
        if unknown is not None and value.na is not None:
            unknown = exp.paren(exp.and_(unknown, exp.not_(value.na)))
        unknown = any_of([unknown, exp.paren(lacking)])
        total = _totalled(pass_, value, holds)
        if isinstance(node, typed.Totalled):
            return LoweredNumber(_unless_unknown(pass_, total, unknown), value.scale)
        return _averaged(pass_, value, total, holds, unknown)

    def _field(self, leaf: Leaf, records: RecordSet) -> Lowered:
        assert isinstance(leaf, typed.FieldValue)
        field_ = leaf.field
        if records.name == CHILDREN:
            assert self.children is not None
            return _child_field(self.children, field_)
        is_of_person = records.table == "posts" and field_.column not in _POST_COLUMNS
        column = exp.column(field_.column, table=_PERSON if is_of_person else _RECORD, quoted=True)
        if field_.is_full_years:
            years = exp.IntDiv(
                this=exp.paren(exp.Sub(this=exp.Literal.number(self.as_of), expression=column)),
                expression=exp.Literal.number(10_000),
            )
            return stored(exp.paren(years), field_.type)
        return stored(column, field_.type)

    def select(self, pass_: RecordPass) -> exp.Select:
        """Return the statement of a pass: one row an organization of the program's level that has records."""
        records = pass_.records
        table = self.children.table if records.name == CHILDREN and self.children else records.table
        unit: exp.Expr = exp.column("organization", table=_RECORD, quoted=True)
        if records.reach is Reach.SUBTREE:
            unit = exp.column(f"in_{self.level}", table="o", quoted=True)
        items = [exp.alias_(item, name, quoted=True) for name, item in pass_.items.items()]
        select = exp.select(exp.alias_(unit, "unit", quoted=True), *items).from_(
            exp.to_table(table).as_(_RECORD)
        )
        if records.reach is Reach.SUBTREE:
            select = select.join("organizations AS o", on='o."key" = r."organization"')
        if records.table == "posts":
            select = select.join("people AS p", on='p."key" = r."person"', join_type="left")
        if records.only:
            column, values = records.only
            accepted = [exp.true() if value is True else exp.Literal.string(str(value)) for value in values]
            select = select.where(
                exp.In(this=exp.column(column, table=_RECORD, quoted=True), expressions=accepted)
            )
        return select.where(exp.not_(is_null(unit))).group_by(unit.copy())


def _child_field(children: Children, field_: RecordField) -> Lowered:
    if field_.name in children.measures:
        return children.measures[field_.name].in_table(_RECORD)
    column = exp.column(field_.column, table=_RECORD, quoted=True)
    # Where a child is left out as a whole it has neither total nor grade.
    na = is_null(column)
    if field_.name == "grade":
        return LoweredWord(column, na)
    assert field_.type.high is not None
    high = int(field_.type.high * 10**children.digits)
    return LoweredNumber(Integer(column, 0, high), children.digits, None, na)


def _unknown(condition: LoweredCondition | None) -> exp.Expr | None:
    """Return whether a record's condition is missing; records where it is not applicable are left out."""
    if condition is None or _is_never_null(condition.sql):
        return None
    unknown = is_null(condition.sql)
    return unknown if condition.na is None else exp.paren(exp.and_(unknown, exp.not_(condition.na)))


def _is_never_null(sql: exp.Expr) -> bool:
    names = {column.name for column in sql.find_all(exp.Column)}
    return bool(names) and names <= {"status", "post", "in_team"}


def _filtered(item: exp.Expr, holds: exp.Expr | None) -> exp.Expr:
    return item if holds is None else exp.Filter(this=item, expression=exp.Where(this=holds))


def _counted(pass_: RecordPass, item: exp.Expr, holds: exp.Expr | None) -> Integer:
    column: exp.Expr = pass_.column(_filtered(item, holds))
    if not pass_.records.is_register:
        column = exp.Coalesce(this=column, expressions=[exp.cast(_ZERO.copy(), NARROW)])
    return Integer(column, 0, _MANY)


def _totalled(pass_: RecordPass, value: LoweredNumber, holds: exp.Expr | None) -> Integer:
    low, high = min(0, value.numerator.low * _MANY), max(0, value.numerator.high * _MANY)
    total = Integer(_ZERO, low, high)
    type_ = WIDE if total.is_wide else NARROW
    column = pass_.column(exp.cast(_filtered(exp.Sum(this=value.numerator.sql), holds), type_))
    sql: exp.Expr = exp.Coalesce(this=column, expressions=[exp.cast(_ZERO.copy(), type_)])
    if pass_.records.is_register:
        # Where the pass has no row for an organization, its register has not been handed in.
        is_handed_in = exp.not_(is_null(pass_.column(exp.Count(this=exp.Star()))))
        sql = exp.case().when(is_handed_in, sql)
    return Integer(sql, low, high)


def _unless_unknown(pass_: RecordPass, value: Integer, unknown: exp.Expr | None) -> Integer:
    if unknown is None:
        return value
    return Integer(exp.case().when(_none(pass_, unknown), value.sql), value.low, value.high)


def _none(pass_: RecordPass, flag: exp.Expr) -> exp.Expr:
    """Return whether no record of the organization has the flag; an organization without records has none."""
    count = pass_.column(_filtered(exp.Count(this=exp.Star()), flag))
    return exp.EQ(this=exp.Coalesce(this=count, expressions=[_ZERO.copy()]), expression=_ZERO.copy())


def _averaged(
    pass_: RecordPass,
    value: LoweredNumber,
    total: Integer,
    holds: exp.Expr | None,
    unknown: exp.Expr | None,
) -> LoweredNumber:
    count = _counted(pass_, exp.Count(this=value.numerator.sql), holds)
    is_empty: exp.Expr = is_true(exp.EQ(this=count.sql, expression=_ZERO.copy()))
    has_value: exp.Expr = exp.GT(this=count.sql, expression=_ZERO.copy())
    if unknown is not None:
        is_empty = exp.paren(exp.and_(is_empty, _none(pass_, unknown)))
        has_value = exp.and_(has_value, _none(pass_, unknown))
    # The bounds of an average are those of its values; those of its total only matter as digits.
    numerator = Integer(exp.case().when(has_value, total.sql), total.low, total.high)
    return LoweredNumber(numerator, value.scale, count, is_empty)


def _looked(pass_: RecordPass, value: Lowered, holds: exp.Expr | None) -> Lowered:
    if isinstance(value, LoweredNumber):
        column = pass_.column(_filtered(exp.Min(this=value.numerator.sql), holds))
        return LoweredNumber(Integer(column, value.numerator.low, value.numerator.high), value.scale)
    if isinstance(value, LoweredCondition):
        return LoweredCondition(pass_.column(_filtered(exp.LogicalAnd(this=value.sql), holds)))
    return LoweredWord(pass_.column(_filtered(exp.Min(this=value.sql), holds)))
