"""What `guben lint` says about schemes that are right but could be better, and what it lets pass."""

from collections import Counter

import pytest
from core.counties import TOWNSHIP, VILLAGE, county_snapshot, program
from programs import program_of

from guben.cli.main import run
from guben.diagnostics import print_finding
from guben.evaluation.rows import rows_on
from guben.insight.linting import Subject, lint, summary_of
from guben.insight.trees import print_tree

MEASURES = {
    "trust": "type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust",
    "visits": "type: count, bounds: 0..50, title: {zh: 走访数, en: Visits}, report: {period: year}",
    "plan": "type: yes_no, title: {zh: 有计划, en: Plan}, report: {period: year}",
}
GRADES = "good: {title: {zh: 好, en: Good}, when: total >= 60%}|poor: {title: {zh: 差, en: Poor}}"


def scheme(parts, *, measures=None, grades=None, total=10, more=""):
    declared = "\n".join(f"  {name}: {{{said}}}" for name, said in (measures or MEASURES).items())
    written = "\n".join(
        f"  {name}: {{title: {{zh: {name}项, en: Part {name}}}, {said}}}" for name, said in parts.items()
    )
    graded = (
        grades
        or f"good: {{title: {{zh: 好, en: Good}}, when: total >= {total} * 0.6}}|poor: {{title: {{zh: 差, en: Poor}}}}"
    )
    return (
        'scheme: test/main\nversion: "1"\ntitle: {zh: 办法, en: Rules}\nfor: {level: village}\n'
        f"total: {total}\nperiod: year\n{more}measures:\n{declared}\nparts:\n{written}\n"
        "grades:\n" + "\n".join(f"  {each}" for each in graded.split("|")) + "\n"
    )


def remarks(text, language="en", above=(), rows=()):
    subject = Subject(program_of({"main": text}, "main"), above, rows)
    return [print_finding(each, language).splitlines()[0].partition(": ")[2] for each in lint(subject)]


def bands(*said, used="visits"):
    """Return remarks about one part with bands, in a scheme that uses every measure."""
    listed = ", ".join(f"{{{each}}}" for each in said)
    return remarks(
        scheme(
            {"a": f"points: 10, rewards: outcome, bands: [{listed}]"},
            measures={used: MEASURES[used]},
        )
    )


ALL_USED = {
    "a": "points: 6, rewards: outcome, pass: trust >= 80%",
    "b": "points: 2, rewards: output, linear: {value: visits, from: 0, to: 4}",
    "c": "points: 2, rewards: paper, pass: plan",
}


def test_there_is_nothing_to_say_about_a_good_scheme():
    assert remarks(scheme(ALL_USED)) == []


def test_more_than_half_for_paper_and_process_is_remarked():
    parts = {
        **ALL_USED,
        "b": "points: 4, rewards: process, pass: visits >= 4",
        "a": "points: 4, rewards: outcome, pass: trust >= 80%",
    }

    # 4 points for process and 2 for paper of 10.
    assert remarks(scheme(parts)) == [
        "W851 (warning) Of 10 points in all parts, 6 (60%) are for paper and process, not for what was achieved."
    ]


def test_half_for_paper_and_process_is_let_pass():
    parts = {
        "a": "points: 5, rewards: outcome, pass: trust >= 80%",
        "b": "points: 3, rewards: process, pass: visits >= 4",
        "c": "points: 2, rewards: paper, pass: plan",
    }

    assert remarks(scheme(parts)) == []


def test_a_leaf_that_does_not_say_what_it_rewards():
    parts = {**ALL_USED, "a": "points: 6, pass: trust >= 80%"}

    assert remarks(scheme(parts)) == [
        "W852 (warning) Part 'a' does not say what its points are for (rewards)."
    ]


def test_several_leaves_that_do_not_say_it_are_one_remark():
    silent = {
        "a": "points: 6, pass: trust >= 80%",
        "b": "points: 2, linear: {value: visits, from: 0, to: 4}",
        "c": "points: 2, pass: plan",
    }

    (found,) = lint(Subject(program_of({"main": scheme(silent)}, "main")))

    assert (found.code.number, found.facts["part"], found.elsewhere) == ("W852", "a", 2)


def test_an_inspection_that_looks_at_several_things_asks_no_question_twice():
    measures = {
        name: f"type: yes_no, title: {{zh: {name}台账, en: {name}}}, inspection: registers"
        for name in ("members", "dues")
    }
    measures = {f"{name}_kept": said for name, said in measures.items()}
    parts = {"a": "points: 10, rewards: outcome, pass: members_kept AND dues_kept"}

    assert remarks(scheme(parts, measures=measures)) == []


