"""Running cases: expected against computed, and the engine against the reference."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from guben.backends import Duck
from guben.diagnostics import Finding, Refusal, Text, nearest_names
from guben.evaluation.engine import compute
from guben.evaluation.tables import result_rows
from guben.model.exact import plain_number
from guben.model.scheme import Case, Given
from guben.office.results import ResultRow
from guben.plan import Program
from guben.reference import OrganizationResult, Reference
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot
from guben.snapshot.tables import TABLES
from guben.testing import findings as codes
from guben.testing.records import UNIT, case_as_of, case_program, case_records
from guben.testing.values import NOT_APPLICABLE, expected_number

_LEFT_OUT = Text("不适用", "not applicable")
Outcome = Fraction | str | None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case and what is wrong with it; nothing if it holds."""

    case: Case
    findings: tuple[Finding, ...]


def run_cases(program: Program) -> list[CaseOutcome]:
    """Run every case of a scheme on the engine and on the reference."""
    return [CaseOutcome(case, tuple(_run(program, case))) for case in program.scheme.cases]


def _run(program: Program, case: Case) -> Iterator[Finding]:
    try:
        records = case_records(program, case)
        asked = {name: _expected(program, name, given) for name, given in case.expect.items()}
        own = case_program(program, case)
        by_engine, by_reference = _by_engine(own, case, records), _by_reference(own, case, records)
    except Refusal as refusal:
        yield from refusal.findings
        return
    for name, expected in asked.items():
        found, other = _outcome(by_engine, name), _outcome(by_reference, name)
        span = case.expect[name].span
        if found != other:
            yield codes.EXECUTORS_DIFFER.at(
                span, case=case.name, name=name, found=_say(found), other=_say(other)
            )
        elif found != expected:
            yield codes.CASE_FAILS.at(
                span, case=case.name, name=name, expected=_say(expected), found=_say(found)
            )


def _expected(program: Program, name: str, given: Given) -> Outcome:
    paths = [step.path for step in program.parts if step.path]
    if name == "grade":
        grades = [grade.name for grade in program.grades]
        if given.words not in grades:
            raise Refusal(codes.UNKNOWN_IN_CASE.at(given.span, name=given.words, nearest=grades))
        return given.words
    if name not in (*paths, "total", "won"):
        known = (*paths, "total", "won", "grade")
        raise Refusal(
            codes.UNKNOWN_IN_CASE.at(given.span, name=name, nearest=nearest_names(name, known) or known)
        )
    return None if given.words in NOT_APPLICABLE else expected_number(name, given)


def _by_reference(program: Program, case: Case, records: Records) -> OrganizationResult:
    tables = {table.name: [row._asdict() for row in getattr(records, table.name)] for table in TABLES}
    as_of = int(case_as_of(case).strftime("%Y%m%d"))
    return Reference(program, tables, as_of=as_of, period="").result(UNIT)


def _by_engine(program: Program, case: Case, records: Records) -> ResultRow:
    with tempfile.TemporaryDirectory() as scratch, Duck() as engine:
        snapshot = write_snapshot(
            records, Path(scratch), as_of=case_as_of(case), period="", source=Source("case")
        )
        computed = compute(engine, program, snapshot)
        return result_rows(engine, program, computed.lowered)[0]


def _outcome(row: ResultRow | OrganizationResult, name: str) -> Outcome:
    if name == "grade":
        return row.grade
    if name == "won":
        won = row.won if isinstance(row, ResultRow) else [path for path, is_won in row.won.items() if is_won]
        return Fraction(len(won))
    return row.points["" if name == "total" else name]


def _say(outcome: Outcome) -> object:
    if outcome is None:
        return _LEFT_OUT
    return plain_number(outcome) if isinstance(outcome, Fraction) else outcome
