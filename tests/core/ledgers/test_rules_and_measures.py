"""What is asked of single entries, and what entries come to, worked by hand."""

from fractions import Fraction

import pytest
from core.ledgers.ledger_texts import ledger

from guben.diagnostics import Text
from guben.reference.values import MISSING, NOT_APPLICABLE
from guben.testing import run_ledger_cases

DAY = 20_241_231
RAISED = Text("办结不能早于提出", "Done after it was raised")


def broken(*entries, days=None):
    return ledger().broken(entries, as_of=DAY, days=days)


def yielded(*entries, closed=("v1",)):
    return ledger().yielded(entries, closed, as_of=DAY)["v1"]


def test_a_rule_is_broken_only_by_what_is_filled_in():
    day = [20_240_301]

    assert broken({"done_on": 20_240_301}, days=day) == [[]]
    assert broken({"done_on": 20_240_229}, days=day) == [[RAISED]]
    assert broken({}, days=day) == [[]]
    assert broken({"done_on": 20_240_229}) == [[]]


def test_a_rule_can_demand_a_field_in_a_state():
    words = ledger().rule_in_words(1)

    assert words == Text("状态为办理中，或办结有数据", "state is Open, or Done is known")
    assert broken({"state": "open"}, {"state": "done"}, {"state": "done", "done_on": DAY}) == [
        [],
        [words],
        [],
    ]


def test_entries_of_many_are_judged_each_for_itself():
    entries = [{"done_on": day} for day in (20_240_301, 20_240_229) * 50]

    assert broken(*entries, days=[20_240_301] * 100) == [[], [RAISED]] * 50


def test_measures_follow_from_the_entries():
    # Yuan are kept in ten-thousandths: 100 and 250.50 yuan.
    entries = [
        ("v1", 20_240_101, {"household": "h1", "state": "done", "done_on": 20_240_131, "cost": 1_000_000, "helpers": 3}),
        ("v1", 20_240_101, {"household": "h1", "state": "done", "done_on": 20_240_201, "cost": 2_505_000, "helpers": 2}),
        ("v1", 20_240_601, {"household": "h2", "state": "open"}),
    ]  # fmt: skip

    assert yielded(*entries) == {
        "requests_made": Fraction(3),
        "requests_done": Fraction(2, 3),
        "households_heard": Fraction(2),
        "requests_quick": Fraction(1),  # 30 days; the other took 31
        "helper_cost": Fraction(801),  # 100 × 3 + 250.50 × 2
    }


def test_a_closed_ledger_without_entries_says_that_nothing_happened():
    found = yielded()

    assert (found["requests_made"], found["requests_done"]) == (0, NOT_APPLICABLE)


def test_who_has_not_closed_the_ledger_has_said_nothing():
    assert ledger().yielded([("v1", DAY, {"household": "h1"})], ["v2"], as_of=DAY).keys() == {"v2"}


def test_a_reference_that_lacks_leaves_the_count_of_different_ones_without_a_value():
    assert yielded(("v1", DAY, {"state": "open"}))["households_heard"] is MISSING


CASES = """\
cases:
  - name: one done, one dropped, one new
    entries:
      - {date: 2024-01-01, household: h1, kind: road, due_on: 2024-03-01, state: done, done_on: 2024-01-05}
      - {date: 2024-01-01, household: h2, kind: road, due_on: 2024-03-01, state: dropped, done_on: 2024-01-05}
      - {date: 2024-01-01, household: h1, kind: road, due_on: 2024-03-01}
    expect: {requests_made: 2, requests_done: 50%, households_heard: 1, requests_quick: 1}
"""


def outcomes(*replacements):
    """Return what is said about the cases with pieces of their text replaced."""
    text = CASES
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    checked = ledger(("measures:\n", f"{text}measures:\n"))
    assert checked.findings == ()
    return [each.message.en for case in run_ledger_cases(checked) for each in case.findings]


def test_a_case_that_holds_leaves_out_what_does_not_count_and_takes_new_entries_for_new():
    assert outcomes() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("requests_made: 2", "requests_made: 3", "'requests_made' should be 3 and is 2."),
        ("requests_done: 50%", "requests_done: 49.99%", "'requests_done' should be 49.99% and is 50%."),
        ("requests_done: 50%", "requests_done: missing", "'requests_done' should be missing and is 50%."),
        ("done_on: 2024-01-05}\n      - {date: 2024-01-01, household: h2", "done_on: 2023-12-31}\n      - {date: 2024-01-01, household: h2",
         "'rules broken' should be none and is Done after it was raised."),
    ],
)  # fmt: skip
def test_a_case_that_does_not_hold_says_what_was_expected_and_what_is(old, new, said):
    assert outcomes((old, new)) == [f"Case 'one done, one dropped, one new': {said}"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("requests_made: 2", "requests: 2", "'requests' in this case is no measure, field, part, total, won or grade."),
        ("kind: road, due_on: 2024-03-01}", "kin: road}", "'kin' in this case is no measure, field, part, total, won or grade."),
        ("kind: road, due_on: 2024-03-01}", "kind: rail}", "'kind' cannot be 'rail'."),
        ("    expect", "    breaks: no such rule\n    expect", "'no such rule' in this case is no measure, field, part, total, won or grade."),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_understood_says_why(old, new, said):
    assert outcomes((old, new)) == [said]
