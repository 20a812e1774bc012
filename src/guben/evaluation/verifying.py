"""Verifying: recompute what a folder claims, and name every cell that does not agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guben.backends import Duck, DuckError
from guben.diagnostics import Code, FilePlace, Finding, Refusal, Text, has_errors
from guben.evaluation import findings as codes
from guben.evaluation.engine import Computed, compute
from guben.evaluation.folder import (
    MEASURES,
    RESULTS,
    SCHEME,
    WORKBOOK,
    ResultFolder,
    altered_lines,
    open_results,
    scheme_copy,
)
from guben.evaluation.held import load_measures
from guben.evaluation.naming import say_column, say_held
from guben.evaluation.public_reading import Taken, compute_public
from guben.evaluation.sealing import read_decision
from guben.evaluation.tables import digest_of_query, measures_query, results_query
from guben.lowering import Lowered, lower_program
from guben.plan import Program
from guben.snapshot.digests import file_digest
from guben.snapshot.integrity import check_integrity

_MOST_NAMED = 20
_SCHEME_WORD = Text("制度", "scheme")
_SNAPSHOT_WORD = Text("快照", "snapshot")
_MEASURES_WORD = Text("指标数据", "measures")
_ROWS_WORD = Text("结果行数", "number of results")


class Basis(StrEnum):
    """What is recomputed from: the records, or the measures that a public archive holds."""

    RECORDS = "records"
    MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class Verification:
    """The folder as its manifest describes it and everything in it that does not agree; nothing if all does.

    `seal` is that of what people decided, where the folder carries it; `taken` what could not be recomputed, where it
    is a public archive.
    """

    result: ResultFolder
    findings: tuple[Finding, ...]
    seal: str | None = None
    taken: Taken | None = None


def verify(folder: Path, *, basis: Basis = Basis.RECORDS) -> Verification:
    """Return whether a folder of results agrees with itself and with a fresh computation.

    Raises Refusal if the folder cannot be read as results at all.
    """
    result = open_results(folder)
    findings, taken = list(_scheme_findings(result)), None
    if not has_errors(findings):
        recomputed, taken = _recomputed(result, basis)
        findings += recomputed
    elif basis is Basis.RECORDS:
        findings += _snapshot_findings(result)
    findings += _workbook_findings(result, basis)
    digests = {
        "scheme_digest": result.scheme.digest,
        "snapshot_digest": result.snapshot_digest,
        "result_digest": result.result_digest,
    }
    decided = read_decision(folder, digests)
    findings += decided.findings if decided else ()
    return Verification(result, tuple(findings), decided.seal if decided else None, taken)


def altered_inputs(result: ResultFolder) -> list[Finding]:
    """Return what is altered in the scheme or the snapshot of a folder of results, without recomputing anything."""
    return [*_scheme_findings(result), *_snapshot_findings(result)]


def _place(result: ResultFolder) -> FilePlace:
    return FilePlace(str(result.folder))


def _scheme_findings(result: ResultFolder) -> Iterator[Finding]:
    place = _place(result)
    for name in result.scheme.files:
        if not (result.folder / SCHEME / name).is_file():
            yield codes.FILE_MISSING.at(place, file=f"{SCHEME}/{name}")
        elif lines := altered_lines(result, name):
            yield codes.SCHEME_ALTERED.at(place, file=f"{SCHEME}/{name}", lines=lines[:_MOST_NAMED])


def _snapshot_findings(result: ResultFolder) -> list[Finding]:
    try:
        return check_integrity(result.snapshot())
    except Refusal as refusal:
        return list(refusal.findings)


def _workbook_findings(result: ResultFolder, basis: Basis) -> Iterator[Finding]:
    path = result.folder / WORKBOOK
    if not path.is_file():
        if WORKBOOK not in result.files:
            return
        # The public archive need not have it: the numbers are in the tables.
        if basis is Basis.MEASURES:
            return
        yield codes.FILE_MISSING.at(_place(result), file=WORKBOOK)
    elif file_digest(path) != result.files.get(WORKBOOK):
        yield codes.FILE_ALTERED.at(_place(result), file=WORKBOOK)


def _recomputed(result: ResultFolder, basis: Basis) -> tuple[list[Finding], Taken | None]:
    findings: list[Finding] = []
    taken: Taken | None = None
    try:
        program = result.program()
        snapshot = result.snapshot() if basis is Basis.RECORDS else None
    except Refusal as refusal:
        return list(refusal.findings), taken
    if scheme_copy(program).digest != result.scheme.digest:
        facts = {"found": scheme_copy(program).digest[:16], "stored": result.scheme.digest[:16]}
        findings.append(codes.DIGEST_DIFFERS.at(_place(result), what=_SCHEME_WORD, **facts))
    with Duck() as engine:
        try:
            if snapshot is not None:
                findings += check_integrity(snapshot)
                if snapshot.digest != result.snapshot_digest:
                    facts = {"found": snapshot.digest[:16], "stored": result.snapshot_digest[:16]}
                    findings.append(codes.DIGEST_DIFFERS.at(_place(result), what=_SNAPSHOT_WORD, **facts))
                computed = compute(engine, program, snapshot)
                lowered = computed.lowered
                compared = _Comparison(engine, result, program, lowered)
                findings += _compared(compared, MEASURES, measures_query(lowered))
                findings += _compared_below(engine, computed, result)
            elif result.is_public:
                lowered, taken = compute_public(engine, program, result)
                compared = _Comparison(engine, result, program, lowered)
            else:
                compared = _Comparison(engine, result, program, _from_measures(engine, program, result))
            findings += _compared(compared, RESULTS, results_query(program, compared.lowered))
        except Refusal as refusal:
            findings += refusal.findings
    return findings, taken


def _from_measures(engine: Duck, program: Program, result: ResultFolder) -> Lowered:
    """Compute the results from the measures that the folder holds, leaving them where `Lowered` says."""
    # A rule may speak of a parameter that has another value from some day on.
    lowered = lower_program(program, as_of=int(result.as_of.strftime("%Y%m%d")), period=result.period)
    try:
        load_measures(engine, lowered, result)
        results = lowered.statements[-1]
        engine.create(results.table, results.query)
    except DuckError:
        raise Refusal(codes.FILE_ALTERED.at(_place(result), file=MEASURES)) from None
    _, digest = digest_of_query(engine, measures_query(lowered))
    if digest != result.measures_digest:
        facts = {"found": digest[:16], "stored": result.measures_digest[:16]}
        raise Refusal(codes.DIGEST_DIFFERS.at(_place(result), what=_MEASURES_WORD, **facts))
    return lowered


_KINDS: dict[str, tuple[Code, Text]] = {
    RESULTS: (codes.RESULT_ALTERED, Text("结果", "results")),
    MEASURES: (codes.MEASURE_ALTERED, _MEASURES_WORD),
}


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A fresh computation beside the folder that claims to hold the same."""

    engine: Duck
    result: ResultFolder
    program: Program
    lowered: Lowered


