"""The ledgers of the base pack: nothing is wrong with them, every number and rule of theirs is worked by hand."""

import pytest

from guben.diagnostics import print_findings
from guben.evaluation import check_scheme
from guben.evaluation.ledgers import check_ledger
from guben.resolve.ledgers import known_ledgers
from guben.testing import run_ledger_cases

LEDGERS = [name for name in known_ledgers() if name.startswith("base/")]


@pytest.mark.parametrize("name", LEDGERS)
def test_nothing_is_wrong_with_a_ledger_and_its_cases_hold(name):
    checked = check_ledger(name)

    outcomes = run_ledger_cases(checked)

    assert print_findings(checked.findings, "en") == ""
    assert [print_findings(each.findings, "en") for each in outcomes if each.findings] == []


@pytest.mark.parametrize("name", LEDGERS)
def test_every_measure_is_expected_and_every_rule_broken_by_some_case(name):
    ledger = check_ledger(name).type
    expected = {measure for each in ledger.cases for measure in each.case.expect}
    broken = {words.words for each in ledger.cases for words in each.breaks}

    assert set(ledger.measures) - expected == set()
    assert [rule.says for rule in ledger.rules if not {rule.says.zh, rule.says.en} & broken] == []


@pytest.mark.parametrize("name", LEDGERS)
def test_whoever_has_a_deadline_has_a_state_that_meets_it(name):
    ledger = check_ledger(name).type

    if ledger.due is not None:
        first = next(iter(ledger.states))
        assert first not in ledger.due.done
        assert ledger.fields[ledger.due.field].is_filtered


@pytest.mark.parametrize(
    "name", ["base/pay", "base/care", "base/startup-fund", "base/households", "base/oversight"]
)
def test_what_is_known_of_single_persons_is_not_disclosed(name):
    assert check_ledger(name).type.disclosed == ()


def test_a_scheme_can_use_all_of_them_at_once(tmp_path):
    path = tmp_path / "all.yaml"
    path.write_text(
        'scheme: county/all\nversion: "1"\ntitle: {zh: 全部, en: All}\nfor: {level: village}\ntotal: 1\n'
        f"uses: [{', '.join(LEDGERS)}]\n"
        "parts: {all: {title: {zh: 全部, en: All}, points: 1, pass: visits_made >= 1}}\n"
        "grades: {any: {title: {zh: 全部, en: Any}}}\n",
        encoding="utf-8",
    )

    checked = check_scheme(str(path))

    assert checked.findings == ()
    assert set(checked.needed().scheme.yielded.values()) == set(LEDGERS)


def test_what_the_rows_of_the_five_systems_ask_for_is_there():
    """F4 F5 F9 F11 F12 F13 T4 T5 T8 T11 T12 T13 H3 H4 H6 H7 H8 H9 H10 H11 H12 H13 R2 R5 R7 R12 R13."""
    assert {name.removeprefix("base/") for name in LEDGERS} >= {
        *("meetings", "conferences", "follow-ups", "venues", "venue-use", "households", "pairings"),
        *("contact-points", "visits", "matters", "commitments", "problems", "projects", "funds"),
        *("demonstration-points", "startup-fund", "assets", "collective-income", "economy-support", "pay"),
        *("brands", "model-cases", "training", "pledges", "care", "tasks", "work-logs", "disclosures"),
        *("governance-bodies", "governance-matters", "nominations", "community-workers", "exchange"),
        *("self-examinations", "oversight"),
    }
