"""The records of a snapshot, as plain rows, and which of them belong to an organization."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guben.model.scheme import Measure, Scope
from guben.model.values import Kind
from guben.reference.values import MISSING, NOT_APPLICABLE, Missing, NotApplicable, Value
from guben.resolve.records import CHILDREN, POSTS, DayPart, Reach, RecordField, RecordSet

Row = Mapping[str, object]
# Table name → rows by column name, as the snapshot has them.
Tables = Mapping[str, Sequence[Row]]

_MONTHS = {DayPart.MONTH: 1, DayPart.QUARTER: 3, DayPart.HALF_YEAR: 6}
_RowsByOrganization = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A record, whether the condition holds for it, and the organization it stands under."""

    row: Row
    holds: Value
    organization: str


class Records:
    """The rows of all tables as an evaluation of the organizations in `scope` sees them."""

    def __init__(self, tables: Tables, scope: Scope, *, as_of: int, period: str) -> None:
        self._tables = tables
        self._scope = scope
        self._as_of = as_of
        self._organizations = {str(row["key"]): row for row in tables["organizations"]}
        self._people = {str(row["key"]): row for row in tables["people"]}
        self._values = {
            (str(row["organization"]), str(row["measure"])): row
            for row in tables["values"]
            if row["period"] == period
        }
        self._period = period
        self._closed = {
            (str(row["organization"]), str(row["ledger"]))
            for row in tables["closures"]
            if row["period"] == period
        }
        self._grouped: dict[tuple[object, ...], _RowsByOrganization] = {}

    def in_scope(self) -> list[str]:
        """Return the keys of the evaluated organizations, sorted."""
        scope = self._scope
        return sorted(
            key
            for key, row in self._organizations.items()
            if row["level"] == scope.level and (not scope.fields or row["field"] in scope.fields)
        )

    def above(self, organization: str) -> str | None:
        """Return the organization of the evaluated level whose subtree an organization is in, itself included."""
        row = self._organizations.get(organization)
        found = row[f"in_{self._scope.level}"] if row else None
        return None if found is None else str(found)

    def of(self, records: RecordSet, organization: str) -> list[Row]:
        """Return the rows of a record set that belong to an organization; a post has the fields of its person too."""
        assert records.table != CHILDREN
        if records.key not in self._grouped:
            self._grouped[records.key] = self._group(records)
        return self._grouped[records.key].get(organization, [])

    def is_handed_in(self, records: RecordSet, organization: str) -> bool:
        """Return whether an organization has said all there is to say in a register."""
        if not records.is_register:
            return True
        if records.is_ledger:
            return (organization, records.kept_as) in self._closed
        return bool(self.of(records, organization))

    def own(self, organization: str, column: str) -> str | None:
        """Return a column of an organization."""
        value = self._organizations[organization][column]
        return None if value is None else str(value)

    @property
    def as_of(self) -> int:
        """The day of evaluation, yyyymmdd."""
        return self._as_of

    def _group(self, records: RecordSet) -> _RowsByOrganization:
        grouped: _RowsByOrganization = {}
        for row in self._tables[records.table]:
            if any(row[column] not in accepted for column, accepted in records.only):
                continue
            if records.is_of_period and row["period"] != self._period:
                continue
            own = str(row["organization"])
            belongs_to = own if records.reach is Reach.OWN else self.above(own)
            if belongs_to is not None:
                grouped.setdefault(belongs_to, []).append(self._with_person(records, row))
        return grouped

    def _with_person(self, records: RecordSet, row: Row) -> Row:
        if records.table != POSTS.table:
            return row
        return {**self._people.get(str(row["person"]), {}), **row}

    def field(self, row: Row, field: RecordField) -> Value:
        """Return a field of a row; full years are counted up to the day of evaluation."""
        stored = _inside(row, field) if field.is_inside else row.get(field.column)
        if stored is None:
            return MISSING
        if field.day_part is not None:
            assert isinstance(stored, int)
            month = stored // 100 % 100
            return Fraction(-(-month // _MONTHS[field.day_part]))
        if field.is_full_years:
            assert isinstance(stored, int)
            return Fraction((self._as_of - stored) // 10_000)
        if isinstance(stored, int) and not isinstance(stored, bool):
            return Fraction(stored)
        assert isinstance(stored, Fraction | bool | str | Missing | NotApplicable)
        return stored

    def reported(self, organization: str, measure: Measure) -> Value:
        """Return what was reported for the period."""
        row = self._values.get((organization, measure.name))
        if row is None:
            return MISSING
        if row["is_not_applicable"]:
            return NOT_APPLICABLE
        if measure.type.kind in (Kind.CHOICE, Kind.TEXT):
            return MISSING if row["choice"] is None else str(row["choice"])
        number, scale = row["number"], row["scale"]
        if number is None:
            return MISSING
        assert isinstance(number, int) and isinstance(scale, int)
        return number != 0 if measure.type.kind is Kind.YES_NO else Fraction(number, 10**scale)


def _inside(row: Row, field: RecordField) -> Value | None:
    """Return what an entry of a ledger says; numbers are kept there as integers of their type's scale."""
    said = json.loads(str(row["fields"])).get(field.column)
    if isinstance(said, int) and not isinstance(said, bool):
        return Fraction(said, 10**field.type.scale)
    assert said is None or isinstance(said, bool | str)
    return said
