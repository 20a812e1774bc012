"""What would be if numbers of a scheme were others; the villages are those of `graded_villages`."""

from fractions import Fraction

import pytest
from core.insight.graded_villages import SCHEME, graded_villages

from guben.cli.main import run
from guben.diagnostics import Refusal
from guben.insight.trees import print_tree
from guben.insight.whatif import Session
from guben.insight.whatif.drafting import next_version
from guben.insight.whatif.saying import say_answer


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with Session(graded_villages(tmp_path_factory.mktemp("results"))) as opened:
        yield opened


def standings(session, **moves):
    answer = session.ask(session.moves({key.replace("__", "."): value for key, value in moves.items()}))
    return {
        pair.organization.key: (pair.after.total, pair.after.grade, pair.after.rank) for pair in answer.pairs
    }


def test_nothing_moved_is_how_it_stands(session):
    assert standings(session) == {
        "v1": (2000, "good", 1),
        "v2": (1600, "fair", 2),
        "v3": (800, "poor", 4),
        "v4": (1200, "fair", 3),
        "v5": (0, "poor", 5),
    }


def test_a_line_of_a_part_is_moved_by_its_parameter(session):
    found = standings(session, parameter__line="79%")

    # V3 is trusted by 79 %: 12 + 8 = 20. Two of five may be good: 40 % of 5 = 2.
    assert found["v3"] == (2000, "good", 1)
    assert found["v1"] == (2000, "good", 1)


def test_a_weight_moves_what_is_printed_above_it(session):
    answer = session.ask(session.moves({"points.service.visiting": "4"}))

    # Visiting gives 4 × visits / 4: V1 12 + 4 = 16, V2 12 + 2 = 14, V3 4, V4 12.
    assert [pair.after.total for pair in answer.pairs] == [1600, 1400, 400, 1200, 0]
    assert answer.scheme.total == 16
    assert answer.scheme.parts[0].points == 16


def test_a_quota_moves_who_falls(session):
    found = standings(session, parameter__line="79%", quota__1="20%")

    # One may be good, and two have 20 points: equals at the border are out.
    assert {key: grade for key, (_, grade, _) in found.items()} == {
        "v1": "fair",
        "v2": "fair",
        "v3": "fair",
        "v4": "fair",
        "v5": "poor",
    }


def test_a_cut_off_moves_who_crosses_it(session):
    answer = session.ask(session.moves({"grade.fair.1": "14"}))

    assert [(pair.organization.key, pair.after.grade) for pair in answer.crossing()] == [("v4", "poor")]
    assert answer.ways() == [("fair", "poor", 1)]
    assert answer.grades() == [("good", 1, 1), ("fair", 2, 1), ("poor", 2, 3)]


def test_winners_and_losers_are_counted_by_township_field_and_size(session):
    answer = session.ask(session.moves({"points.service.visiting": "4", "parameter.line": "79%"}))

    # T1: V1 20 → 16 and V2 16 → 14 lose, V3 8 → 16 gains; V1 falls to fair, V3 rises from poor to it.
    first, second = answer.by_township()
    assert (first.title.en, first.number, first.gain, first.lose, first.up, first.down) == (
        "t1",
        3,
        1,
        2,
        1,
        1,
    )
    assert (second.title.en, second.number, second.gain, second.lose) == ("t2", 2, 0, 0)
    assert [(each.title.en, each.number) for each in answer.by_field()] == [("Rural", 5)]
    assert [(each.title.en, each.number) for each in answer.by_size()] == [("0 to 19 members", 5)]


def test_what_figures_come_from_needs_a_trial_run(session):
    with pytest.raises(Refusal) as refused:
        session.ask(session.moves({"parameter.young": "40"}))

    assert [finding.code.number for finding in refused.value.findings] == ["E942"]


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ({"parameter.lin": "70%"}, "E941"),
        ({"parameter.line": "much"}, "E943"),
        ({"points.service.trusted": "80%"}, "E943"),
        ({"points.service.trusted": "0"}, "E303"),
        ({"points.service.trusted": "12.345"}, "E306"),
    ],
)
def test_a_move_that_cannot_be_is_refused(session, moves, code):
    with pytest.raises(Refusal) as refused:
        session.ask(session.moves(moves))

    assert next(finding.code.number for finding in refused.value.findings) == code


def test_a_percent_may_lack_its_sign_as_in_a_form(session):
    (moved,) = session.moves({"parameter.line": "79"}).values()

    assert moved == Fraction(79, 100)


def test_a_draft_has_other_numbers_and_is_the_same_in_everything_else(session):
    version, text = session.draft(session.moves({"points.service.visiting": "4", "quota.1": "50%"}))

    assert version == "2024.1"
    assert text == (
        SCHEME.replace('version: "2024"', 'version: "2024.1"')
        .replace("total: 20  ", "total: 16  ")
        .replace("    points: 20\n", "    points: 16\n")
        .replace("points: 8,", "points: 4,")
        .replace("share: 40%", "share: 50%")
    )


@pytest.mark.parametrize(
    ("version", "taken", "following"),
    [("2024", (), "2024.1"), ("1.9", (), "1.10"), ("2024", ("2024.1",), "2024.2"), ("draft", (), "draft.1")],
)
def test_a_draft_has_a_version_that_nothing_has(version, taken, following):
    assert next_version(version, taken) == following


def test_the_answer_is_said_in_both_languages(session):
    branch = say_answer(session.ask(session.moves({"grade.fair.1": "14"})), session.program.scheme)

    said = {language: print_tree(branch, language).splitlines() for language in ("zh", "en")}
    assert said["zh"][0] == "5个组织：等次变动1个，其中上升0个、下降1个；得分增加0个、减少0个"
    assert said["en"][0] == (
        "5 organizations: 1 would have another grade, 0 up and 1 down; 0 gain points, 0 lose some"
    )
    assert "   └─ t2 v4: Fair → Poor (12 → 12 points)" in [line.replace("│", " ") for line in said["en"]]


def test_altered_results_are_not_asked(tmp_path):
    result = graded_villages(tmp_path)
    (tmp_path / "results.parquet").write_bytes((tmp_path / "measures.parquet").read_bytes())

    with pytest.raises(Refusal) as refused:
        Session(result)

    assert [finding.code.number for finding in refused.value.findings] == ["E627"]


def test_the_command_lists_what_can_be_moved_and_saves_a_draft(tmp_path, capsys):
    folder = tmp_path / "out"
    folder.mkdir()
    graded_villages(folder)
    draft = tmp_path / "draft.yaml"

    assert run(["whatif", str(folder), "--lang", "en"]) == 0
    assert run(["whatif", str(folder), "parameter.line=79%", "--save", str(draft), "--lang", "en"]) == 0

    said = capsys.readouterr().out
    assert "parameter.line: Line of trust = 80%" in said
    assert "Poor → Good: 1" in said
    assert "line: {value: 79%, type: percent" in draft.read_text(encoding="utf-8")
