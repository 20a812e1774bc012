"""How firm grades are against other weightings; the villages are those of `graded_villages`."""

import pytest
from core.insight.graded_villages import graded_villages

from guben.cli.main import run
from guben.insight.whatif import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with Session(graded_villages(tmp_path_factory.mktemp("results"))) as opened:
        yield opened


def test_grades_far_from_every_line_are_firm_and_others_are_as_firm_as_their_distance(session):
    firmness = session.firmness(runs=400, spread=20, seed=1)

    # V1 has all points whatever they weigh, V5 none: always the same. V2 has 12 + 4 of 20, and falls below 10 in no
    # weighting within 20 %: 9.6 + 4.8 of 9.6 + 9.6, rebased to 20, is 15. V4 has 12 of 20: at worst 9.6 of 19.2, which
    # is 10, the line itself. V3 has 8 of 20: at best 9.6 of 19.2, which is 10 too, so it may reach the line once.
    assert {key: firmness.percent(key) for key in ("v1", "v2", "v4", "v5")} == dict.fromkeys(
        ("v1", "v2", "v4", "v5"), 100
    )
    assert firmness.same["v3"] >= 399
    assert firmness.untold == 0


def test_a_wider_spread_makes_some_grades_loose(session):
    firmness = session.firmness(runs=400, spread=60, seed=1)

    assert firmness.percent("v1") == 100
    assert firmness.percent("v3") < 95
    assert firmness.percent("v4") < 95
    assert sum(number for _, number in firmness.steps()) == 5


def test_the_same_seed_gives_the_same(session):
    first = session.firmness(runs=50, spread=60, seed=7)
    session.firmness(runs=50, spread=60, seed=8)

    assert session.firmness(runs=50, spread=60, seed=7) == first


def test_the_command_names_the_least_firm(session, capsys):
    folder = str(session.result.folder)

    assert run(["robustness", folder, "--runs", "50", "--spread", "60", "--seed", "1", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "An estimate: 50 weightings, each leaf's points drawn within 60% of what is printed, seed 1"
    )
    assert "t2 v4 (Fair):" in said
