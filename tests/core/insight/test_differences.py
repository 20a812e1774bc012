"""What `guben diff` says: sentences about what changed, and with data who would have another grade."""

import pytest
from core.counties import VILLAGE, county_snapshot, program
from programs import program_of

from guben.cli.main import run
from guben.evaluation import check_scheme
from guben.insight.differences import differences
from guben.insight.movement import movement
from guben.insight.trees import Branch, print_tree

SCHEME = """\
scheme: test/main
version: "1"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 30
parameters:
  line: {value: 80%, type: percent, title: {zh: 标准, en: Line}}
measures:
  trust: {type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust}
  visits: {type: count, title: {zh: 走访数, en: Visits}, report: {period: year}}
parts:
  service:
    title: {zh: 服务, en: Service}
    points: 20
    parts:
      trusted: {title: {zh: 得到信任, en: Trusted}, points: 12, rewards: outcome, pass: trust >= line}
      visiting: {title: {zh: 走访, en: Visiting}, points: 8, rewards: process, linear: {value: visits, from: 0, to: 4}}
  order:
    title: {zh: 秩序, en: Order}
    points: 10
    pass: visits >= 1
vetoes:
  - {if: trust < 10%, grade: poor, title: {zh: 失去信任, en: Trust lost}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 20}
  fair: {title: {zh: 中, en: Fair}, when: total >= 10}
  poor: {title: {zh: 差, en: Poor}}
cases:
  - {name: no visit, given: {visits: 0}, expect: {order: 0}}
"""


def lines_between(old: str, new: str, language="en") -> list[str]:
    sections = differences(program_of({"main": old}, "main"), program_of({"main": new}, "main"))
    return [line for section in sections for line in print_tree(section, language).splitlines()]


def lines_after(*changes: tuple[str, str]) -> list[str]:
    new = SCHEME
    for old_words, new_words in changes:
        assert old_words in new
        new = new.replace(old_words, new_words)
    return lines_between(SCHEME, new)


def test_nothing_is_said_of_schemes_that_say_the_same():
    assert lines_between(SCHEME, SCHEME) == []
    assert lines_after(("\nparts:", "\n# a comment\nparts:"), ("trust >= line", "'trust  >=  line'")) == []


def test_a_parameter_that_changed_is_named_with_what_uses_it():
    assert lines_after(("value: 80%", "value: 85%")) == [
        "Parameters",
        "└─ 'Line'",
        "   ├─ value: 80% → 85%",
        "   └─ used by: 'Trusted'",
    ]


def test_the_same_is_said_in_chinese():
    new = SCHEME.replace("value: 80%", "value: 85%")

    assert lines_between(SCHEME, new, "zh") == [
        "参数",
        "└─ “标准”",
        "   ├─ 取值：80% → 85%",
        "   └─ 用于：“得到信任”",
    ]


def test_a_measure_that_is_about_a_single_person_from_now_on():
    declared = "visits: {type: count, title: {zh: 走访数, en: Visits}, report: {period: year}"
    new = SCHEME.replace(declared, f"{declared}, sensitive: true")

    assert lines_between(SCHEME, new, "zh") == [
        "数据项",
        "└─ “走访数”",
        "   └─ 关于个人，不公开：否 → 是",
    ]
    assert lines_between(new, SCHEME) == [
        "Measures",
        "└─ 'Visits'",
        "   └─ about a single person, not published: yes → no",
    ]


def test_points_and_what_is_rewarded():
    changes = (("points: 12", "points: 14"), ("points: 8, rewards: process", "points: 6, rewards: output"))

    assert lines_after(*changes) == [
        "Parts",
        "├─ 'Trusted' (service.trusted)",
        "│  └─ points: 12 → 14",
        "└─ 'Visiting' (service.visiting)",
        "   ├─ points: 8 → 6",
        "   └─ rewards: process → output",
    ]


def test_a_rule_that_changed_is_said_as_it_was_and_as_it_is():
    assert lines_after(("pass: visits >= 1", "linear: {value: trust, from: 0%, to: line}")) == [
        "Parts",
        "└─ 'Order' (order)",
        "   └─ rule:",
        """      ├─ was: 10 points if "Visits" is at least 1; otherwise none.""",
        """      └─ now: All 10 points where "Trust" reaches 80%, none at 0% or below, in proportion between.""",
    ]


