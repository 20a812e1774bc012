"""The organizations of a folder of results, for the one among them that is computed anew to be compared with."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path

from guben.backends import Duck
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation import findings as codes
from guben.evaluation.folder import ResultFolder, StoredTables
from guben.lowering.naming import divisor_column, inner_column, not_applicable_column, points_column
from guben.plan import Program
from guben.plan.records import asked_of_records
from guben.reference import Missing, NotApplicable, Value
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
        ceilings = ("ceiling",) if program.ceilings else ()
        self._graded = ("organization", "won", "earned_grade", "veto", *ceilings)
        self._results, self._measures = f"{tables.results} held", f"{tables.measures} held"
        engine.see_parquet(self._results, folder / tables.results)
        engine.see_parquet(self._measures, folder / tables.measures)
        self._names = {name for name, _ in engine.columns(self._measures)}
        self._columns: dict[str, dict[str, Value]] = {}
        self._points: dict[str, dict[str, Fraction | None]] = {}
        self._words: dict[str, dict[str, object]] = {}

    def organizations(self) -> Collection[str]:
        """Return the keys of the organizations."""
        return self._held(self._results, "organization").keys()

    def own(self, organization: str, column: str) -> str | None:
        """Return what an organization is, by a column."""
        value = self._held(self._measures, column)[organization]
        return None if value is None else str(value)

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure."""
        if name not in self._columns:
            self._columns[name] = self._values(name)
        return self._columns[name][organization]

    def asked(self, organization: str, node: Aggregate) -> Value:
        """Return what a rule asks of the records of an organization."""
        return self.measure(organization, inner_column(self._asked.index(node) + 1))

    def points(self, organization: str, path: str) -> Fraction | None:
        """Return the points of a part; None where it is left out."""
        if path not in self._points:
            self._points[path] = self._points_of(path)
        return self._points[path][organization]

    def _points_of(self, path: str) -> dict[str, Fraction | None]:
        unit = 10**self._program.scheme.digits
        points = f'CAST("{points_column(path)}" * {unit} AS BIGINT)'
        rows = self._engine.rows(f'SELECT "organization", {points} FROM "{self._results}"')
        return {str(key): None if held is None else Fraction(int(str(held)), unit) for key, held in rows}

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""
        return int(str(self._held(self._results, "won")[organization]))

    def earned_grade(self, organization: str) -> str | None:
        """Return the grade before vetoes, ceilings and quotas."""
        held = self._held(self._results, "earned_grade")[organization]
        return None if held is None else str(held)

    def veto(self, organization: str) -> int | None:
        """Return the number of the veto that lowers most."""
        return self._number("veto", organization)

    def ceiling(self, organization: str) -> int | None:
        """Return the number of the ceiling that lowers most."""
        return self._number("ceiling", organization) if self._program.ceilings else None

    def _number(self, column: str, organization: str) -> int | None:
        held = self._held(self._results, column)[organization]
        return None if held is None else int(str(held))

    def _held(self, table: str, column: str) -> Mapping[str, object]:
        if column not in self._words:
            # Of the results all is asked for sooner or later; one reading takes as long as another.
            columns = self._graded if table == self._results else (column,)
            names = ", ".join(f'"{name}"' for name in columns)
            rows = self._engine.rows(f'SELECT "organization", {names} FROM "{table}"')
            for place, name in enumerate(columns, start=1):
                self._words[name] = {str(row[0]): row[place] for row in rows}
        return self._words[column]

    def _values(self, name: str) -> dict[str, Value]:
        over, na = divisor_column(name), not_applicable_column(name)
        asked = [f'"{each}"' if each in self._names else "NULL" for each in (name, over, na)]
        rows = self._engine.rows(f'SELECT "organization", {", ".join(asked)} FROM "{self._measures}"')
        unit = 10 ** self._scales.get(name, 0)
        return {str(key): _value(value, over, is_not, unit) for key, value, over, is_not in rows}


def _value(value: object, over: object, is_not_applicable: object, unit: int) -> Value:
    if is_not_applicable:
        return NotApplicable.NOT_APPLICABLE
    if value is None:
        return Missing.MISSING
    if isinstance(value, bool | str):
        return value
    return Fraction(int(str(value)), unit * (1 if over is None else int(str(over))))