def test_what_a_part_rewards_holds_for_those_below_it():
    below = "parts: {x: {title: {zh: 甲, en: X}, points: 6, pass: trust >= 80%}}"

    assert remarks(scheme({**ALL_USED, "a": f"points: 6, rewards: outcome, {below}"})) == []


def test_two_parts_with_one_rule():
    parts = {
        **ALL_USED,
        "b": "points: 2, rewards: output, pass: trust >= 80%",
        "c": "points: 2, rewards: paper, pass: plan AND visits > 1",
    }

    assert remarks(scheme(parts)) == ["W854 (warning) Parts 'b' and 'a' are scored by the same rule."]


def test_two_parts_with_one_title():
    parts = {
        "a": "points: 4, rewards: outcome, pass: trust >= 80%",
        "b": "points: 6, rewards: output, pass: plan AND visits > 1",
    }
    text = scheme(parts).replace("zh: b项", "zh: a项")

    assert remarks(text) == ["W865 (warning) Parts 'b' and 'a' have one title."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            ("points: 5, if: visits >= 2", "points: 10, if: visits >= 4"),
            ["W856 (warning) Band 2 of part 'a' is never reached: whoever meets it meets one before it."],
        ),
        (
            ("points: 10, if: visits >= 8", "points: 5, if: 2 <= visits <= 6"),
            ['W857 (warning) The bands of part \'a\' leave a gap: where "Visits" is between 6 and 8, none is met and there are no points.'],
        ),
        (
            ("points: 10, if: 4 <= visits <= 8", "points: 5, if: 2 <= visits <= 4", "points: 1"),
            ["W858 (warning) Bands 1 and 2 of part 'a' overlap: where \"Visits\" is 4 both are met, and band 1 counts."],
        ),
        (
            ("points: 10, if: 4 <= visits <= 8", "points: 5, if: 2 <= visits <= 6", "points: 1"),
            ["W858 (warning) Bands 1 and 2 of part 'a' overlap: where \"Visits\" is between 4 and 6 both are met, and band 1 counts."],
        ),
        (
            ("points: 10, if: visits > 8 OR visits < 2", "points: 5, if: visits = 1", "points: 1"),
            ["W856 (warning) Band 2 of part 'a' is never reached: whoever meets it meets one before it."],
        ),
    ],
    ids=["unreached", "gap", "overlap at a border", "overlap", "unreached within an OR"],
)  # fmt: skip
def test_bands_that_do_not_fit_together(said, expected):
    assert bands(*said) == expected


@pytest.mark.parametrize(
    "said",
    [
        ("points: 10, if: visits >= 8", "points: 5, if: visits >= 4"),
        ("points: 10, if: visits >= 8", "points: 5, if: 4 <= visits <= 7"),
        ("points: 10, if: 4 <= visits <= 8", "points: 5"),
        ("points: 10, if: visits < 2", "points: 5, if: 2 <= visits < 9", "points: 1, if: visits >= 9"),
    ],
    ids=["nested", "whole numbers have no gap between 7 and 8", "the rest is no gap", "all covered"],
)
def test_bands_that_fit_together_are_let_pass(said):
    assert bands(*said) == []


def test_a_percentage_between_two_bands_falls_into_the_gap():
    said = ("points: 10, if: trust >= 80%", "points: 5, if: 60% <= trust <= 79%")

    assert bands(*said, used="trust") == [
        "W857 (warning) The bands of part 'a' leave a gap: where \"Trust\" is between 79% and 80%, none is met and there are no points."
    ]


def test_bands_over_two_figures_are_tried_together():
    nested = (
        "bands: [{points: 6, if: visits >= 8 OR trust >= 80%}, {points: 3, if: visits >= 4 OR trust >= 60%}]"
    )
    hidden = (
        "bands: [{points: 3, if: visits >= 4 OR trust >= 60%}, {points: 6, if: visits >= 8 AND trust >= 80%}]"
    )
    with_plan = {"c": "points: 4, rewards: paper, pass: plan"}

    assert remarks(scheme({"a": f"points: 6, rewards: outcome, {nested}", **with_plan})) == []
    assert remarks(scheme({"a": f"points: 6, rewards: outcome, {hidden}", **with_plan})) == [
        "W856 (warning) Band 2 of part 'a' is never reached: whoever meets it meets one before it."
    ]


