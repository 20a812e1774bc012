"""Rows of an engine's tables as exact values."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from guben.backends import Duck, Engine
from guben.lowering import (
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
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.plan.program import WHOLE
from guben.snapshot.digests import lines_digest

# Integers as they are written, by the type that the engine computes them in.
_WRITTEN_TYPES = {"BIGINT": "BIGINT", "HUGEINT": "DECIMAL(38,0)"}
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
    """Return the query for the measures as they are written, in order of the key."""
    return f'SELECT {", ".join(written_measures(lowered))} FROM "{lowered.measures_table}" ORDER BY "organization"'


def written_measures(lowered: Lowered) -> list[str]:
    """Return the items of a query for measures as they are written: integers, truth values and words."""
    types = {name: _WRITTEN_TYPES[type_] for name, type_ in lowered.engine_types.items()}
    return [
        f'CAST("{name}" AS {types[name]}) AS "{name}"' if name in types else f'"{name}"'
        for name in measures_columns(lowered)
    ]


def digest_of_query(engine: Duck, query: str) -> tuple[int, str]:
    """Return how many rows a query has, and the SHA-256 over their canonical text in order of `organization`.

    Numbers are written in decimal without trailing zeros, no value as `-`, truth values as `true` and `false`, words
    after a `=`; a tab stands between two values.
    """
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        for batch in engine.batches(_lines_query(engine, query)):
            count += len(batch)
            for (line,) in batch:
                yield str(line)

    digest = lines_digest(lines())
    return count, digest


def _lines_query(engine: Duck, query: str) -> str:
    """Return the query for the canonical text of each row; the engine writes it a hundred times faster than Python."""
    described = engine.rows(f"DESCRIBE {query}")
    values = ", ".join(_canonical(str(name), str(type_)) for name, type_, *_ in described)
    return f'SELECT concat_ws(chr(9), {values}) FROM ({query}) ORDER BY "organization"'


def _canonical(name: str, type_: str) -> str:
    column = f'"{name}"'
    if type_ == "VARCHAR":
        escaped = f"replace(replace(replace({column}, '\\', '\\\\'), chr(9), '\\t'), chr(10), '\\n')"
        return f"coalesce('=' || {escaped}, '-')"
    text = f"CAST({column} AS VARCHAR)"
    if type_.startswith("DECIMAL") and not type_.endswith(",0)"):
        text = f"rtrim(rtrim({text}, '0'), '.')"
    return f"coalesce({text}, '-')"


def result_rows(engine: Engine, program: Program, lowered: Lowered) -> list[ResultRow]:
    """Return the results with their measures as exact values, in order of the key."""
    columns = [*_IDENTITY, *result_columns(program)]
    measure_columns = [name for measure in lowered.measures.values() for name in measure.columns]
    names = [*(f'r."{name}"' for name in columns), *(f'm."{name}"' for name in measure_columns)]
    township = 't."name"'
    query = (
        f'SELECT {", ".join(names)}, {township} FROM "{lowered.results_table}" r '
        f'JOIN "{lowered.measures_table}" m ON m."organization" = r."organization" '
        'LEFT JOIN organizations t ON t."key" = r."in_township" ORDER BY r."organization"'
    )
    found = engine.rows(query)
    held = dict(zip((*columns, *measure_columns, township), _transposed(found, len(names) + 1), strict=True))
    rows = _Rows(program, lowered.measures, held)
    return [rows.row(at) for at in range(len(found))]


def grades_of(engine: Engine, lowered: Lowered) -> dict[str | None, int]:
    """Return how many organizations have each grade; those without one are under None."""
    rows = engine.rows(f'SELECT "grade", count(*) FROM "{lowered.results_table}" GROUP BY "grade"')
    return {_word(grade): int(str(number)) for grade, number in rows}


def measure_value(measure: StoredMeasure, held: Mapping[str, object]) -> Fraction | bool | str | None:
    """Return the exact value of a stored measure in a row; None where it is missing or not applicable."""
    columns = {name: (held[name],) for name in measure.columns}
    return _values(measure, columns, _Exact())[0]


def _transposed(rows: Sequence[tuple[object, ...]], width: int) -> list[Sequence[object]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


class _Rows:
    """Result rows out of columns of what the engine holds; what occurs in many rows is made exact once."""

    def __init__(
        self,
        program: Program,
        measures: Mapping[str, StoredMeasure],
        held: Mapping[str, Sequence[object]],
    ) -> None:
        self._program = program
        self._held = held
        exact = _Exact()
        unit = 10**program.scheme.digits
        self._points = {
            step.path: exact.numbers(held[points_column(step.path)], unit) for step in program.parts
        }
        self._measures = {name: _values(measure, held, exact) for name, measure in measures.items()}
        self._inapplicable = {
            name: held[not_applicable_column(name)] for name, measure in measures.items() if measure.can_be_na
        }
        leaves = [step.path for step in program.parts if step.expression is not None]
        self._missing = {path: held[missing_column(path)] for path in leaves}
        winnable = [step.path for step in program.parts if step.won is not None]
        self._won = {path: held[won_column(path)] for path in winnable}
        self._tails = {step.name: held[tail_column(step.name)] for step in program.tails}
        self._townships = _told_apart(held['t."name"'], held["in_township"])

    def row(self, at: int) -> ResultRow:
        """Return the row at a place."""
        held = {name: values[at] for name, values in self._held.items() if name in _ASKED_BY_NAME}
        points = {path: values[at] for path, values in self._points.items()}
        return ResultRow(
            organization=str(held["organization"]),
            code=_word(held["code"]),
            name=str(held["name"]),
            field=str(held["field"]),
            township=self._townships[at],
            township_key=_word(held["in_township"]),
            measures={name: values[at] for name, values in self._measures.items()},
            not_applicable=_marked(self._inapplicable, at),
            points=points,
            missing=_marked(self._missing, at),
            won=_marked(self._won, at),
            total=points[WHOLE],
            veto=_whole(held["veto"]),
            earned_grade=_word(held["earned_grade"]),
            grade=_word(held["grade"]),
            rank=_whole(held["rank"]),
            ceiling=_whole(held.get("ceiling")),
            quota=_whole(held.get("quota")),
            floor=_whole(held.get("floor")),
            tails=_marked(self._tails, at),
        )


_ASKED_BY_NAME = frozenset({*_IDENTITY, "veto", "earned_grade", "grade", "rank", "ceiling", "quota", "floor"})


def _marked(flags: Mapping[str, Sequence[object]], at: int) -> frozenset[str]:
    return frozenset([name for name, values in flags.items() if values[at]])


def _told_apart(names: Sequence[object], keys: Sequence[object]) -> list[str | None]:
    """Return the names of townships; those of one name are told apart by their keys."""
    keys_by_name: dict[object, set[object]] = {}
    for name, key in zip(names, keys, strict=True):
        keys_by_name.setdefault(name, set()).add(key)
    return [
        f"{name} ({key})" if name is not None and len(keys_by_name[name]) > 1 else _word(name)
        for name, key in zip(names, keys, strict=True)
    ]


class _Exact:
    """Integers as exact values, each made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, int], Fraction] = {}

    def numbers(self, values: Sequence[object], unit: int) -> list[Fraction | None]:
        """Return the values divided by a unit; None where there is none."""
        known = self._known
        found: list[Fraction | None] = []
        for value in values:
            if value is None:
                found.append(None)
                continue
            number = known.get((value, unit))
            if number is None:
                number = known[value, unit] = Fraction(int(str(value)), unit)
            found.append(number)
        return found


def _values(
    measure: StoredMeasure, held: Mapping[str, Sequence[object]], exact: _Exact
) -> Sequence[Fraction | bool | str | None]:
    """Return the exact values of a stored measure; None where it is missing or not applicable."""
    values = held[measure.name]
    if measure.is_condition:
        return [None if value is None else bool(value) for value in values]
    if not measure.is_number:
        return [_word(value) for value in values]
    numbers = exact.numbers(values, 10**measure.scale)
    if not measure.denominator_bounds:
        return numbers
    divisors = exact.numbers(held[divisor_column(measure.name)], 1)
    return [
        None if number is None or divisor is None else number / divisor
        for number, divisor in zip(numbers, divisors, strict=True)
    ]


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))
