"""Ledgers and votes that a case describes; a ledger that is given is closed."""

import json
from collections.abc import Mapping

from guben.diagnostics import Refusal, nearest_names
from guben.model.ledger import Ledger
from guben.model.ledger_type import STATE
from guben.model.scheme import Case, Given, Scheme
from guben.model.scoring import Poll
from guben.model.values import Kind, ValueType, value_type
from guben.snapshot.records import Records
from guben.snapshot.tables import Closure, Entry, Tally
from guben.testing import findings as codes
from guben.testing.values import case_day, case_value

_DATE = "date"
_VOTES = value_type(Kind.COUNT)


def add_ledgers(records: Records, scheme: Scheme, case: Case, unit: str) -> None:
    """Add the entries and closures of the ledgers that a case gives; what is in a state that does not count is left out."""
    for name, rows in case.ledgers.items():
        if name not in scheme.ledgers:
            raise Refusal(codes.UNKNOWN_IN_CASE.at(case.span, name=name, nearest=list(scheme.ledgers)))
        ledger = scheme.ledgers[name]
        records.closures.append(Closure(unit, ledger.kept_as, "", "case"))
        for number, row in enumerate(rows, start=1):
            day, said = entry_of(ledger, row)
            if said.get(STATE) in ledger.left_out:
                continue
            key = f"{unit}-{name}-{number:03d}"
            text = json.dumps(said, ensure_ascii=False, sort_keys=True)
            records.entries.append(Entry(key, unit, ledger.kept_as, "", None, day, text, "case"))


def entry_of(ledger: Ledger, row: Mapping[str, Given]) -> tuple[int | None, dict[str, object]]:
    """Return the day of an entry of a case and what it says, as snapshots keep it; a new one is in the first state.

    Raises Refusal for a name or value that cannot be understood.
    """
    fields = ledger.fields
    refuse_unknown(row, (_DATE, *fields))
    said = {name: _said(name, given, fields[name].type) for name, given in row.items() if name in fields}
    states = fields[STATE].type.choices if STATE in fields else None
    if states is not None and ledger.kept_as != ledger.name:
        said.setdefault(STATE, states.codes[0])
    day = case_day(_DATE, row[_DATE]) if _DATE in row and _DATE not in fields else None
    return day, said


def _said(name: str, given: Given, type_: ValueType) -> object:
    value = case_value(name, given, type_)
    if type_.kind is Kind.YES_NO and value.number is not None:
        return bool(value.number)
    return value.choice if value.number is None else value.number


def add_tallies(records: Records, scheme: Scheme, case: Case, unit: str) -> None:
    """Add the votes that a case gives, by `ballot/question` and option."""
    polls = [part.scoring for part in scheme.all_parts() if isinstance(part.scoring, Poll)]
    known = [f"{poll.ballot}/{poll.question}" for poll in polls]
    for name, votes in case.tallies.items():
        if name not in known:
            raise Refusal(codes.UNKNOWN_IN_CASE.at(case.span, name=name, nearest=known))
        ballot, _, question = name.partition("/")
        for option, given in votes.items():
            number = case_value(option, given, _VOTES).number
            if number is not None:
                records.tallies.append(Tally(unit, ballot, question, option, number, "", "case"))


def refuse_unknown(given: Mapping[str, Given], known: tuple[str, ...]) -> None:
    """Raise Refusal with a finding for every name that is not among the known ones."""
    unknown = [(name, words) for name, words in given.items() if name not in known]
    if unknown:
        raise Refusal(
            codes.UNKNOWN_IN_CASE.at(
                words.span, name=name, nearest=nearest_names(name, known) or list(known)[:8]
            )
            for name, words in unknown
        )