def test_a_grade_behind_an_easier_one_is_never_given():
    grades = (
        "fair: {title: {zh: 中, en: Fair}, when: total >= 6}|good: {title: {zh: 好, en: Good}, when: total >= 9}"
        "|poor: {title: {zh: 差, en: Poor}}"
    )

    assert remarks(scheme(ALL_USED, grades=grades)) == [
        "W859 (warning) Grade 'Good' is never given: whoever meets it meets a better one first, or nobody can meet it."
    ]


def test_measures_that_nothing_depends_on():
    measures = {**MEASURES, "age": "type: age, title: {zh: 书记年龄, en: Age}, derive: post(secretary).age"}
    parts = {"a": "points: 10, rewards: outcome, pass: trust >= 80% AND plan"}

    assert remarks(scheme(parts, measures=measures)) == [
        "W860 (warning) 'Visits' is asked for, but nothing depends on it.",
        "W861 (warning) 'Age' is derived, but nothing depends on it.",
    ]


def test_a_measure_is_used_through_another_one_or_a_veto():
    measures = {**MEASURES, "often": "type: yes_no, title: {zh: 常走访, en: Often}, derive: visits > 4"}
    parts = {"a": "points: 10, rewards: outcome, pass: trust >= 80% AND often"}
    veto = "vetoes: [{if: NOT plan, grade: poor}]\n"

    assert remarks(scheme(parts, measures=measures, more=veto)) == []


def test_what_the_scheme_above_uses_is_used():
    village, township = program(VILLAGE), program(TOWNSHIP)
    alone = {each.code.number for each in lint(Subject(village))}

    together = [each.code.number for each in lint(Subject(village, (township,)))]

    # The township asks for college education and for collective income.
    assert (alone, together) == ({"W860", "W861"}, [])


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("type: percent, title: {zh: 信任率, en: Confidence}, exam: x", "they have one title"),
        ("type: percent, title: {zh: 信任程度, en: Confidence}, aliases: [信任率], exam: x", "they share the heading '信任率'"),
        ("type: percent, title: {zh: 信任程度, en: Confidence}, ballot: residents/trust", "they come from the same place (ballot: residents/trust)"),
    ],
)  # fmt: skip
def test_the_same_thing_asked_twice(other, why):
    measures = {"trust": MEASURES["trust"], "other": other}
    parts = {"a": "points: 10, rewards: outcome, pass: trust >= 80% AND other >= 80%"}

    assert [each.partition(": they")[2] for each in remarks(scheme(parts, measures=measures))] == [
        f"{why.removeprefix('they')}."
    ]


@pytest.mark.parametrize(
    ("title", "formula"),
    [
        ("党员总数", "COUNT(members)"),
        ("全村现有党员人数", "COUNT(members)"),
        ("总户数", "workplace.households"),
        ("村书记年龄", "post(secretary).age"),
        ("班子平均年龄", "AVERAGE(team.age)"),
    ],
)
def test_what_the_registers_hold_need_not_be_reported(title, formula):
    measures = {"known": f"type: count, title: {{zh: {title}, en: Known}}, report: {{period: year}}"}
    text = scheme({"a": "points: 10, rewards: outcome, pass: known > 4"}, measures=measures)
    subject = Subject(program_of({"main": text}, "main"))

    (found,) = lint(subject)

    assert (found.code.number, found.facts["formula"]) == ("W863", formula)


@pytest.mark.parametrize("title", ["发展党员数", "流动党员人数", "脱贫人口数", "失联党员数", "走访户数"])
def test_what_no_register_holds_may_be_reported(title):
    measures = {"known": f"type: count, title: {{zh: {title}, en: Known}}, report: {{period: year}}"}

    assert remarks(scheme({"a": "points: 10, rewards: outcome, pass: known > 4"}, measures=measures)) == []


def test_what_is_reported_more_often_than_used():
    measures = {**MEASURES, "visits": MEASURES["visits"].replace("period: year", "period: month")}

    assert remarks(scheme(ALL_USED, measures=measures)) == [
        "W864 (warning) 'Visits' is reported every month, though the scheme is evaluated every year."
    ]
    assert remarks(scheme(ALL_USED, measures=measures), "zh") == [
        "W864（提醒） “走访数”要每月填一次，而制度每年才考核一次。"
    ]


FOUR_GRADES = "|".join(
    f"{name}: {{title: {{zh: {name}, en: {name.title()}}}{when}}}"
    for name, when in (
        ("a", ", when: total >= 9"),
        ("b", ", when: total >= 6"),
        ("c", ", when: total >= 3"),
        ("d", ""),
    )
)


def quota_remarks(*quotas):
    listed = "".join(f"  - {{{each}, within: all, ties: in}}\n" for each in quotas)
    return remarks(scheme(ALL_USED, grades=FOUR_GRADES, more=f"quotas:\n{listed}"))