def _compared(compared: _Comparison, name: str, fresh_query: str) -> Iterator[Finding]:
    """Yield what differs between a stored table, the manifest, and what was just computed."""
    _, word = _KINDS[name]
    engine, result = compared.engine, compared.result
    place = _place(result)
    rows, digest = digest_of_query(engine, fresh_query)
    stored_digest = result.result_digest if name == RESULTS else result.measures_digest
    if digest != stored_digest:
        yield codes.DIGEST_DIFFERS.at(place, what=word, found=digest[:16], stored=stored_digest[:16])
    if name == RESULTS and rows != result.rows:
        yield codes.DIGEST_DIFFERS.at(place, what=_ROWS_WORD, found=rows, stored=result.rows)
    yield from _compared_file(compared, name, fresh_query)


def _compared_below(engine: Duck, computed: Computed, result: ResultFolder) -> Iterator[Finding]:
    """Yield what differs between the stored tables of the children, if there are any, and what was just computed."""
    for tables, each in zip(result.stored[1:], list(computed.chain())[1:], strict=False):
        compared = _Comparison(engine, result, each.program, each.lowered)
        yield from _compared_file(compared, tables.results, results_query(each.program, each.lowered))
        yield from _compared_file(compared, tables.measures, measures_query(each.lowered))


def _compared_file(compared: _Comparison, name: str, fresh_query: str) -> Iterator[Finding]:
    engine, result = compared.engine, compared.result
    code, word = _KINDS[Path(name).name]
    place = _place(result)
    path = result.folder / name
    if not path.is_file():
        yield codes.FILE_MISSING.at(place, file=name)
        return
    engine.create("fresh", fresh_query)
    columns = [column for column, _ in engine.columns("fresh")]
    try:
        engine.load_parquet("stored", path)
        readable = engine.columns("stored") == engine.columns("fresh")
    except DuckError:
        readable = False
    if not readable:
        yield codes.FILE_ALTERED.at(place, file=name)
        return
    found = False
    for finding in _cells(compared, code, word, columns):
        found = True
        yield finding
    if not found and file_digest(path) != result.files.get(name):
        yield codes.FILE_ALTERED.at(place, file=name)


def _cells(compared: _Comparison, code: Code, word: Text, columns: list[str]) -> Iterator[Finding]:
    differs = " OR ".join(f's."{name}" IS DISTINCT FROM f."{name}"' for name in columns)
    both = ", ".join(f's."{name}", f."{name}"' for name in columns)
    rows = compared.engine.rows(
        f'SELECT coalesce(f."name", s."name"), s."organization" IS NULL OR f."organization" IS NULL, {both} '
        f'FROM "stored" s FULL JOIN "fresh" f ON s."organization" = f."organization" WHERE {differs} '
        f'ORDER BY coalesce(f."organization", s."organization") LIMIT {_MOST_NAMED}'
    )
    program, lowered, place = compared.program, compared.lowered, _place(compared.result)
    for name, is_alone, *values in rows:
        if is_alone:
            yield codes.ROW_DIFFERS.at(place, table=word, organization=name, problem=codes.NO_SUCH_ROW)
            continue
        for at, column in enumerate(columns):
            stored, fresh = values[2 * at], values[2 * at + 1]
            if stored != fresh:
                said = [say_held(program, lowered, column, value) for value in (stored, fresh)]
                facts = {"column": say_column(program, column), "stored": said[0], "fresh": said[1]}
                yield code.at(place, organization=name, **facts)
