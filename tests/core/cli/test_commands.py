"""The command line as an analyst uses it: what it prints, its exit codes, and that it leaves nothing half-written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from core.counties import county, county_snapshot, county_workbook

from guben.cli.commands import evaluate as evaluate_module
from guben.cli.main import run
from guben.evaluation import open_results, verify
from guben.evaluation.public_archive import write_public_archive
from guben.evaluation.verifying import Basis

VILLAGE = "pioneer-project/village"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("GUBEN_LANG", "en")


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    county_snapshot(folder / "snapshot")
    assert run(["evaluate", VILLAGE, "--data", str(folder / "snapshot"), "--out", str(folder / "out")]) == 0
    return folder / "out"


def lines(capsys) -> tuple[list[str], list[str]]:
    captured = capsys.readouterr()
    return captured.out.splitlines(), captured.err.splitlines()


def test_a_workbook_becomes_results_in_one_command(tmp_path, capsys):
    arguments = ["--data", str(county_workbook()), "--as-of", "2024-12-31", "--out", str(tmp_path / "out")]

    code = run(["evaluate", VILLAGE, *arguments])

    out, _ = lines(capsys)
    assert code == 0
    assert (
        out[0]
        == "Pioneer Project: advanced village organizations: 30 organizations evaluated as of 2024-12-31, period 2024"
    )
    assert [line.split(":")[0] for line in out[1:4]] == ["  Advanced", "  Middle", "  Backward"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "manifest.json",
        "measures.parquet",
        "results.parquet",
        "results.xlsx",
        "scheme",
        "snapshot",
    ]
    assert run(["verify", str(tmp_path / "out")]) == 0


def test_workbook_and_snapshot_give_the_same_digest(tmp_path, results, capsys):
    capsys.readouterr()
    arguments = ["--data", str(county_workbook()), "--as-of", "2024-12-31", "--out", str(tmp_path / "out")]
    run(["evaluate", VILLAGE, *arguments])
    run(["verify", str(tmp_path / "out")])
    run(["verify", str(results)])

    out, _ = lines(capsys)
    assert out[-2].startswith("Everything agrees: 30 results, digest ")
    assert out[-2] == out[-1]


def test_verifying_a_public_archive_says_how_much_was_taken_as_stated_in_both_languages(
    tmp_path, results, capsys
):
    (tmp_path / "public").mkdir()
    write_public_archive(open_results(results), tmp_path / "public", least_people=10)
    verified = verify(tmp_path / "public", basis=Basis.MEASURES)
    withheld, points = verified.taken.withheld, verified.taken.points
    arguments = ["verify", str(tmp_path / "public"), "--from", "measures"]

    codes = [run([*arguments, "--lang", language]) for language in ("zh", "en")]

    out, _ = lines(capsys)
    # Of all villages: the ages and educations of team and secretary, so two parts of the core and of the quality; and
    # whether somebody in the team did wrong, so the veto.
    assert (codes, withheld >= 30 * 5, points >= 30 * 2) == ([0, 0], True, True)
    assert out[-3] == (
        f"这是可以公开的存档：依据或排除不足10人（票）、涉及或可能涉及个人的数据有{withheld}个不公开；由它们得出的{points}个得分和30个其他判断按所载采用，"
        "其余得分、总分、等次和名次都是重新计算的"
    )
    assert out[-1] == (
        f"This archive may be posted up: {withheld} figures are withheld, as they rest on or leave out fewer than 10 people or votes, "
        f"or may be about one; {points} points and 30 other outcomes that follow from them were taken as stated, and all other points, totals, grades and ranks "
        "computed anew"
    )


def test_ledgers_that_nobody_has_closed_and_ballots_without_votes_are_named(tmp_path, results, capsys):
    scheme = tmp_path / "scheme.yaml"
    scheme.write_text(
        """\
scheme: test/registers
version: "1"
title: {zh: 名, en: Registers}
for: {level: village}
total: 20
ledgers: {meetings: {title: {zh: 会议, en: Meetings}}}
parts:
  held: {title: {zh: 次数, en: Held}, points: 10, computed: COUNT(meetings)}
  review: {title: {zh: 测评, en: Review}, points: 10, ballot: {of: review/team, weights: {good: 100%, poor: 0%}}}