def test_a_rule_that_is_written_differently_and_reads_the_same_is_not_passed_over():
    assert lines_after(("pass: visits >= 1", "pass: 1 <= visits")) == [
        "Parts",
        "└─ 'Order' (order)",
        """   └─ rule, written differently: 10 points if "Visits" is at least 1; otherwise none.""",
    ]


def test_parts_added_and_removed():
    added = "  new: {title: {zh: 新, en: New}, points: 10, pass: visits >= 2}\nvetoes:"

    assert lines_after(("vetoes:", added), ("total: 30", "total: 40")) == [
        "The scheme",
        "└─ total: 30 → 40",
        "Parts",
        "└─ new: 'New' (new)",
        "   ├─ points: 10",
        """   └─ rule: 10 points if "Visits" is at least 2; otherwise none.""",
    ]
    with_new = SCHEME.replace("vetoes:", added).replace("total: 30", "total: 40")
    assert lines_between(with_new, SCHEME)[3] == "└─ gone: 'New' (new)"


def test_a_part_that_was_moved_and_called_differently_is_the_same_part():
    moved = "  order:\n    title: {zh: 秩序, en: Order}\n    points: 10\n    pass: visits >= 1\n"
    within = "      peace: {title: {zh: 秩序, en: Order}, points: 10, pass: visits >= 1}\nvetoes:"

    changes = ((moved, ""), ("vetoes:", within), ("    points: 20\n", "    points: 30\n"))

    assert lines_after(*changes) == [
        "Parts",
        "├─ 'Service' (service)",
        "│  └─ points: 20 → 30",
        "└─ 'Order' (service.peace)",
        "   ├─ below: the top → 'Service'",
        "   └─ name: order → peace",
    ]


def test_another_order_of_parts_is_said():
    trusted, visiting = (line for line in SCHEME.splitlines(keepends=True) if "rewards" in line)

    assert lines_after((trusted + visiting, visiting + trusted)) == [
        "Parts",
        "└─ the parts of 'Service'",
        "   └─ now in the order: 'Visiting', 'Trusted'",
    ]


def test_measures_vetoes_grades_and_cases():
    changes = (
        (
            "title: {zh: 走访数, en: Visits}, report: {period: year}",
            "title: {zh: 走访数, en: Visits}, inspection: office",
        ),
        ("if: trust < 10%", "if: trust < 20%"),
        ("  fair: {title: {zh: 中, en: Fair}, when: total >= 10}\n", ""),
        ("total >= 20", "total >= 25"),
        ("name: no visit", "name: nobody visited"),
    )

    assert lines_after(*changes) == [
        "Measures",
        "└─ 'Visits'",
        "   └─ source: reported (year) → inspection (office)",
        "Vetoes",
        "└─ 'Trust lost'",
        """   └─ condition: "Trust" is less than 10% → "Trust" is less than 20%""",
        "Grades",
        "├─ 'Good'",
        "│  └─ condition: the total is at least 20 points → the total is at least 25 points",
        "└─ gone: 'Fair'",
        "   └─ condition: the total is at least 10 points",
        "Cases",
        "└─ 1 new, 1 gone",
    ]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return county_snapshot(tmp_path_factory.mktemp("differences") / "snapshot")


def stricter(tmp_path):
    path = tmp_path / "village.yaml"
    text = (program(VILLAGE).scheme.files["pioneer-project/schemes/village.yaml"]).decode()
    path.write_text(
        text.partition("\ncases:")[0].replace("value: 60, type: points", "value: 90, type: points")
    )
    return path


def branch_called(branch: Branch, words: str) -> Branch:
    return next(each for each in branch.below if each.words.en == words)


def test_nobody_moves_between_equal_schemes(snapshot):
    moved = movement(program(VILLAGE), program(VILLAGE), snapshot)

    assert print_tree(moved, "en") == (
        "30 organizations compared on the data as of 2024-12-31; 0 would have another grade\n└─ no grade would change"
    )


