"""Evaluating: a snapshot and a scheme in, a folder of results out."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guben.backends import open_engine
from guben.diagnostics import Finding, Language, Text
from guben.evaluation.engine import OnStep, compute, no_steps, place_of, unreported
from guben.evaluation.folder import (
    MEASURES,
    RESULTS,
    SCHEME,
    SNAPSHOT,
    WORKBOOK,
    ResultFolder,
    scheme_copy,
    write_manifest,
)
from guben.evaluation.storing import Storing, stored_of
from guben.evaluation.tables import grades_of, result_rows
from guben.office.result_book import ResultBook, ResultRow
from guben.plan import Program
from guben.snapshot.digests import file_digest
from guben.snapshot.store import Snapshot

_COMPUTING = Text("计算指标、分数和等次", "Computing measures, points and grades")
_WRITING = Text("写出结果和工作簿", "Writing the results and the workbook")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished evaluation: its folder, how many organizations have each grade, and warnings.

    `rows` are in order of the organizations' keys; they are made for the workbook, and there are none without one.
    """

    result: ResultFolder
    program: Program
    rows: tuple[ResultRow, ...]
    grades: Mapping[str | None, int]
    as_of: date
    period: str
    findings: tuple[Finding, ...]


def evaluate(
    program: Program,
    snapshot: Snapshot,
    folder: Path,
    *,
    language: Language,
    with_workbook: bool = True,
    on_step: OnStep = no_steps,
    engine_url: str | None = None,
) -> Evaluation:
    """Evaluate a snapshot and write everything into `folder`, which exists and may already hold the snapshot.

    The outcome depends on the scheme and the snapshot only, not on the engine, which is DuckDB unless there is an
    address of another. Raises Refusal as `compute` and `open_engine` do; what was written until then is for the caller
    to remove.
    """
    if snapshot.folder != folder / SNAPSHOT:
        shutil.copytree(snapshot.folder, folder / SNAPSHOT)
    for name, content in program.scheme.files.items():
        path = folder / SCHEME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    on_step(_COMPUTING)
    with open_engine(engine_url) as engine, Storing(folder) as storing:
        computed = compute(engine, program, snapshot, on_made=storing.table_made)
        on_step(_WRITING)
        rows = tuple(result_rows(engine, program, computed.lowered)) if with_workbook else ()
        grades = grades_of(engine, computed.lowered)
        findings = tuple(unreported(computed, place_of(snapshot)))
        version = engine.version
        digests = storing.digests()
    count, result_digest = digests[RESULTS]
    _, measures_digest = digests[MEASURES]
    scheme = scheme_copy(program)
    if with_workbook:
        # Who wants no workbook need not wait until what writes one is imported.
        from guben.office.results import write_results  # noqa: PLC0415

        book = ResultBook(
            program=program,
            rows=rows,
            as_of=snapshot.as_of,
            period=snapshot.period,
            scheme_digest=scheme.digest,
            snapshot_digest=snapshot.digest,
            result_digest=result_digest,
        )
        write_results(folder / WORKBOOK, book, language=language)
    written = [*digests, *([WORKBOOK] if with_workbook else [])]
    result = ResultFolder(
        folder=folder,
        scheme=scheme,
        snapshot_digest=snapshot.digest,
        as_of=snapshot.as_of,
        period=snapshot.period,
        rows=count,
        result_digest=result_digest,
        measures_digest=measures_digest,
        engine=version,
        language=language,
        files={name: file_digest(folder / name) for name in written},
        stored=stored_of(computed),
    )
    write_manifest(result)
    return Evaluation(result, program, rows, grades, snapshot.as_of, snapshot.period, findings)
