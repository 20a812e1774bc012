"""The SQL side of an agreement: a program run by an engine, read back as the reference would put it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from guben.backends import Duck, Engine
from guben.evaluation.tables import result_columns
from guben.lowering import Lowered, StoredMeasure
from guben.lowering.naming import (
    divisor_column,
    missing_column,
    not_applicable_column,
    points_column,
    tail_column,
    won_column,
)
from guben.plan import Program
from guben.reference import Missing, NotApplicable, OrganizationResult, Value
from guben.snapshot.records import Records
from guben.snapshot.tables import TABLES, ColumnKind, Table

_TYPES = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.INTEGER: "BIGINT",
    ColumnKind.DAY: "INTEGER",
    ColumnKind.YES_NO: "BOOLEAN",
    ColumnKind.WIDE: "DECIMAL(38,0)",
}


def load(duck: Duck, records: Records) -> None:
    """Make the records readable under the names and with the types of a snapshot's tables."""
    for table in TABLES:
        duck.create(table.name, _literal(table, getattr(records, table.name)))


def _literal(table: Table, rows: Sequence[tuple[object, ...]]) -> str:
    columns = table.columns
    written = [f"({', '.join(_value(value) for value in row)})" for row in rows]
    values = ", ".join(written) or f"({', '.join('NULL' for _ in columns)})"
    casts = ", ".join(f'CAST("{each.name}" AS {_TYPES[each.kind]}) AS "{each.name}"' for each in columns)
    names = ", ".join(f'"{each.name}"' for each in columns)
    nothing = "" if rows else " WHERE false"
    return f"SELECT {casts} FROM (VALUES {values}) AS t({names}){nothing}"


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    return f"'{value}'" if isinstance(value, str) else str(value)


def executed(engine: Engine, program: Program, lowered: Lowered) -> list[OrganizationResult]:
    """Return what an engine says about every organization, sorted by key; the tables are there already."""
    for statement in lowered.statements:
        engine.create(statement.table, statement.query)
    measured = [name for measure in lowered.measures.values() for name in measure.columns]
    names = ["organization", *measured, *result_columns(program)]
    asked = ", ".join(f'"{name}"' for name in names)
    tables = f'"{lowered.measures_table}" JOIN "{lowered.results_table}" USING ("organization")'
    rows = engine.rows(f'SELECT {asked} FROM {tables} ORDER BY "organization"')
    return [_result(program, lowered, dict(zip(names, row, strict=True))) for row in rows]


def _result(program: Program, lowered: Lowered, row: Mapping[str, object]) -> OrganizationResult:
    unit = Fraction(1, 10**program.scheme.digits)
    points = {step.path: row[points_column(step.path)] for step in program.parts}
    return OrganizationResult(
        organization=str(row["organization"]),
        measures={name: _measured(measure, row) for name, measure in lowered.measures.items()},
        points={path: None if each is None else int(each) * unit for path, each in points.items()},
        missing=frozenset(
            step.path for step in program.parts if step.expression and row[missing_column(step.path)]
        ),
        won={step.path: row[won_column(step.path)] for step in program.parts if step.won is not None},
        veto=row["veto"],
        earned_grade=row["earned_grade"],
        grade=row["grade"],
        rank=row["rank"],
        ceiling=row.get("ceiling"),
        quota=row.get("quota"),
        floor=row.get("floor"),
        tails=frozenset(step.name for step in program.tails if row[tail_column(step.name)]),
    )


def _measured(measure: StoredMeasure, row: Mapping[str, object]) -> Value:
    value = row[measure.name]
    is_not_applicable = row[not_applicable_column(measure.name)] if measure.can_be_na else False
    assert isinstance(is_not_applicable, bool)
    if is_not_applicable:
        assert value is None
        return NotApplicable.NOT_APPLICABLE
    if value is None:
        return Missing.MISSING
    if not measure.is_number:
        return value
    over = row[divisor_column(measure.name)] if measure.denominator_bounds else 1
    assert over > 0
    return Fraction(int(value), 10**measure.scale * int(over))
