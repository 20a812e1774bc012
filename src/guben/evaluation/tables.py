"""Rows of an engine's tables as exact values."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from guben.backends import Engine
from guben.lowering import (
    NOT_APPLICABLE,
    Lowered,
    StoredMeasure,
    divisor_column,
    missing_column,
    not_applicable_column,
    points_column,
    tail_column,
    won_column,
)
from guben.model.exact import decimal_text
from guben.office.results import ResultRow
from guben.plan import Program
from guben.plan.program import WHOLE
from guben.snapshot.digests import lines_digest

_IDENTITY = ("organization", "code", "name", "type", "field", "in_county", "in_township")


def result_columns(program: Program) -> list[str]:
    """Return the columns of the result table in the order in which they are written and digested."""
    points = [points_column(step.path) for step in program.parts]
    missing = [missing_column(step.path) for step in program.parts if step.expression is not None]
    won = [won_column(step.path) for step in program.parts if step.won is not None]
    moved = [
        name
        for name, steps in (
            ("ceiling", program.ceilings),
            ("quota", program.quotas),
            ("floor", program.floors),
        )
        if steps
    ]
    tails = [tail_column(step.name) for step in program.tails]
    return [*points, *missing, *won, "won", "veto", *moved, "earned_grade", "grade", "rank", *tails]


def results_query(program: Program, lowered: Lowered) -> str:
    """Return the query for the results as they are written: points as decimals, rows in order of their key."""
    digits = program.scheme.digits
    unit = f"CAST('{decimal_text(Fraction(1, 10**digits), digits)}' AS DECIMAL(18,{digits}))"
    points = {points_column(step.path) for step in program.parts}
    items = [f'"{name}"' for name in _IDENTITY]
    for name in result_columns(program):
        item = f'"{name}"'
        if name in points:
            item = f'CAST(CAST("{name}" AS DECIMAL(18,0)) * {unit} AS DECIMAL(18,{digits})) AS "{name}"'
        items.append(item)
    return f'SELECT {", ".join(items)} FROM "{lowered.results_table}" ORDER BY "organization"'


def measures_columns(lowered: Lowered) -> list[str]:
    """Return the columns of the table of measures in the order in which they are written and digested."""
    return [
        "organization",
        *lowered.unit_columns,
        *(name for measure in lowered.stored for name in measure.columns),
    ]


def measures_query(lowered: Lowered) -> str:
    """Return the query for the measures as they are written: integers, truth values and words, in order of the key."""
    items = [f'"{name}"' for name in ("organization", *lowered.unit_columns)]
    for measure in lowered.stored:
        for name in measure.columns:
            is_integer = measure.is_number and not name.startswith(NOT_APPLICABLE)
            items.append(f'CAST("{name}" AS DECIMAL(38,0)) AS "{name}"' if is_integer else f'"{name}"')
    return f'SELECT {", ".join(items)} FROM "{lowered.measures_table}" ORDER BY "organization"'


def digest_of_query(engine: Engine, query: str) -> tuple[int, str]:
    """Return how many rows an ordered query has, and the SHA-256 over their canonical text.

    Numbers are written in decimal without trailing zeros, no value as `-`, truth values as `true` and `false`.
    """
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        for batch in engine.batches(query):
            count += len(batch)
            for row in batch:
                yield "\t".join(canonical(value) for value in row)

    digest = lines_digest(lines())
    return count, digest


def canonical(value: object) -> str:
    """Return the canonical text of a value."""
    match value:
        case None:
            return "-"
        case bool():
            return "true" if value else "false"
        case str():
            return "=" + value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
        case _:
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            return text.rstrip("0").rstrip(".") if "." in text else text


def result_rows(engine: Engine, program: Program, lowered: Lowered) -> list[ResultRow]:
    """Return the results with their measures as exact values, in order of the key."""
    columns = [*_IDENTITY, *result_columns(program)]
    measure_columns = [name for measure in lowered.measures.values() for name in measure.columns]
    names = [f'r."{name}"' for name in (*columns, *measure_columns)]
    township = 't."name"'
    query = (
        f'SELECT {", ".join(names)}, {township} FROM "{lowered.results_table}" r '
        'LEFT JOIN organizations t ON t."key" = r."in_township" ORDER BY r."organization"'
    )
    found = engine.rows(query)
    keys_by_name: dict[object, set[object]] = {}
    for values in found:
        keys_by_name.setdefault(values[-1], set()).add(values[columns.index("in_township")])
    rows = []
    for values in found:
        held = dict(zip((*columns, *measure_columns), values[:-1], strict=True))
        name = values[-1]
        if name is not None and len(keys_by_name[name]) > 1:
            # Two townships of one name are told apart by their keys.
            name = f"{name} ({held['in_township']})"
        rows.append(_result_row(program, lowered.measures, held, name))
    return rows


def _result_row(
    program: Program, measures: Mapping[str, StoredMeasure], held: Mapping[str, object], township: object
) -> ResultRow:
    factor = 10**program.scheme.digits
    points = {
        step.path: None
        if (held_points := held[points_column(step.path)]) is None
        else Fraction(str(held_points)) / factor
        for step in program.parts
    }
    values = {name: measure_value(measure, held) for name, measure in measures.items()}
    return ResultRow(
        organization=str(held["organization"]),
        code=_word(held["code"]),
        name=str(held["name"]),
        field=str(held["field"]),
        township=_word(township),
        township_key=_word(held["in_township"]),
        measures=values,
        not_applicable=frozenset(
            name
            for name, measure in measures.items()
            if measure.can_be_na and held[not_applicable_column(name)]
        ),
        points=points,
        missing=frozenset(
            step.path
            for step in program.parts
            if step.expression is not None and held[missing_column(step.path)]
        ),
        won=frozenset(
            step.path for step in program.parts if step.won is not None and held[won_column(step.path)]
        ),
        total=points[WHOLE],
        veto=_whole(held["veto"]),
        earned_grade=_word(held["earned_grade"]),
        grade=_word(held["grade"]),
        rank=_whole(held["rank"]),
        ceiling=_whole(held.get("ceiling")),
        quota=_whole(held.get("quota")),
        floor=_whole(held.get("floor")),
        tails=frozenset(step.name for step in program.tails if held[tail_column(step.name)]),
    )


def measure_value(measure: StoredMeasure, held: Mapping[str, object]) -> Fraction | bool | str | None:
    """Return the exact value of a stored measure; None where it is missing or not applicable."""
    value = held[measure.name]
    if value is None:
        return None
    if measure.is_condition:
        return bool(value)
    if not measure.is_number:
        return str(value)
    number = Fraction(str(value)) / Fraction(10**measure.scale)
    if measure.denominator_bounds:
        return number / Fraction(str(held[divisor_column(measure.name)]))
    return number


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))
