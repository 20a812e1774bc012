"""Ledgers and votes in an evaluation: what is counted, when it is known, and what is refused."""

from datetime import date
from fractions import Fraction

import pytest
from programs import make_organization, program_of

from guben.backends import Duck
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation.engine import compute_tables
from guben.evaluation.tables import result_rows
from guben.plan import Program
from guben.snapshot.records import Records
from guben.snapshot.store import load_records
from guben.snapshot.tables import Closure, Entry, Tally

TITLE = "title: {zh: 名, en: Title}"
SCHEME = f"""\
scheme: test/registers
version: "1"
{TITLE}
for: {{level: village}}
total: 10
ledgers:
  study:
    {TITLE}
    fields:
      hours: {{type: number, digits: 1, bounds: 0..24, {TITLE}}}
      open: {{type: yes_no, {TITLE}}}
      held: {{type: date, {TITLE}}}
parts:
  only: {{{TITLE}, points: 10, SCORING}}
grades:
  any: {{{TITLE}}}
"""
V1 = make_organization("v1", "village")


def program(scoring: str) -> Program:
    return program_of({"registers": SCHEME.replace("SCORING", scoring)}, "registers")


def entry(number: int, fields: str, *, period: str = "2024", day: int | None = 20240105) -> Entry:
    return Entry(f"e{number}", "v1", "study", period, None, day, fields, f"entry:{number}")


def points(scoring: str, **records: list[object]) -> object:
    """Return the points of village v1, and whether its figures are missing."""
    held = Records(organizations=[V1], **records)  # type: ignore[arg-type]
    with Duck() as engine:
        load_records(engine, held)
        place = FilePlace("test")
        computed = compute_tables(
            engine, program(scoring), as_of=date(2024, 12, 31), period="2024", place=place
        )
        row = result_rows(engine, program(scoring), computed.lowered)[0]
    return row.points["only"], "only" in row.missing


COUNTED = "start: zero, lines: [{plus: 2, each: study}]"


def test_a_ledger_that_is_not_closed_is_missing_even_where_it_has_entries():
    assert points(COUNTED, entries=[entry(1, "{}")]) == (0, True)


def test_a_closed_ledger_without_entries_is_nothing():
    assert points(COUNTED, closures=[Closure("v1", "study", "2024", "test")]) == (0, False)


def test_entries_and_closures_of_another_period_do_not_count():
    entries = [entry(1, "{}"), entry(2, "{}", period="2023"), entry(3, "{}")]

    closed = [Closure("v1", "study", "2024", "test")]

    assert points(COUNTED, entries=entries, closures=closed) == (4, False)
    assert points(COUNTED, entries=entries, closures=[Closure("v1", "study", "2023", "test")]) == (0, True)


def test_numbers_in_an_entry_are_integers_of_their_scale():
    scoring = "computed: SUM((study WHERE open).hours)"
    entries = [entry(1, '{"hours": 250000, "open": true}'), entry(2, '{"hours": 100000, "open": false}')]

    # 2.5 hours; five decimals are kept of a number with one.
    assert points(scoring, entries=entries, closures=[Closure("v1", "study", "2024", "test")]) == (2.5, False)


@pytest.mark.parametrize(
    "fields",
    [
        '{"hours": 2500000}',
        '{"hours": "much"}',
        '{"hours": 1.5}',
        '{"open": "yes"}',
        '{"held": "2024-01-05"}',
    ],
)
def test_an_entry_that_its_fields_cannot_hold_is_refused(fields: str):
    with pytest.raises(Refusal) as refusal:
        points(COUNTED, entries=[entry(1, fields)], closures=[Closure("v1", "study", "2024", "test")])

    assert [finding.code.number for finding in refusal.value.findings] == ["E634"]


POLLED = "ballot: {of: review/team, weights: {good: 100%, poor: 0%}}"


def tally(option: str, votes: int, question: str = "team") -> Tally:
    return Tally("v1", "review", question, option, votes, "2024", "test")


def test_votes_for_options_without_a_weight_do_not_count():
    votes = [tally("good", 3), tally("poor", 1), tally("abstained", 9), tally("good", 9, "secretary")]

    assert points(POLLED, tallies=votes) == (7.5, False)  # 10 × 3 / 4


def test_without_a_tally_the_points_are_missing():
    assert points(POLLED) == (0, True)


def test_a_tally_without_votes_is_not_applicable():
    assert points(POLLED, tallies=[tally("good", 0)]) == (None, False)


def test_two_parts_may_count_different_options_of_one_question():
    first = "points: 5, ballot: {of: review/team, weights: {good: 100%, poor: 0%}}"
    second = "points: 5, ballot: {of: review/team, weights: {good: 100%, fair: 50%, poor: 0%}}"
    scheme = SCHEME.replace("points: 10, SCORING", f"{second}}}\n  narrow: {{{TITLE}, {first}")
    held = Records(organizations=[V1], tallies=[tally("good", 3), tally("fair", 4), tally("poor", 1)])
    votes = program_of({"registers": scheme}, "registers")

    with Duck() as engine:
        load_records(engine, held)
        computed = compute_tables(
            engine, votes, as_of=date(2024, 12, 31), period="2024", place=FilePlace("test")
        )
        row = result_rows(engine, votes, computed.lowered)[0]

    # 5 × (3 + 4 × 50 %) / 8 = 3.125, to two digits; without those who said fair 5 × 3 / 4.
    assert (row.points["only"], row.points["narrow"]) == (Fraction("3.13"), Fraction("3.75"))
