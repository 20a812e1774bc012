"""Reading records: one grouped statement for each table yields all that is asked of all sets of records in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.logic import any_of, is_null
from guben.lowering.naming import table_name
from guben.resolve.records import CHILDREN, POSTS, Reach, RecordSet

# What the rows of a statement are called: records, the holders of posts, what was closed, and organizations.
RECORD, PERSON, _CLOSURE, _OWNER = "r", "p", "c", "o"
_ZERO = exp.Literal.number(0)


@dataclass(frozen=True, slots=True)
class Item:
    """What is asked of the records of a set for which `holds` is true, as a value of `type` where one is named."""

    records: RecordSet
    aggregate: exp.Expr
    holds: exp.Expr | None
    type: exp.DataType | None


@dataclass(slots=True)
class Reading:
    """One grouped reading of a table of records; `name` is the table it makes, one row an organization.

    Where several sets lie in the table, an organization can have records of one and none of another. What is asked of
    a set is NULL for an organization without records of that set, just as it is where there is no row at all.
    """

    name: str
    items: dict[str, Item] = field(default_factory=dict)

    def column(self, item: Item) -> exp.Column:
        """Return the column that holds an item in the rows of organizations, the same one for the same item."""
        name = next((name for name, known in self.items.items() if known == item), None)
        if name is None:
            name = f"a{len(self.items)}"
            self.items[name] = item
        return nodes.column(self.joined_name(name), "m")

    def joined_name(self, name: str) -> str:
        """Return what a column of this reading is called in the rows of organizations."""
        return f"{self.name}:{name}"

    @property
    def sets(self) -> list[RecordSet]:
        """The sets that something is asked of, each once."""
        return list({item.records.key: item.records for item in self.items.values()}.values())


@dataclass(frozen=True, slots=True)
class SetReading:
    """One set of records within the reading of its table."""

    reading: Reading
    records: RecordSet

    def column(
        self, aggregate: exp.Expr, holds: exp.Expr | None = None, type_: exp.DataType | None = None
    ) -> exp.Column:
        """Return the column with an aggregate over the records of the set for which `holds` is true."""
        return self.reading.column(Item(self.records, aggregate, holds, type_))


class Readings:
    """All readings of records that the measures of one program need; each gets what is asked of it one by one.

    `children` is the query for the finished organizations below, where there are any.
    """

    def __init__(self, height: int, level: str, period: str, children: exp.Select | None) -> None:
        self._height = height
        self._level = level
        self._period = period
        self._children = children
        self._readings: dict[tuple[str, Reach, str | None], Reading] = {}

    @property
    def all(self) -> list[Reading]:
        """The readings in the order in which something was first asked of them."""
        return list(self._readings.values())

    def of(self, records: RecordSet) -> SetReading:
        """Return a set within the reading that it is found in: that of its table.

        An organization closes each ledger by itself, so which rows there are is a question of its own for each ledger.
        """
        ledger = records.kept_as if records.is_ledger else None
        name = table_name(self._height, f"records_{len(self._readings) + 1}")
        reading = self._readings.setdefault((records.table, records.reach, ledger), Reading(name))
        return SetReading(reading, records)

    def select(self, reading: Reading) -> exp.Select:
        """Return the statement of a reading: one row an organization of the program's level that has records.

        Of a ledger, one row an organization that has closed it, with an empty record where it holds none.
        """
        sets = reading.sets
        if sets[0].is_ledger:
            return self._of_ledger(reading, sets[0])
        marks = {each.key: nodes.column(f"is_of_set_{number}", RECORD) for number, each in enumerate(sets)}
        is_subtree = sets[0].reach is Reach.SUBTREE
        unit = self._above() if is_subtree else nodes.column("organization", RECORD)
        if len(sets) == 1:
            items = [nodes.named(_rendered(item), name) for name, item in reading.items.items()]
            table = self._table(sets[0])
            select = exp.select(nodes.named(unit, "unit"), *items).from_(table).where(*self._belongs(sets[0]))
        else:
            items = [
                nodes.named(_of_set(item, marks[item.records.key]), name)
                for name, item in reading.items.items()
            ]
            marked = self._marked(sets, [mark.name for mark in marks.values()])
            select = exp.select(nodes.named(unit, "unit"), *items).from_(marked)
            select = select.where(any_of(list(marks.values())))
        if is_subtree:
            select = select.join(f"organizations AS {_OWNER}", on='o."key" = r."organization"')
        if sets[0].table == POSTS.table:
            select = select.join(f"people AS {PERSON}", on='p."key" = r."person"', join_type="left")
        return select.where(nodes.not_(is_null(unit))).group_by(unit)

    def _of_ledger(self, reading: Reading, records: RecordSet) -> exp.Select:
        """Return the statement of a ledger: an organization without entries has one row with nothing in it."""
        is_entry = nodes.not_(is_null(nodes.column("key", RECORD)))
        items = [nodes.named(_rendered(item, is_entry), name) for name, item in reading.items.items()]
        unit = nodes.column("organization", _CLOSURE)
        select = exp.select(nodes.named(unit, "unit"), *items).from_(f"closures AS {_CLOSURE}")
        same = exp.condition('r."organization" = c."organization"')
        if records.reach is Reach.SUBTREE:
            same = exp.condition('r."organization" = o."key"')
            below = exp.EQ(this=self._above(), expression=unit)
            select = select.join(f"organizations AS {_OWNER}", on=below)
        entries = exp.to_table(records.table).as_(RECORD)
        select = select.join(entries, on=nodes.and_(same, *self._belongs(records)), join_type="left")
        is_closed = (
            _equals(_CLOSURE, "ledger", records.kept_as),
            _equals(_CLOSURE, "period", self._period),
        )
        return select.where(*is_closed, nodes.not_(is_null(unit))).group_by(unit)

    def _table(self, records: RecordSet) -> exp.Expr:
        if records.name == CHILDREN:
            assert self._children is not None
            return self._children.subquery(RECORD)
        return exp.to_table(records.table).as_(RECORD)

    def _above(self) -> exp.Column:
        """Return the organization of the program's level that an organization belongs to."""
        return nodes.column(f"in_{self._level}", _OWNER)

    def _marked(self, sets: Sequence[RecordSet], marks: Sequence[str]) -> exp.Subquery:
        """Return the table of some sets with a column for each that tells which rows are its records."""
        belong = [
            nodes.named(nodes.and_(*(self._belongs(records) or [exp.true()])), mark)
            for records, mark in zip(sets, marks, strict=True)
        ]
        return exp.select("*", *belong).from_(self._table(sets[0])).subquery(RECORD)

    def _belongs(self, records: RecordSet) -> list[exp.Expr]:
        """Return the conditions under which a row of the table is a record of the set."""
        conditions: list[exp.Expr] = []
        for column, values in records.only:
            accepted = [exp.true() if value is True else exp.Literal.string(str(value)) for value in values]
            name = nodes.column(column, RECORD)
            conditions.append(exp.In(this=name, expressions=accepted))
        if records.is_of_period:
            conditions.append(_equals(RECORD, "period", self._period))
        return conditions


def _equals(table: str, column: str, word: str) -> exp.Expr:
    return exp.EQ(this=nodes.column(column, table), expression=exp.Literal.string(word))


def _rendered(item: Item, *conditions: exp.Expr) -> exp.Expr:
    """Return an item over those rows of its group for which the conditions hold too."""
    holds = [*conditions, item.holds] if item.holds is not None else conditions
    where = exp.Where(this=nodes.and_(*holds)) if holds else None
    sql = exp.Filter(this=item.aggregate, expression=where) if where else item.aggregate
    return nodes.cast(sql, item.type) if item.type is not None else sql


def _of_set(item: Item, mark: exp.Expr) -> exp.Expr:
    """Return an item over the rows of its set, NULL where the group has none of them."""
    count = exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=mark))
    return nodes.case((exp.GT(this=count, expression=_ZERO), _rendered(item, mark)))
