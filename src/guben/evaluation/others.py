"""The organizations of a folder of results, for the one among them that is computed anew to be compared with."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from guben.backends import Duck, in_parquet
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation import findings as codes
from guben.evaluation.folder import ResultFolder, StoredTables
from guben.lowering.naming import divisor_column, inner_column, not_applicable_column, points_column
from guben.plan import Program
from guben.plan.records import asked_of_records
from guben.reference import Missing, NotApplicable, Value
from guben.reference.others import Earned
from guben.snapshot.digests import file_digest
from guben.typesystem.expressions import Aggregate


def stored_others(engine: Duck, result: ResultFolder, program: Program) -> list["StoredOthers"]:
    """Return the organizations of a program and of those below it, as the folder holds them; none if it does not.

    Raises Refusal if the tables are not what the manifest says.
    """
    place = FilePlace(str(result.folder))
    for name in (name for tables in result.stored for name in (tables.results, tables.measures)):
        path = result.folder / name
        if not path.is_file():
            raise Refusal(codes.FILE_MISSING.at(place, file=name))
        if file_digest(path) != result.files.get(name):
            raise Refusal(codes.FILE_ALTERED.at(place, file=name))
    programs = reversed(list(program.chain()))
    return [
        StoredOthers(engine, result.folder, tables, each)
        for tables, each in zip(result.stored, programs, strict=False)
    ]


class StoredOthers:
    """What the tables of a program say of its organizations; a column is read when it is first asked for."""

    def __init__(self, engine: Duck, folder: Path, tables: StoredTables, program: Program) -> None:
        self._engine = engine
        self._program = program
        self._scales = tables.scales
        self._asked = asked_of_records(program)
        self._results = in_parquet(folder / tables.results)
        self._measures = in_parquet(folder / tables.measures)
        self._names = engine.parquet_columns(folder / tables.measures)
        self._columns: dict[str, dict[str, Value]] = {}
        self._points: dict[str, dict[str, Fraction | None]] = {}
        self._words: dict[str, dict[str, object]] = {}
        self._earned: dict[str, Earned] | None = None

    def organizations(self) -> Collection[str]:
        """Return the keys of the organizations."""
        return self.earned_of_all().keys()

    def own(self, organization: str, column: str) -> str | None:
        """Return what an organization is, by a column."""
        value = self._held(self._measures, column)[organization]
        return None if value is None else str(value)

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure."""
        return self.measure_of_all(name)[organization]

    def measure_of_all(self, name: str) -> Mapping[str, Value]:
        """Return the value of a measure of every organization."""
        if name not in self._columns:
            self._columns[name] = self._values(name)
        return self._columns[name]

    def asked(self, organization: str, node: Aggregate) -> Value:
        """Return what a rule asks of the records of an organization."""
        return self.measure(organization, inner_column(self._asked.index(node) + 1))

    def points(self, organization: str, path: str) -> Fraction | None:
        """Return the points of a part; None where it is left out."""
        return self.points_of_all(path)[organization]

    def points_of_all(self, path: str) -> Mapping[str, Fraction | None]:
        """Return the points of a part of every organization."""
        if path not in self._points:
            self._points[path] = self._points_of(path)
        return self._points[path]

    def _points_of(self, path: str) -> dict[str, Fraction | None]:
        unit = 10**self._program.scheme.digits
        points = f'CAST("{points_column(path)}" * {unit} AS BIGINT)'
        rows = self._engine.rows(f'SELECT "organization", {points} FROM {self._results}')
        return {str(key): None if held is None else Fraction(cast("int", held), unit) for key, held in rows}

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""
        return int(str(self._held(self._results, "won")[organization]))

    def earned_of_all(self) -> Mapping[str, Earned]:
        """Return what every organization has earned before quotas."""
        if self._earned is None:
            ceiling = '"ceiling"' if self._program.ceilings else "NULL"
            rows = self._engine.rows(
                f'SELECT "organization", "veto", {ceiling}, "earned_grade" FROM {self._results}'
            )
            self._earned = {
                str(key): Earned(_whole(veto), _whole(ceiling), None if grade is None else str(grade))
                for key, veto, ceiling, grade in rows
            }
        return self._earned

    def _held(self, table: str, column: str) -> Mapping[str, object]:
        if column not in self._words:
            rows = self._engine.rows(f'SELECT "organization", "{column}" FROM {table}')
            self._words[column] = {str(key): value for key, value in rows}
        return self._words[column]

    def _values(self, name: str) -> dict[str, Value]:
        over, na = divisor_column(name), not_applicable_column(name)
        asked = [f'"{each}"' if each in self._names else "NULL" for each in (name, over, na)]
        rows = self._engine.rows(f'SELECT "organization", {", ".join(asked)} FROM {self._measures}')
        unit = 10 ** self._scales.get(name, 0)
        return {str(key): _value(value, over, is_not, unit) for key, value, over, is_not in rows}


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)


def _value(value: Any, over: Any, is_not_applicable: Any, unit: int) -> Value:
    if is_not_applicable:
        return NotApplicable.NOT_APPLICABLE
    if value is None:
        return Missing.MISSING
    if isinstance(value, bool | str):
        return value
    return Fraction(int(value), unit if over is None else unit * int(over))
