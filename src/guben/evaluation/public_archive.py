"""The archive that may be posted up: scheme, results, and the measures without those that rest on too few people."""

import shutil
from dataclasses import replace
from pathlib import Path

from guben.backends import Duck, DuckError
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation import findings as codes
from guben.evaluation.folder import MEASURES, RESULTS, SCHEME, ResultFolder, write_manifest
from guben.evaluation.held import load_measures
from guben.evaluation.public_reading import public_measures_query
from guben.evaluation.sealing import DECISION
from guben.evaluation.tables import digest_of_query, measures_columns, measures_query
from guben.evaluation.verifying import Basis, verify
from guben.lowering import Few, Lowered, lower_few, lower_program, withheld_column
from guben.plan import Program
from guben.snapshot.digests import file_digest


def write_public_archive(result: ResultFolder, folder: Path, *, least_people: int) -> ResultFolder:
    """Write what everybody may have of whole results into `folder`, which exists and is empty.

    It has no snapshot, no workbook and no tables of organizations below, and none of the digests over figures that it
    withholds: whoever knows all but one small number of a table finds it by trying. Raises Refusal if the results do
    not agree with themselves.
    """
    program, snapshot = result.program(), result.snapshot()
    as_of = int(result.as_of.strftime("%Y%m%d"))
    lowered = lower_program(program, as_of=as_of, period=result.period)
    few = lower_few(program, as_of=as_of, period=result.period, least=least_people)
    with Duck() as engine:
        snapshot.show_to(engine)
        for statement in few.statements:
            engine.create(statement.table, statement.query)
        _load_whole_measures(engine, lowered, result)
        _withhold(engine, lowered, few)
        query = public_measures_query(lowered, few.names)
        engine.write_parquet(query, folder / MEASURES)
        _, measures_digest = digest_of_query(engine, query)
    _copy_what_is_public(program, result, folder)
    public = replace(
        result,
        folder=folder,
        measures_digest=measures_digest,
        files={name: file_digest(folder / name) for name in (RESULTS, MEASURES)},
        stored=result.stored[:1],
        least_people=least_people,
    )
    write_manifest(public)
    # What is posted up under the digest of the letters has to give that digest.
    findings = verify(folder, basis=Basis.MEASURES).findings
    if findings:
        raise Refusal(findings)
    return public


def _load_whole_measures(engine: Duck, lowered: Lowered, result: ResultFolder) -> None:
    place = FilePlace(str(result.folder))
    try:
        load_measures(engine, lowered, result)
        _, digest = digest_of_query(engine, measures_query(lowered))
    except DuckError:
        raise Refusal(codes.FILE_ALTERED.at(place, file=MEASURES)) from None
    if digest != result.measures_digest:
        raise Refusal(codes.FILE_ALTERED.at(place, file=MEASURES))


def _withhold(engine: Duck, lowered: Lowered, few: Few) -> None:
    """Replace the table of measures by one without those that rest on too few people, and with flags for these."""
    flags = {name: f'coalesce(f."{withheld_column(name)}", true)' for name in few.names}
    measure_of = {column: measure.name for measure in lowered.stored for column in measure.columns}
    items = [
        f'CASE WHEN NOT {flags[measure_of[name]]} THEN m."{name}" END AS "{name}"'
        if measure_of.get(name) in flags
        else f'm."{name}"'
        for name in measures_columns(lowered)
    ]
    items += [f'{flag} AS "{withheld_column(name)}"' for name, flag in flags.items()]
    engine.create(
        "public measures",
        f'SELECT {", ".join(items)} FROM "{lowered.measures_table}" m '
        f'LEFT JOIN "{few.table}" f ON f."organization" = m."organization"',
    )
    engine.create(lowered.measures_table, 'SELECT * FROM "public measures"')


def _copy_what_is_public(program: Program, result: ResultFolder, folder: Path) -> None:
    for name, content in program.scheme.files.items():
        path = folder / SCHEME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.copyfile(result.folder / RESULTS, folder / RESULTS)
    # Of what was decided it has digests of the words, and persons not at all.
    if (result.folder / DECISION).is_file():
        shutil.copyfile(result.folder / DECISION, folder / DECISION)