def test_quotas_that_promise_more_than_everybody():
    said = (
        "grades: [a], kind: about, share: 40%, rounding: half_up, cut_off: yields",
        "grades: [b], kind: at_least, share: 70%, rounding: half_up",
    )

    assert quota_remarks(*said) == [
        "W866 (warning) Among all evaluated organizations the quotas promise 110% together, which is more than all organizations."
    ]


def test_a_quota_that_promises_what_another_forbids():
    said = (
        "grades: [a], kind: at_least, share: 20%, rounding: half_up",
        "grades: [a], kind: at_most, share: 10%, rounding: half_up",
    )

    assert quota_remarks(*said) == [
        "W867 (warning) One quota promises 20% to A, and another allows 10%; both cannot be met."
    ]


@pytest.mark.parametrize(
    "said",
    [
        (
            "grades: [a], kind: about, share: 40%, rounding: half_up, cut_off: yields",
            "grades: [b], kind: at_least, share: 60%, rounding: half_up",
        ),
        (
            "grades: [a], kind: about, share: 60%, rounding: half_up, cut_off: holds",
            "grades: [b], kind: at_most, share: 70%, rounding: half_up",
        ),
        (
            "grades: [a], kind: at_least, share: 10%, rounding: half_up",
            "grades: [a], kind: at_most, share: 10%, rounding: half_up",
        ),
    ],
    ids=["all of them", "nothing promised", "exactly so many"],
)
def test_quotas_that_can_be_met_are_let_pass(said):
    assert quota_remarks(*said) == []


@pytest.mark.parametrize(("least", "expected"), [("", ["W868"]), (", at_least: 1", [])])
def test_a_share_of_few_that_leaves_nobody(snapshot, least, expected):
    # 4% of 12 is 0.48, which is rounded to nobody; 4% of 13 is 0.52, which is one.
    quota = f"quotas: [{{grades: [a], kind: at_most, share: 4%, rounding: half_up{least}, within: township, ties: in}}]\n"
    measures = {"trust": "type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust"}
    parts = {"a": "points: 10, rewards: outcome, linear: {value: trust, from: 0%, to: 100%}"}
    tried = program_of({"main": scheme(parts, measures=measures, grades=FOUR_GRADES, more=quota)}, "main")

    rows = tuple(rows_on(tried, snapshot))

    found = lint(Subject(tried, rows=rows))

    sizes = Counter(row.township for row in rows).values()
    small = [size for size in sizes if size <= 12]
    assert [each.code.number for each in found] == expected
    for each in found:
        assert (each.facts["groups"], each.facts["empty"], each.facts["size"]) == (3, len(small), max(small))


def test_growth_that_follows_from_two_periods_need_not_be_reported():
    measures = {
        "income": "type: yuan, title: {zh: 集体收入, en: Income}, report: {period: year}",
        "growth": "type: percent, title: {zh: 集体收入增长率, en: Growth}, report: {period: year}",
    }
    parts = {"a": "points: 10, rewards: outcome, pass: income > 5 AND growth > 5%"}
    subject = Subject(program_of({"main": scheme(parts, measures=measures)}, "main"))

    (found,) = lint(subject)

    assert (found.code.number, found.facts["formula"]) == ("W863", "GROWTH(income)")


def test_what_the_previous_period_said_is_not_asked_again_and_what_is_judged_is_counted():
    measures = {"income": "type: yuan, title: {zh: 集体收入, en: Income}, report: {period: year}"}
    parts = {
        "a": "points: 5, rewards: outcome, pass: GROWTH(income) > 5%",
        "b": "points: 5, rewards: outcome, judged: superior",
    }
    subject = Subject(program_of({"main": scheme(parts, measures=measures)}, "main"))

    assert lint(subject) == []
    assert print_tree(summary_of(subject), "en").splitlines()[-3:] == [
        "└─ Every organization fills in 1 figure a year",
        "   ├─ 'Income': 1 a year",
        "   └─ given by others: 1 by judges",
    ]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return county_snapshot(tmp_path_factory.mktemp("linting") / "snapshot")


def county_remarks(parts, snapshot):
    """Return remarks about a scheme on the figures of the small county, as code and part."""
    measures = {
        "satisfaction": "type: percent, title: {zh: 满意率, en: Satisfaction}, ballot: residents/satisfaction",
        "trust": "type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust",
    }
    total = sum(int(said.partition("points: ")[2].partition(",")[0]) for said in parts.values())
    # With four decimals rounding makes nobody equal.
    text = scheme(parts, measures=measures, total=total, more="digits: 4\n")
    tried = program_of({"main": text}, "main")
    found = lint(Subject(tried, rows=tuple(rows_on(tried, snapshot))))
    return [(each.code.number, each.facts["part"]) for each in found]


