"""Running the cases of a ledger: expected measures and broken rules against what its entries come to, on both executors."""

from collections.abc import Iterator
from dataclasses import replace

from guben.backends import Duck
from guben.diagnostics import FilePlace, Finding, Refusal, Text
from guben.evaluation.engine import compute_tables
from guben.evaluation.ledgers import CheckedLedger
from guben.evaluation.tables import result_rows
from guben.model.ledger_type import LedgerCase, LedgerType
from guben.model.scheme import Case, Given
from guben.plan import Program
from guben.reference import Reference
from guben.reference.values import Value
from guben.snapshot.records import Records
from guben.snapshot.store import load_records
from guben.snapshot.tables import TABLES
from guben.testing import findings as codes
from guben.testing.cases import CaseOutcome
from guben.testing.measures import engine_values, expected_value, say_value, shown_value
from guben.testing.records import add_case, case_as_of, case_program
from guben.testing.registers import entry_of

_UNIT = "case"
_RULES = Text("违反的规则", "rules broken")
_NONE = Text("无", "none")


def run_ledger_cases(checked: CheckedLedger) -> list[CaseOutcome]:
    """Run every case of a ledger that has no errors."""
    assert checked.type is not None
    return [_run(checked, checked.type, each) for each in checked.type.cases]


def _run(checked: CheckedLedger, ledger: LedgerType, case: LedgerCase) -> CaseOutcome:
    described = replace(case.case, ledgers={ledger.short_name: case.entries})
    try:
        findings = [*_measures(checked, described), *_rules(checked, ledger, case)]
    except Refusal as refusal:
        findings = list(refusal.findings)
    return CaseOutcome(described, tuple(findings))


def _measures(checked: CheckedLedger, case: Case) -> Iterator[Finding]:
    assert checked.measures is not None
    program = case_program(checked.measures, case)
    known = {step.name: step.measure.type for step in program.measures}
    unknown = [name for name in case.expect if name not in known]
    if unknown:
        given = case.expect[unknown[0]]
        raise Refusal(codes.UNKNOWN_IN_CASE.at(given.span, name=unknown[0], nearest=list(known)))
    records = Records()
    add_case(records, program, case, _UNIT)
    by_engine, by_reference = _by_engine(program, records, case), _by_reference(program, records, case)
    for name, given in case.expect.items():
        found, other = by_engine[name], by_reference[name]
        expected = expected_value(name, given, known[name])
        facts = {"case": case.name, "name": name, "found": say_value(found, known[name])}
        if found != other:
            yield codes.EXECUTORS_DIFFER.at(given.span, **facts, other=say_value(other, known[name]))
        elif shown_value(found, known[name]) != expected:
            yield codes.CASE_FAILS.at(given.span, **facts, expected=say_value(expected, known[name]))


def _by_engine(program: Program, records: Records, case: Case) -> dict[str, Value]:
    with Duck() as engine:
        load_records(engine, records)
        place = FilePlace(program.name)
        computed = compute_tables(engine, program, as_of=case_as_of(case), period="", place=place)
        row = result_rows(engine, program, computed.lowered)[0]
    return engine_values(row)


def _by_reference(program: Program, records: Records, case: Case) -> dict[str, Value]:
    tables = {table.name: [row._asdict() for row in getattr(records, table.name)] for table in TABLES}
    as_of = int(case_as_of(case).strftime("%Y%m%d"))
    reference = Reference(program, tables, as_of=as_of, period="")
    return {step.name: reference.measure(_UNIT, step.name) for step in program.measures}


def _rules(checked: CheckedLedger, ledger: LedgerType, case: LedgerCase) -> Iterator[Finding]:
    """Yield a finding if other rules are broken than the case says; none, where it says nothing."""
    words = [checked.rule_in_words(number) for number in range(len(ledger.rules))]
    expected = [_rule(given, words) for given in case.breaks]
    entries = [entry_of(ledger.ledger, row) for row in case.entries]
    as_of = int(case_as_of(case.case).strftime("%Y%m%d"))
    broken = checked.broken([said for _, said in entries], as_of=as_of, days=[day for day, _ in entries])
    found = [each for each in words if any(each in of_entry for of_entry in broken)]
    if set(found) != set(expected):
        said = {"expected": expected or _NONE, "found": found or _NONE}
        yield codes.CASE_FAILS.at(case.case.span, case=case.case.name, name=_RULES, **said)


def _rule(given: Given, words: list[Text]) -> Text:
    for each in words:
        if given.words in (each.zh, each.en):
            return each
    raise Refusal(codes.UNKNOWN_IN_CASE.at(given.span, name=given.words, nearest=words))
