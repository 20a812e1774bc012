"""Running cases: expected against computed, and the engine against the reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guben.backends import Duck
from guben.diagnostics import FilePlace, Finding, Refusal, Text, nearest_names
from guben.evaluation.engine import compute_tables
from guben.evaluation.tables import result_rows
from guben.model.exact import plain_number
from guben.model.scheme import Case, Given
from guben.model.values import Kind, value_type
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.plan.peers import compares_peers
from guben.reference import OrganizationResult, Reference
from guben.reference.values import Value
from guben.snapshot.records import Records
from guben.snapshot.store import load_records
from guben.snapshot.tables import TABLES
from guben.testing import findings as codes
from guben.testing.measures import engine_values, expected_value, say_value, shown_value
from guben.testing.records import add_case, case_as_of, case_program
from guben.testing.values import NOT_APPLICABLE, case_value, expected_number

_YES_NO = value_type(Kind.YES_NO)
_ON_LIST = {True: "yes", False: "no"}
_LEFT_OUT = Text("不适用", "not applicable")
Outcome = Fraction | str | None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case and what is wrong with it; nothing if it holds."""

    case: Case
    findings: tuple[Finding, ...]


def run_cases(program: Program) -> list[CaseOutcome]:
    """Run every case of a scheme on the engine and on the reference."""
    findings: dict[int, list[Finding]] = {}
    alike: dict[object, list[_Ready]] = {}
    for number, case in enumerate(program.scheme.cases):
        findings[number] = []
        try:
            ready = _ready(program, case, number)
        except Refusal as refusal:
            findings[number] += refusal.findings
            continue
        # Cases that give the same measures on the same day are one evaluation of several organizations.
        derived = tuple(step.name for step in ready.program.measures if step.expression is not None)
        # Where organizations are compared, those of another case are no peers.
        alone = number if compares_peers(program) else None
        alike.setdefault((derived, ready.as_of, case.children is None, alone), []).append(ready)
    for group in alike.values():
        for ready, by_engine in zip(group, _by_engine(group), strict=True):
            by_reference = _by_reference(ready)
            findings[ready.number] += _compared(ready, by_engine, by_reference)
            findings[ready.number] += _compared_measures(ready, by_engine, by_reference)
    return [CaseOutcome(case, tuple(findings[number])) for number, case in enumerate(program.scheme.cases)]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case that is understood: its program, its cut-off day, the organization it is about, what it expects."""

    number: int
    case: Case
    program: Program
    as_of: date
    expected: dict[str, Outcome]
    measures: dict[str, Value]

    @property
    def unit(self) -> str:
        return f"case-{self.number:04d}"

    def records(self, into: Records) -> Records:
        add_case(into, self.program, self.case, self.unit)
        return into


def _ready(program: Program, case: Case, number: int) -> _Ready:
    measures = {step.name: step.measure for step in program.measures}
    taken = {"total", "won", "rank", "grade"}
    taken |= {step.path for step in program.parts} | {step.name for step in program.tails}
    expected: dict[str, Outcome] = {}
    values: dict[str, Value] = {}
    for name, given in case.expect.items():
        if name in measures and name not in taken:
            values[name] = expected_value(name, given, measures[name].type)
        else:
            expected[name] = _expected(program, name, given)
    ready = _Ready(number, case, case_program(program, case), case_as_of(case), expected, values)
    ready.records(Records())
    return ready


def _compared(ready: _Ready, by_engine: ResultRow, by_reference: OrganizationResult) -> Iterator[Finding]:
    case = ready.case
    for name, expected in ready.expected.items():
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


def _compared_measures(
    ready: _Ready, by_engine: ResultRow, by_reference: OrganizationResult
) -> Iterator[Finding]:
    types = {step.name: step.measure.type for step in ready.program.measures}
    held = engine_values(by_engine)
    for name, expected in ready.measures.items():
        found, other, type_ = held[name], by_reference.measures[name], types[name]
        span, facts = ready.case.expect[name].span, {"case": ready.case.name, "name": name}
        said = say_value(found, type_)
        if found != other:
            yield codes.EXECUTORS_DIFFER.at(span, **facts, found=said, other=say_value(other, type_))
        elif shown_value(found, type_) != expected:
            yield codes.CASE_FAILS.at(span, **facts, expected=say_value(expected, type_), found=said)


def _expected(program: Program, name: str, given: Given) -> Outcome:
    paths = [step.path for step in program.parts if step.path]
    measures = [step.name for step in program.measures]
    if name == "grade":
        grades = [grade.name for grade in program.grades]
        if given.words not in grades:
            raise Refusal(codes.UNKNOWN_IN_CASE.at(given.span, name=given.words, nearest=grades))
        return given.words
    tails = [step.name for step in program.tails]
    if name in tails and name not in paths:
        return _ON_LIST[bool(case_value(name, given, _YES_NO).number)]
    if name not in (*paths, "total", "won", "rank"):
        known = (*paths, *measures, "total", "won", "rank", "grade", *tails)
        raise Refusal(
            codes.UNKNOWN_IN_CASE.at(given.span, name=name, nearest=nearest_names(name, known) or known)
        )
    return None if given.words in NOT_APPLICABLE else expected_number(name, given)


def _by_reference(ready: _Ready) -> OrganizationResult:
    records = ready.records(Records())
    tables = {table.name: [row._asdict() for row in getattr(records, table.name)] for table in TABLES}
    as_of = int(ready.as_of.strftime("%Y%m%d"))
    return Reference(ready.program, tables, as_of=as_of, period="").result(ready.unit)


def _by_engine(group: list[_Ready]) -> list[ResultRow]:
    records = Records()
    for ready in group:
        ready.records(records)
    program = group[0].program
    with Duck() as engine:
        load_records(engine, records)
        place = FilePlace(program.name)
        computed = compute_tables(engine, program, as_of=group[0].as_of, period="", place=place)
        rows = {row.organization: row for row in result_rows(engine, program, computed.lowered)}
    return [rows[ready.unit] for ready in group]


def _outcome(row: ResultRow | OrganizationResult, name: str) -> Outcome:
    if name == "grade":
        return row.grade
    if name == "won":
        won = row.won if isinstance(row, ResultRow) else [path for path, is_won in row.won.items() if is_won]
        return Fraction(len(won))
    if name == "rank":
        return None if row.rank is None else Fraction(row.rank)
    path = "" if name == "total" else name
    return row.points[path] if path in row.points else _ON_LIST[name in row.tails]


def _say(outcome: Outcome) -> object:
    if outcome is None:
        return _LEFT_OUT
    return plain_number(outcome) if isinstance(outcome, Fraction) else outcome