grades: {any: {title: {zh: 全部, en: All}}}
""",
        encoding="utf-8",
    )
    capsys.readouterr()

    code = run(["evaluate", str(scheme), "--data", str(results / "snapshot"), "--out", str(tmp_path / "out")])

    _, err = lines(capsys)
    found = [line for line in err if " W6" in line]
    assert code == 0
    assert found == [
        "county.xlsx: W635 (warning) No organization has closed the ledger 'Meetings', so whatever is counted in it is missing.",
        "county.xlsx: W636 (warning) There is no vote on 'review/team', so whatever is scored by it is missing.",
    ]


def test_an_engine_is_chosen_by_its_address(tmp_path, results, postgresql_address, capsys):
    capsys.readouterr()
    data = ["--data", str(results / "snapshot")]

    code = run(["evaluate", VILLAGE, *data, "--out", str(tmp_path / "out"), "--engine", postgresql_address])

    out, _ = lines(capsys)
    assert code == 0
    assert run(["verify", str(results)]) == run(["verify", str(tmp_path / "out")]) == 0
    digests = [line.rpartition(" ")[2] for line in [out[-1], *lines(capsys)[0]]]
    assert digests == [digests[0]] * 3


def test_an_engine_that_is_not_there_is_refused_and_nothing_is_written(tmp_path, results, capsys):
    data = ["--data", str(results / "snapshot")]

    code = run(["evaluate", VILLAGE, *data, "--out", str(tmp_path / "out"), "--engine", "mysql://county"])

    _, err = lines(capsys)
    assert (code, err[-2]) == (1, "--engine: E641 There is no engine 'mysql'.")
    assert list(tmp_path.iterdir()) == []


def test_findings_in_the_workbook_are_printed_and_nothing_is_written(tmp_path, capsys):
    bad = tmp_path / "bad.xlsx"
    bad.write_text("not a workbook")

    code = run(["evaluate", VILLAGE, "--data", str(bad), "--out", str(tmp_path / "out")])

    _, err = lines(capsys)
    assert code == 1
    assert [line for line in err if "E505" in line]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.xlsx"]


def test_an_altered_snapshot_is_refused(tmp_path, capsys):
    snapshot = county_snapshot(tmp_path / "snapshot")
    snapshot.path("posts").write_bytes(b"x")

    code = run(["evaluate", VILLAGE, "--data", str(tmp_path / "snapshot"), "--out", str(tmp_path / "out")])

    _, err = lines(capsys)
    assert (code, [line.split()[1] for line in err if "E6" in line]) == (1, ["E604"])
    assert not (tmp_path / "out").exists()


def test_stopping_in_the_middle_leaves_nothing(tmp_path, monkeypatch, capsys):
    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluate_module, "evaluate", interrupted)
    arguments = ["--data", str(county_workbook()), "--as-of", "2024-12-31", "--out", str(tmp_path / "out")]

    code = run(["evaluate", VILLAGE, *arguments])

    _, err = lines(capsys)
    assert (code, err[-1]) == (130, "Stopped; nothing was written.")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_shows_no_traceback_but_says_where_its_details_are(tmp_path, monkeypatch, capsys):
    def broken(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(evaluate_module, "evaluate", broken)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    arguments = ["--data", str(county_workbook()), "--as-of", "2024-12-31", "--out", str(tmp_path / "out")]

    code = run(["evaluate", VILLAGE, *arguments])

    _, err = lines(capsys)
    assert code == 70
    assert "Traceback" not in "\n".join(err)
    (details,) = tmp_path.glob("guben-fault-*.txt")
    assert "a defect" in details.read_text(encoding="utf-8")
    assert not (tmp_path / "out").exists()


def test_earlier_results_are_replaced_only_when_asked(results, capsys):
    arguments = ["evaluate", VILLAGE, "--data", str(results.parent / "snapshot"), "--out", str(results)]

    assert run(arguments) == 1
    assert run([*arguments, "--replace"]) == 0
    assert run(["verify", str(results)]) == 0


def test_data_that_are_not_there_are_refused(tmp_path, capsys):
    code = run(["evaluate", VILLAGE, "--data", str(tmp_path / "none.xlsx"), "--out", str(tmp_path / "out")])

    _, err = lines(capsys)
    assert (code, err[0]) == (1, "none.xlsx: E702 There is no 'none.xlsx'.")


def test_check_says_that_all_is_well_or_lists_what_is_not(tmp_path, capsys):
    assert run(["check", "pioneer-project"]) == 0
    good, _ = lines(capsys)
    assert good == [
        "pioneer-project/demonstration: nothing to complain about.",
        "pioneer-project/township: nothing to complain about.",
        "pioneer-project/village: nothing to complain about.",
    ]

    (tmp_path / "bad.yaml").write_text("scheme: a/b\n")
    assert run(["check", str(tmp_path / "bad.yaml")]) == 1
    bad, _ = lines(capsys)
    assert [line for line in bad if "E103" in line]


def test_the_cases_of_the_packs_hold(capsys):
    assert run(["test", "pioneer-project"]) == 0

    out, _ = lines(capsys)
    assert out == [
        "pioneer-project/demonstration: all 10 cases hold.",
        "pioneer-project/township: all 28 cases hold.",
        "pioneer-project/village: all 47 cases hold.",
    ]


LEDGER = """\
ledger: my-county/talks
version: "1"
title: {zh: 谈心, en: Talks}
kept_by: [village]
fields:
  hours: {type: count, title: {zh: 小时, en: Hours}, required: true}
rules:
  - {must: hours >= 1, says: {zh: 至少1小时, en: At least an hour}}
measures:
  talks_held: {type: count, title: {zh: 谈心次数, en: Talks held}, derive: COUNT(talks)}
