"""A ledger of a pack, checked from its text to the measures it yields, and what its entries come to.

What is asked of single entries, whether they keep the rules, is computed like the measures: a rule is a measure of an
organization that has this one entry.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guben.checks.ledgers import check_ledger_type
from guben.diagnostics import Finding, SourceSpan, Text, has_errors
from guben.lowering import FormulaNotExact, lower_program
from guben.model.formula import Call, Comparison, Name, Not, Number, Where
from guben.model.ledger_type import EntryRule, LedgerType
from guben.model.scheme import Derived, Measure
from guben.model.values import Kind, value_type
from guben.phrasing import say_condition
from guben.plan import Program, build_program
from guben.reading.ledgers import LedgerFile
from guben.reference import Reference, Value
from guben.resolve import names_of
from guben.resolve.ledgers import load_ledger, scheme_of
from guben.snapshot.tables import Closure, Entry
from guben.typesystem.expressions import Compared, Condition, Counted, Inverted
from guben.typesystem.schemes import type_scheme

_PERIOD = "period"
_SOME_DAY = 20_000_101
_Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CheckedLedger:
    """What is known of a ledger after checking; there are programs if no finding is an error."""

    type: LedgerType | None
    findings: tuple[Finding, ...]
    measures: Program | None
    rules: Program | None

    def broken(
        self, entries: Sequence[_Fields], *, as_of: int, days: Sequence[int | None] | None = None
    ) -> list[list[Text]]:
        """Return, for each of some entries as snapshots keep them, the rules that it breaks, in words.

        `days` are the days of the entries, yyyymmdd. A rule about what is not filled in is kept.
        """
        assert self.type is not None
        if self.rules is None or not self.type.rules:
            return [[] for _ in entries]
        keys = [f"{number:07d}" for number in range(len(entries))]
        rows = list(zip(keys, days or [None] * len(entries), entries, strict=True))
        said = self._said(self.rules, rows, keys, as_of)
        words = [self.rule_in_words(number) for number in range(len(self.type.rules))]
        return [
            [words[number] for number in range(len(words)) if said[key][_rule_name(number)] is False]
            for key in keys
        ]

    def rule_in_words(self, number: int) -> Text:
        """Return what a rule, counted from 0, demands: its own words, or those of its formula."""
        assert self.type is not None and self.rules is not None
        return self.type.rules[number].says or say_condition(_condition(self.rules, number))

    def yielded(
        self,
        entries: Sequence[tuple[str, int | None, _Fields]],
        closed: Sequence[str],
        *,
        as_of: int,
    ) -> dict[str, dict[str, Value]]:
        """Return the measures of the organizations that closed the ledger, by organization and measure.

        `entries` are organization, day yyyymmdd and fields as snapshots keep them.
        """
        assert self.measures is not None
        return self._said(self.measures, entries, closed, as_of)

    def _said(
        self,
        program: Program,
        entries: Sequence[tuple[str, int | None, _Fields]],
        closed: Sequence[str],
        as_of: int,
    ) -> dict[str, dict[str, Value]]:
        assert self.type is not None
        name = self.type.name
        rows = [
            Entry(str(number), key, name, _PERIOD, None, day, json.dumps(fields, ensure_ascii=False), "")
            for number, (key, day, fields) in enumerate(entries)
        ]
        closures = [Closure(key, name, _PERIOD, "") for key in closed]
        tables: dict[str, list[dict[str, object]]] = {
            "organizations": [{"key": key, "level": "village"} for key in closed],
            "entries": [row._asdict() for row in rows],
            "closures": [row._asdict() for row in closures],
            **{table: [] for table in ("people", "posts", "workplaces", "values", "tallies")},
        }
        reference = Reference(program, tables, as_of=as_of, period=_PERIOD)
        names = [step.name for step in program.measures]
        return {key: {each: reference.measure(key, each) for each in names} for key in closed}


def check_ledger(name: str) -> CheckedLedger:
    """Return everything there is to say about the ledger called `name`; raises Refusal for an unknown one."""
    return checked_ledger(load_ledger(name))


def checked_ledger(file: LedgerFile) -> CheckedLedger:
    """Return everything there is to say about what the file of a ledger says."""
    ledger = file.type
    if ledger is None or has_errors(file.findings):
        return CheckedLedger(ledger, file.findings, None, None)
    measures, found = _program(ledger, ledger.measures)
    if measures is not None:
        typed = {step.name: step.expression for step in measures.measures if step.expression is not None}
        found += check_ledger_type(ledger, typed)
    rules, broken = _program(ledger, _rules(ledger))
    findings = (*file.findings, *found, *broken)
    if measures is None or rules is None or has_errors(findings):
        return CheckedLedger(ledger, findings, None, None)
    return CheckedLedger(ledger, findings, measures, rules)


def _program(ledger: LedgerType, measures: Mapping[str, Measure]) -> tuple[Program | None, list[Finding]]:
    names, findings = names_of(scheme_of(ledger, measures))
    if has_errors(findings):
        return None, findings
    typed, mistyped = type_scheme(names)
    findings += mistyped
    if has_errors(findings):
        return None, findings
    program = build_program(typed, None)
    try:
        lower_program(program, as_of=_SOME_DAY, period="")
    except FormulaNotExact as problem:
        measure = measures.get(problem.name)
        span = measure.span if measure else ledger.span
        return None, [*findings, problem.code.at(span, name=problem.name)]
    return program, findings


def _rules(ledger: LedgerType) -> dict[str, Measure]:
    """Return a measure for each rule: whether no entry breaks it."""
    return {
        _rule_name(number): Measure(
            _rule_name(number), ledger.title, value_type(Kind.YES_NO), _kept(ledger, rule), rule.span
        )
        for number, rule in enumerate(ledger.rules)
    }


def _kept(ledger: LedgerType, rule: EntryRule) -> Derived:
    span: SourceSpan = rule.condition.span
    breaking = Where(Name(ledger.short_name, span), Not(rule.condition, span), span)
    return Derived(
        Comparison((Call("COUNT", (breaking,), span), Number(Fraction(0), False, span)), ("=",), span)
    )


def _rule_name(number: int) -> str:
    return f"rule_{number + 1}"


def _condition(rules: Program, number: int) -> Condition:
    """Return the typed condition of a rule out of the measure that counts what breaks it."""
    counted = rules.measure(_rule_name(number)).expression
    assert isinstance(counted, Compared) and isinstance(counted.left, Counted)
    broken = counted.left.records.condition
    assert isinstance(broken, Inverted)
    return broken.operand
