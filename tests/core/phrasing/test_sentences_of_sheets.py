"""Rules of judging, comparing and voting as a printed sheet has them, in both languages."""

import pytest
from sentences import condition, number, rule

from guben.diagnostics import Text


def test_steps_over_a_line_say_what_becomes_of_a_part_of_one():
    said = rule("lines: [{minus: 3, per: 1 year, over: 48, value: age, partial: ignore}]")

    assert said == Text(
        "基本分10分；“平均年龄”高于48岁，每高1岁扣3分（不足的部分不计）；最低0分，最高10分。",
        'Starts at 10 points; minus 3 for each 1 year that "Average age" is above 48 years; parts of it do not count; '
        "never below 0 or above 10.",
    )


def test_percentages_move_by_percentage_points_and_a_line_has_a_most():
    said = rule("lines: [{minus: 1, per: 10 pp, under: 90%, value: trust, partial: whole, at_most: 4}]")

    assert said == Text(
        "基本分10分；“信任率”低于90%，每低10个百分点扣1分（不足的按一计），最多扣4分；最低0分，最高10分。",
        'Starts at 10 points; minus 1 for each 10 percentage points that "Trust" is below 90%; part of it counts as one, '
        "at most 4; never below 0 or above 10.",
    )


def test_lines_of_a_group_do_not_add_up():
    said = rule(
        "start: zero\nlines: [{plus: 1, if: trust > 80%, group: a}, {plus: 2, if: trust > 90%, group: a}]"
    )

    assert "第1、2条不累计，取最多的一条" in said.zh
    assert "of lines 1, 2 only the one with most counts" in said.en


@pytest.mark.parametrize(
    ("scoring", "zh", "en"),
    [
        (
            "judged: township",
            "由乡镇（街道）评定，0至10分。",
            "Judged by the township or street, from 0 to 10 points.",
        ),
        (
            "raters: {self: 40%, superior: 60%}",
            "由本组织（占40%）、上级党组织（占60%）评定，0至10分。",
            "Judged by the organization itself (40%) and the superior organization (60%), from 0 to 10 points.",
        ),
        (
            "lines: [{minus: 0..5, judged: county, title: {zh: 材料有缺陷, en: Defective papers}}]",
            "基本分10分；材料有缺陷，由县（市、区）酌情扣0至5分；最低0分，最高10分。",
            "Starts at 10 points; Defective papers: minus 0 to 5 as judged by the county or district; never below 0 or above 10.",
        ),
    ],
)
def test_who_judges_is_named(scoring: str, zh: str, en: str):
    assert rule(scoring) == Text(zh, en)


def test_bands_say_how_points_within_them_are_fixed():
    said = rule(
        "bands:\n"
        "  - {points: 8..10, if: trust >= 90%, within: {judged: township}}\n"
        "  - {points: 5..8, if: trust >= 80%, within: {linear: {value: trust, from: 80%, to: 90%}}}\n"
        "  - {points: 0}"
    )

    assert said.zh == (
        "“信任率”不低于90%的，得8至10分（由乡镇（街道）评定）；“信任率”不低于80%的，得5至8分（“信任率”从80%到90%，按比例）；其余得0分。"
    )


def test_a_rank_says_among_whom_by_what_and_what_equals_have():
    said = rule(
        "rank: {value: income, order: descending, within: [township, field], ties: best, "
        "places: [{first: 1, points: 10}, {first: 30%, points: 8}, {points: 2}]}"
    )

    assert said.zh == (
        "在同乡镇（街道）同领域的被考核组织中按“人均收入”从高到低排名，并列的取较前名次：第1名得10分；其后至前30%得8分；其余得2分。"
    )


def test_a_ballot_says_what_each_option_counts():
    said = rule("ballot: {of: review/team, weights: {good: 100%, fair: 60%}}")

    assert said.zh == "10分 × 测评得分率，每票“好”按100%，“一般”按60%计，其他票不计。"


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        (
            "GROWTH(income)",
            "“人均收入”比“上期人均收入”的增长率",
            'the growth of "Income" over "previous period: Income"',
        ),
        ("DAYS(due, cutoff)", "“应换届日期”至截止日期的天数", 'the days from "Due" to the cut-off date'),
        ("MAX(team.age)", "班子成员的年龄中最大的", "the greatest age of team members"),
        (
            "DISTINCT(members.education)",
            "党员中不同学历的个数",
            "the number of different education among members",
        ),
        (
            "ROUNDUP(income / 3, 0)",
            "“人均收入” ÷ 3（进位到整数）",
            '"Income" ÷ 3 (rounded up to a whole number)',
        ),
    ],
)
def test_numbers_of_sheets_in_words(formula: str, zh: str, en: str):
    assert number(formula) == Text(zh, en)


def test_what_the_organization_is_and_days_are_said():
    assert condition("field = community").zh == "本组织的领域为城市社区"
    assert condition("held <= DATE(2024, 6, 30)").en == '"Held" is not after 30 June 2024'


def test_a_number_of_times_is_said_as_sheets_do():
    said = rule(
        'lines: [{minus: 2, each: "SHORTFALL(IF(people < 50, 2, 4), people)"}, {minus: 1, each: people, at_most: 3}]'
    )

    assert said.zh == (
        "基本分10分；“人口”不足应有数（若“人口”低于50则2，否则4）的，每少1扣2分；“人口”每1个（次）扣1分，最多扣3分；最低0分，最高10分。"
    )
    assert said.en == (
        'Starts at 10 points; minus 2 for each 1 that "People" is below the number due (2 if "People" is less than 50, '
        'otherwise 4); minus 1 for each 1 of "People", at most 3; never below 0 or above 10.'
    )


def test_each_day_late_is_said_with_the_day_of_the_year():
    said = rule('lines: [{minus: 0.5, each: "DAYS(DATE(3, 31), held)"}]')

    assert said.zh == "基本分10分；“换届日期”晚于当年3月31日的，每晚1天扣0.5分；最低0分，最高10分。"
    assert said.en == (
        'Starts at 10 points; minus 0.5 for each day that "Held" is after 31 March of the year; never below 0 or above 10.'
    )


def test_steps_of_days_late_are_said_with_what_becomes_of_a_part_of_one():
    said = rule(
        'lines: [{minus: 1, per: 10 day, over: 0, value: "DAYS(DATE(2024, 3, 31), held)", partial: ignore}]'
    )

    assert (
        said.zh
        == "基本分10分；“换届日期”晚于2024年3月31日的，每晚10天扣1分（不足的部分不计）；最低0分，最高10分。"
    )


def test_places_one_after_the_other_are_said_by_their_numbers():
    places = "[{first: 1, points: 10}, {first: 2, points: 6}, {first: 5, points: 4}, {points: 1}]"
    said = rule(f"rank: {{value: income, order: descending, within: all, ties: best, places: {places}}}")

    assert said.zh.endswith("：第1名得10分；第2名得6分；第3至5名得4分；其余得1分。")
    assert said.en.endswith(
        ": 10 points for place 1; 6 points for place 2; 4 points for places 3 to 5; 1 points for the rest."
    )


def test_what_is_calculated_with_the_lesser_of_two_stands_in_brackets():
    assert number("2 * MIN(1, people / 4)").zh == "2 × （1与（“人口” ÷ 4）中的较小者）"
