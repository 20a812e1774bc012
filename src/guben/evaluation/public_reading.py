"""A public archive computed from what it holds: what follows from withheld figures is taken as stated, all else anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from guben.backends import Duck, DuckError
from guben.diagnostics import FilePlace, Refusal, Text
from guben.evaluation import findings as codes
from guben.evaluation.folder import MEASURES, RESULTS, ResultFolder
from guben.evaluation.tables import digest_of_query, measures_columns, result_columns, written_measures
from guben.lowering import (
    Lowered,
    lower_few,
    lower_program,
    lower_published,
    points_column,
    stated_column,
    withheld_column,
)
from guben.plan import Program

_MEASURES_WORD = Text("指标数据", "measures")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many figures are withheld, and how many points and other outcomes were taken as stated for that reason."""

    withheld: int
    points: int
    others: int


def compute_public(engine: Duck, program: Program, result: ResultFolder) -> tuple[Lowered, Taken]:
    """Compute the results of a public archive, leaving them where `Lowered` says.

    Raises Refusal if its tables are not what a public archive of its scheme has.
    """
    assert result.least_people is not None
    as_of = int(result.as_of.strftime("%Y%m%d"))
    lowered = lower_program(program, as_of=as_of, period=result.period)
    names = lower_few(program, as_of=as_of, period=result.period, least=result.least_people).names
    _load_stated(engine, program, result)
    _load_measures(engine, program, lowered, names, result)
    published = lower_published(program, lowered, lowered.measures_table, names, as_of=as_of)
    try:
        engine.create(lowered.results_table, published.query)
    except DuckError:
        # What is stated is not of the types that results have.
        raise Refusal(codes.FILE_ALTERED.at(FilePlace(str(result.folder)), file=RESULTS)) from None
    numbers = (
        _number(engine, table, columns)
        for table, columns in (
            (lowered.measures_table, [withheld_column(name) for name in names]),
            (lowered.results_table, published.points),
            (lowered.results_table, published.others),
        )
    )
    return lowered, Taken(*numbers)


def _load_stated(engine: Duck, program: Program, result: ResultFolder) -> None:
    """Read the results, points as integers, under the names that they have beside the measures."""
    unit = 10**program.scheme.digits
    points = {points_column(step.path) for step in program.parts}
    items = [
        f'CAST("{name}" * {unit} AS BIGINT) AS "{stated_column(name)}"'
        if name in points
        else f'"{name}" AS "{stated_column(name)}"'
        for name in result_columns(program)
    ]
    try:
        engine.load_parquet("published results", result.folder / RESULTS)
        engine.create(
            "stated results",
            f'SELECT DISTINCT ON ("organization") "organization", {", ".join(items)} FROM "published results"',
        )
    except DuckError:
        raise Refusal(codes.FILE_ALTERED.at(FilePlace(str(result.folder)), file=RESULTS)) from None


def _load_measures(
    engine: Duck, program: Program, lowered: Lowered, names: Sequence[str], result: ResultFolder
) -> None:
    """Read the measures that are there, with flags for the others, and what is stated, into the table of `lowered`."""
    place = FilePlace(str(result.folder))
    altered = Refusal(codes.FILE_ALTERED.at(place, file=MEASURES))
    flags = [withheld_column(name) for name in names]
    try:
        engine.load_parquet("published measures", result.folder / MEASURES)
        types = dict(engine.columns("published measures"))
        # The file is somebody else's: only names that the scheme gives may become part of a statement.
        if set(types) != {*measures_columns(lowered), *flags}:
            raise altered
        columns = [
            f'CAST(h."{name}" AS {lowered.engine_types.get(name, types[name])}) AS "{name}"'
            for name in measures_columns(lowered)
        ]
        columns += [f'CAST(h."{name}" AS BOOLEAN) AS "{name}"' for name in flags]
        columns += [f's."{stated_column(name)}"' for name in result_columns(program)]
        engine.create(
            lowered.measures_table,
            f'SELECT {", ".join(columns)} FROM "published measures" h '
            'LEFT JOIN "stated results" s ON s."organization" = h."organization"',
        )
    except DuckError:
        raise altered from None
    if _has_withheld_values(engine, lowered, names):
        raise altered
    _, digest = digest_of_query(engine, public_measures_query(lowered, names))
    if digest != result.measures_digest:
        facts = {"found": digest[:16], "stored": result.measures_digest[:16]}
        raise Refusal(codes.DIGEST_DIFFERS.at(place, what=_MEASURES_WORD, **facts))


def public_measures_query(lowered: Lowered, names: Sequence[str]) -> str:
    """Return the query for the measures as a public archive has them, flags last, in order of the key."""
    items = [*written_measures(lowered), *(f'"{withheld_column(name)}"' for name in names)]
    return f'SELECT {", ".join(items)} FROM "{lowered.measures_table}" ORDER BY "organization"'


def _has_withheld_values(engine: Duck, lowered: Lowered, names: Sequence[str]) -> bool:
    """Return whether a figure that is said to be withheld is there, or it is not said whether it is."""
    columns = {measure.name: measure.columns for measure in lowered.stored}
    wrong = [f'"{withheld_column(name)}" IS NULL' for name in names]
    wrong += [
        f'("{withheld_column(name)}" AND "{column}" IS NOT NULL)'
        for name in names
        for column in columns[name]
    ]
    condition = " OR ".join(wrong) or "false"
    return bool(engine.rows(f'SELECT 1 FROM "{lowered.measures_table}" WHERE {condition} LIMIT 1'))


def _number(engine: Duck, table: str, columns: Sequence[str]) -> int:
    """Return in how many cells of these columns it is so."""
    counts = " + ".join(f'count(*) FILTER (WHERE "{name}")' for name in columns) or "0 * count(*)"
    ((number,),) = engine.rows(f'SELECT {counts} FROM "{table}"')
    return int(str(number))