cases:
  - {name: two talks, entries: [{hours: 1}, {hours: 2}], expect: {talks_held: 2}}
"""


def test_a_ledger_is_checked_and_its_cases_run_by_name_file_or_pack(tmp_path, capsys):
    file = tmp_path / "talks.yaml"
    file.write_text(LEDGER, encoding="utf-8")

    assert [run(["check", each, "--lang", "en"]) for each in ("base/meetings", str(file))] == [0, 0]
    assert [run(["test", each, "--lang", "en"]) for each in ("base/exchange", str(file))] == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "base/meetings: nothing to complain about.",
        f"{file}: nothing to complain about.",
        "base/exchange: all 2 cases hold.",
        f"{file}: its one case holds.",
    ]


def test_a_case_of_a_ledger_that_does_not_hold_is_shown(tmp_path, capsys):
    file = tmp_path / "talks.yaml"
    file.write_text(
        LEDGER.replace("{hours: 1}", "{hours: 0}").replace("talks_held: 2", "talks_held: 3"), encoding="utf-8"
    )

    assert run(["test", str(file), "--lang", "en"]) == 1
    printed = capsys.readouterr().out
    assert "E653 Case 'two talks': 'talks_held' should be 3 and is 2." in printed
    assert "E653 Case 'two talks': 'rules broken' should be none and is At least an hour." in printed


def test_a_ledger_with_mistakes_runs_no_cases(tmp_path, capsys):
    file = tmp_path / "talks.yaml"
    file.write_text(LEDGER.replace("hours >= 1", "hour >= 1"), encoding="utf-8")

    assert run(["test", str(file), "--lang", "en"]) == 1
    assert "E201" in capsys.readouterr().err


def test_a_case_that_does_not_hold_is_shown_with_both_numbers(tmp_path, capsys):
    pack = Path(evaluate_module.__file__).parents[2] / "packs/pioneer-project/schemes/village.yaml"
    wrong = pack.read_text(encoding="utf-8").replace(
        "given: {trust: 80%}, expect: {core.trust: 12}", "given: {trust: 80%}, expect: {core.trust: 11}"
    )
    (tmp_path / "village.yaml").write_text(wrong, encoding="utf-8")

    assert run(["test", str(tmp_path / "village.yaml")]) == 1

    out, _ = lines(capsys)
    assert out[0].endswith("E653 Case 'trust at the line': 'core.trust' should be 11 and is 12.")
    assert out[-1].endswith("1 of 47 cases do not hold.")


def test_template_writes_a_workbook_once(tmp_path, capsys):
    arguments = ["template", VILLAGE, "--out", str(tmp_path / "empty.xlsx")]

    assert run(arguments) == 0
    assert run(arguments) == 1
    assert run([*arguments, "--replace"]) == 0


def test_explain_prints_a_tree_in_the_language_asked_for(results, capsys):
    capsys.readouterr()
    village = next(
        each for each in county().organizations if each.level == "village" and each.field == "rural"
    )

    assert run(["explain", str(results), village.name, "--lang", "zh"]) == 0

    out, _ = lines(capsys)
    assert out[0].startswith(village.name)
    assert out[1] == "├─ 等次怎么来的"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["evalute"], 2, "There is no command 'evalute'. Known: evaluate."),
        (
            ["check", "pioneer-projekt/village"],
            1,
            "pioneer-projekt/village: E206 There is no scheme 'pioneer-projekt/village'.",
        ),
        (["check", "pioneer"], 1, "pioneer: E402 There is no pack 'pioneer'."),
        (
            ["check", "nothing.yaml"],
            1,
            "nothing.yaml: E116 This file cannot be read: there is no such file.",
        ),
        (["verify", "nowhere"], 1, "nowhere: E621 There are no results here: manifest.json is not found."),
    ],
)
def test_mistakes_get_a_sentence(capsys, arguments, code, words):
    assert run(arguments) == code

    _, err = lines(capsys)
    assert err[0] == words


def test_help_and_version_do_not_import_the_engine():
    script = (
        "import sys; from guben.cli.main import run; run(['--help']); run(['--version']);"
        "sys.exit(bool({'duckdb', 'sqlglot', 'typer', 'rich', 'yaml'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["check", VILLAGE]])
def test_a_reader_who_leaves_early_sees_no_traceback(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    script = "from guben.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (1, b"")


def test_a_snapshot_keeps_its_day_and_may_be_asked_for_with_it(tmp_path, capsys):
    snapshot = county_snapshot(tmp_path / "snapshot")
    asked = ["evaluate", VILLAGE, "--data", str(snapshot.folder), "--no-workbook", "--out"]

    with_its_own = run([*asked, str(tmp_path / "one"), "--as-of", "2024-12-31", "--period", "2024"])
    with_another = run([*asked, str(tmp_path / "two"), "--as-of", "2024-12-30", "--period", "2024"])

    assert (with_its_own, with_another) == (0, 1)
    assert "E703" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()