def test_a_part_on_which_all_score_alike_tells_nobody_apart(snapshot):
    parts = {
        "easy": "points: 5, rewards: outcome, pass: satisfaction >= 1%",
        "telling": "points: 5, rewards: outcome, linear: {value: trust, from: 0%, to: 100%}",
    }

    assert county_remarks(parts, snapshot) == [("W853", "easy")]


def test_two_parts_that_put_everybody_in_the_same_order(snapshot):
    parts = {
        "once": "points: 5, rewards: outcome, linear: {value: trust, from: 0%, to: 100%}",
        "again": "points: 10, rewards: outcome, computed: trust * 10",
        "other": "points: 5, rewards: outcome, linear: {value: satisfaction, from: 0%, to: 100%}",
    }

    assert county_remarks(parts, snapshot) == [("W855", "again")]


def test_the_summary_says_what_points_reward_and_what_is_asked():
    measures = {**MEASURES, "visits": MEASURES["visits"].replace("period: year", "period: quarter")}

    summary = summary_of(Subject(program_of({"main": scheme(ALL_USED, measures=measures)}, "main")))

    assert print_tree(summary, "en").splitlines() == [
        "Rules (version 1)",
        "├─ What the points are for",
        "│  ├─ outcome: 6 points, 60%",
        "│  ├─ output: 2 points, 20%",
        "│  ├─ paper: 2 points, 20%",
        "│  └─ paper and process together: 20%",
        "└─ Every organization fills in 5 figures a year",
        "   ├─ 'Visits': 4 a year",
        "   ├─ 'Plan': 1 a year",
        "   └─ given by others: 1 by ballot",
    ]


def test_remarks_leave_the_exit_code_at_0_and_errors_make_it_1(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("GUBEN_LANG", "en")
    remarked, wrong = tmp_path / "remarked.yaml", tmp_path / "wrong.yaml"
    text = scheme({**ALL_USED, "a": "points: 6, pass: trust >= 80%"})
    remarked.write_text(text, encoding="utf-8")
    wrong.write_text(text.replace("points: 6", "points: 5"), encoding="utf-8")

    codes = [run(["lint", str(each)]) for each in (remarked, wrong)]

    captured = capsys.readouterr()
    assert codes == [0, 1]
    assert "W852 (warning) Part 'a' does not say" in captured.out
    assert "E302" in captured.err


def test_with_data_and_nothing_to_remark_it_says_so(snapshot, capsys, monkeypatch):
    monkeypatch.setenv("GUBEN_LANG", "zh")

    assert run(["lint", TOWNSHIP]) == 0

    assert capsys.readouterr().out.splitlines()[-1] == "没有意见。"


USING = "uses: [base/visits, base/meetings]\n"


def using(**measures):
    """Return remarks about a scheme that uses two ledgers and all of the measures given."""
    parts = {
        "a": "points: 10, rewards: outcome, pass: "
        + " AND ".join(f"{each} >= 4" for each in (*measures, "visits_made"))
    }
    return remarks(
        scheme(
            parts,
            measures=measures or {"x": "type: count, title: {zh: 丁, en: X}, derive: visits_made"},
            more=USING,
        )
    )


def test_measures_that_come_with_a_ledger_may_stay_unused():
    assert using(other="type: count, title: {zh: 上访数, en: Petitions}, report: {period: year}") == []


@pytest.mark.parametrize(
    "said",
    [
        "type: count, title: {zh: 走访户数, en: Households}",
        "type: count, title: {zh: 全年走访户数, en: Households}",
        "type: count, title: {zh: 户数, en: Households}, aliases: [走访 户数]",
    ],
)
def test_what_a_used_ledger_yields_is_not_to_be_reported(said):
    found = using(visited=said + ", report: {period: year}")

    assert (
        "W869 (warning) 'Households' is reported, though the ledger 'Visits', which is used here, yields it already."
        in found
    )


@pytest.mark.parametrize(
    "said",
    [
        "type: percent, title: {zh: 走访户数, en: Households}, report: {period: year}",
        "type: count, title: {zh: 走访户数, en: Households}, inspection: visits/households",
        "type: count, title: {zh: 走访, en: Visits}, report: {period: year}",
    ],
    ids=["of another type", "found by an inspection", "too short to tell"],
)
def test_what_is_not_the_same_may_be_asked_beside_a_ledger(said):
    assert [each for each in using(visited=said) if each.startswith("W869")] == []