def test_whose_grade_would_change_is_counted_by_grade_and_township(snapshot, tmp_path):
    new = check_scheme(str(stricter(tmp_path))).needed()

    moved = movement(program(VILLAGE), new, snapshot)

    # Everybody who moves was in the middle with 60 to 90 points; nobody's points move.
    (way,) = branch_called(moved, "From grade to grade").below
    number = int(way.words.en.rpartition(" ")[2])
    townships = branch_called(moved, "By township").below
    movers = branch_called(moved, "Whose grade would change").below
    assert way.words.en == f"Middle → Backward: {number}"
    assert sum(int(each.words.en.partition(": ")[2].partition(",")[0]) for each in townships) == number
    assert len(movers) == number
    assert [each.words.en for each in moved.below] == [
        "From grade to grade",
        "By township",
        "Whose grade would change",
    ]


def test_the_command_prints_both(snapshot, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("GUBEN_LANG", "en")

    code = run(["diff", VILLAGE, str(stricter(tmp_path)), "--data", str(snapshot.folder)])

    out = capsys.readouterr().out
    assert code == 0
    assert out.splitlines()[:4] == [
        f"{VILLAGE} → {tmp_path / 'village.yaml'}: 2 differences",
        "├─ Parameters",
        "│  └─ 'Points for the middle grade'",
        "│     ├─ value: 60 points → 90 points",
    ]
    assert "30 organizations compared on the data as of 2024-12-31" in out


def test_schemes_that_say_the_same_are_said_to(capsys, monkeypatch):
    monkeypatch.setenv("GUBEN_LANG", "zh")

    assert run(["diff", VILLAGE, VILLAGE]) == 0

    assert capsys.readouterr().out == f"{VILLAGE} → {VILLAGE}：内容相同\n"


LEDGER = """\
ledger: test/talks
version: "1"
title: {zh: 谈心, en: Talks}
kept_by: [village]
fields:
  hours: {type: number, bounds: 0..24, title: {zh: 时长, en: Hours}, required: true}
rules:
  - {must: hours > 0, says: {zh: 时长要大于0, en: Some time was spent}}
measures:
  talks_held: {type: count, title: {zh: 谈心次数, en: Talks held}, derive: COUNT(talks)}
"""
USING = SCHEME.replace("total: 30\n", "total: 30\nuses: [test/talks]\n")


def lines_with_ledgers(folder, old, new):
    """Return the lines about a scheme whose ledger says something else than before."""
    found = []
    for name, ledger in (("old", old), ("new", new)):
        pack = folder / name / "test"
        for kind, file, text in (("schemes", "main", USING), ("ledgers", "talks", ledger)):
            (pack / kind).mkdir(parents=True)
            (pack / kind / f"{file}.yaml").write_text(text, encoding="utf-8")
        found.append(check_scheme(str(pack / "schemes" / "main.yaml")).needed())
    return [line for section in differences(*found) for line in print_tree(section, "en").splitlines()]


def test_a_used_ledger_that_says_the_same_is_not_mentioned(tmp_path):
    assert lines_with_ledgers(tmp_path, LEDGER, f"# Talks.\n{LEDGER}cases: []\n") == []


def test_a_rule_of_a_used_ledger_that_changed_is_a_difference(tmp_path):
    assert lines_with_ledgers(tmp_path, LEDGER, LEDGER.replace("hours > 0", "hours >= 1")) == [
        "Ledgers",
        "└─ 'Talks'",
        "   └─ what its file says changed",
    ]


def test_a_measure_and_a_field_of_a_used_ledger_that_changed_are_said(tmp_path):
    new = LEDGER.replace("COUNT(talks)", "COUNT(talks WHERE hours >= 1)").replace("0..24", "0..12")

    assert lines_with_ledgers(tmp_path, LEDGER, new) == [
        "Measures",
        "└─ 'Talks held'",
        "   └─ source: the number of Talks → the number of Talks where Hours is at least 1",
        "Ledgers",
        "└─ 'Talks'",
        "   ├─ fields changed",
        "   └─ what its file says changed",
    ]


def test_a_scheme_that_begins_to_use_a_ledger_says_so():
    found = lines_between(SCHEME, SCHEME.replace("total: 30\n", "total: 30\nuses: [base/exchange]\n"))

    assert "└─ ledgers used, not given before: base/exchange" in found
    assert "└─ new: 'Exchange board'" in found
