"""Every scoring and every form of condition as a whole sentence, in both languages."""

import pytest
from sentences import condition, number, rule

from guben.diagnostics import Text

RULES = [
    (
        "pass: trust >= trust_line",
        "“信任率”不低于80%的，得10分，否则不得分。",
        '10 points if "Trust" is at least 80%; otherwise none.',
    ),
    (
        "linear: {value: trust, from: 0%, to: trust_line}",
        "“信任率”达到80%得满分10分，0%及以下不得分，其间按比例计分。",
        'All 10 points where "Trust" reaches 80%, none at 0% or below, in proportion between.',
    ),
    (
        "linear: {value: age, from: 60, to: 40}",
        "“平均年龄”不高于40岁得满分10分，60岁及以上不得分，其间按比例计分。",
        'All 10 points where "Average age" is at most 40 years, none at 60 years or above, in proportion between.',
    ),
    (
        "linear: {value: trust, from: ABS(trust - 100%), to: 90%}",
        "“信任率”达到90%得满分10分，（“信任率” − 100%）的绝对值及以下不得分，其间按比例计分。",
        'All 10 points where "Trust" reaches 90%, none at the size of ("Trust" − 100%) or below, in proportion between.',
    ),
    (
        "bands: [{points: 10, if: trust >= 90%}, {points: 5.5, if: trust >= 80%}, {points: 0}]",
        "“信任率”不低于90%的，得10分；“信任率”不低于80%的，得5.5分；其余得0分。",
        '10 points if "Trust" is at least 90%; 5.5 points if "Trust" is at least 80%; otherwise 0 points.',
    ),
    (
        'start: full\nlines:\n  - {minus: 5, if: violation}\n  - {minus: 2, each: team WHERE age > 60}\n  - {minus: 1, each: "SHORTFALL(4, people)"}\n  - {minus: 0.5, each: people}\n  - {zero: true, if: trust < 50%}',
        "基本分10分；“违纪”为“是”的，扣5分；每有一个（名）年龄高于60岁的班子成员，扣2分；“人口”不足4的，每少1扣1分；“人口”每1个（次）扣0.5分；“信任率”低于50%的，不得分；最低0分，最高10分。",
        'Starts at 10 points; minus 5 if "Violation" is yes; minus 2 for each of: team members where age is more than 60 years; minus 1 for each 1 that "People" is below 4; minus 0.5 for each 1 of "People"; no points if "Trust" is less than 50%; never below 0 or above 10.',
    ),
    (
        "start: zero\nfloor: 1\ncap: 8\nlines:\n  - {plus: 3, if: violation}\n  - {plus: 1, each: members}",
        "从0分计起；“违纪”为“是”的，加3分；每有一个（名）党员，加1分；最低1分，最高8分。",
        'Starts at 0; plus 3 if "Violation" is yes; plus 1 for each of: members; never below 1 or above 8.',
    ),
    (
        "computed: income / people",
        "得分为“人均收入” ÷ “人口”，最低0分，最高10分。",
        'The points are "Income" ÷ "People", from 0 to 10.',
    ),
]
CONDITIONS = [
    ("trust >= 80%", "“信任率”不低于80%", '"Trust" is at least 80%'),
    ("trust > 80%", "“信任率”高于80%", '"Trust" is more than 80%'),
    ("trust <= 80%", "“信任率”不高于80%", '"Trust" is at most 80%'),
    ("trust < 80%", "“信任率”低于80%", '"Trust" is less than 80%'),
    ("trust = 80%", "“信任率”等于80%", '"Trust" is 80%'),
    ("trust <> 80%", "“信任率”不等于80%", '"Trust" is not 80%'),
    ("80% <= trust", "“信任率”不低于80%", '"Trust" is at least 80%'),
    ("0.8 <= trust <= 0.9", "“信任率”在80%至90%之间（含）", '"Trust" is between 80% and 90%, both included'),
    (
        "36 <= age <= 44",
        "“平均年龄”在36岁至44岁之间（含）",
        '"Average age" is between 36 years and 44 years, both included',
    ),
    (
        "36 < age <= 44",
        "“平均年龄”高于36岁，且“平均年龄”不高于44岁",
        '"Average age" is more than 36 years, and "Average age" is at most 44 years',
    ),
    ("income >= income_line", "“人均收入”不低于4,500元", '"Income" is at least 4,500 yuan'),
    ("rank >= fair", "“档次”为一般及以上", '"Rank" is Fair or above'),
    ("rank > fair", "“档次”高于一般", '"Rank" is above Fair'),
    ("rank <= fair", "“档次”为一般及以下", '"Rank" is Fair or below'),
    ("rank < fair", "“档次”低于一般", '"Rank" is below Fair'),
    ("rank = fair", "“档次”为一般", '"Rank" is Fair'),
    ("rank <> fair", "“档次”不是一般", '"Rank" is not Fair'),
    (
        "post(secretary).education >= college",
        "书记的学历为大专及以上",
        "the education of the secretary is College or above",
    ),
    ("violation", "“违纪”为“是”", '"Violation" is yes'),
    ("NOT violation", "“违纪”为“否”", '"Violation" is no'),
    (
        "NOT (violation OR trust < 50%)",
        "并非（“违纪”为“是”，或“信任率”低于50%）",
        'not ("Violation" is yes, or "Trust" is less than 50%)',
    ),
    (
        "violation AND trust < 50%",
        "“违纪”为“是”，且“信任率”低于50%",
        '"Violation" is yes, and "Trust" is less than 50%',
    ),
    (
        "violation OR trust < 50%",
        "“违纪”为“是”，或“信任率”低于50%",
        '"Violation" is yes, or "Trust" is less than 50%',
    ),
    (
        "(violation OR trust < 50%) AND age > 60",
        "（“违纪”为“是”，或“信任率”低于50%），且“平均年龄”高于60岁",
        '("Violation" is yes, or "Trust" is less than 50%), and "Average age" is more than 60 years',
    ),
    (
        "violation OR trust < 50% AND age > 60",
        "“违纪”为“是”，或（“信任率”低于50%，且“平均年龄”高于60岁）",
        '"Violation" is yes, or ("Trust" is less than 50%, and "Average age" is more than 60 years)',
    ),
    ("KNOWN(trust)", "“信任率”有数据", '"Trust" is known'),
    ("KNOWN(trust) AND trust >= 80%", "“信任率”不低于80%", '"Trust" is at least 80%'),
    ("held <= due", "“换届日期”不晚于“应换届日期”", '"Held" is not after "Due"'),
    (
        "COUNT(team WHERE sex = female) >= 1",
        "性别为女的班子成员数不低于1",
        "the number of team members where sex is Female is at least 1",
    ),
    (
        "SHARE(members WHERE age <= 45, members) >= 30%",
        "年龄不高于45岁的党员占党员的比例不低于30%",
        "the share of members where age is at most 45 years among members is at least 30%",
    ),
    (
        "SHARE(income, people) > 1",
        "“人均收入”占“人口”的比例高于100%",
        'the share of "Income" in "People" is more than 100%',
    ),
    ("NOT trust >= 80%", "“信任率”低于80%", '"Trust" is less than 80%'),
    ("NOT KNOWN(trust)", "“信任率”没有数据", '"Trust" is not known'),
    ("NOT NOT violation", "“违纪”为“是”", '"Violation" is yes'),
    ("held = due", "“换届日期”和“应换届日期”是同一天", '"Held" is the day of "Due"'),
]
NUMBERS = [
    ("COUNT(members)", "党员数", "the number of members"),
    (
        "COUNT(members WHERE sex = female AND age <= 45)",
        "性别为女，且年龄不高于45岁的党员数",
        "the number of members where sex is Female, and age is at most 45 years",
    ),
    (
        "SUM(members.techniques)",
        "党员的掌握农业适用技术数合计",
        "the total farming techniques mastered of members",
    ),
    (
        "SUM(members WHERE sex = female, techniques * 2)",
        "性别为女的党员的（掌握农业适用技术数 × 2）合计",
        "the total (farming techniques mastered × 2) of members where sex is Female",
    ),
    ("AVERAGE(team.age)", "班子成员的平均年龄", "the average age of team members"),
    ("post(secretary).age", "书记的年龄", "the age of the secretary"),
    ("workplace.population", "所在单位的人口数", "the population of the workplace"),
    ("income + 1", "“人均收入” + 1", '"Income" + 1'),
    ("income - 1 * 2", "“人均收入” − （1 × 2）", '"Income" − (1 × 2)'),
    ("(income + 1) * 2", "（“人均收入” + 1） × 2", '("Income" + 1) × 2'),
    ("income / people", "“人均收入” ÷ “人口”", '"Income" ÷ "People"'),
    ("-income", "−“人均收入”", '−"Income"'),
    ("ABS(income)", "“人均收入”的绝对值", 'the size of "Income"'),
    (
        "ROUND(income / people, 1)",
        "“人均收入” ÷ “人口”（四舍五入到1位小数）",
        '"Income" ÷ "People" (rounded to 1 decimal)',
    ),
    (
        "ROUND(income / people, 0)",
        "“人均收入” ÷ “人口”（四舍五入到整数）",
        '"Income" ÷ "People" (rounded to a whole number)',
    ),
    ("MIN(income, 5)", "“人均收入”与5元中的较小者", 'the lesser of "Income" and 5 yuan'),
    (
        "MAX(income, 5, income_line)",
        "“人均收入”、5元、4,500元中的最大者",
        'the greatest of "Income", 5 yuan, 4,500 yuan',
    ),
    ("SHORTFALL(4, people)", "“人口”比4少的数", 'by how much "People" is below 4'),
    (
        "IF(violation, 0, income)",
        "若“违纪”为“是”则0元，否则“人均收入”",
        '0 yuan if "Violation" is yes, otherwise "Income"',
    ),
    (
        "SHARE(members WHERE age <= 45, members)",
        "年龄不高于45岁的党员占党员的比例",
        "the share of members where age is at most 45 years among members",
    ),
    (
        "2 * ROUND(income / people, 2)",
        "2 × （“人均收入” ÷ “人口”（四舍五入到2位小数））",
        '2 × ("Income" ÷ "People" (rounded to 2 decimals))',
    ),
    ("1234567.5", "1,234,567.5", "1,234,567.5"),
    ("85%", "85%", "85%"),
]


@pytest.mark.parametrize(("scoring", "chinese", "english"), RULES)
def test_a_scoring_is_one_sentence(scoring: str, chinese: str, english: str) -> None:
    assert rule(scoring) == Text(chinese, english)


@pytest.mark.parametrize(("formula", "chinese", "english"), CONDITIONS)
def test_a_condition_is_said_in_words(formula: str, chinese: str, english: str) -> None:
    assert condition(formula) == Text(chinese, english)


@pytest.mark.parametrize(("formula", "chinese", "english"), NUMBERS)
def test_a_number_is_said_in_words(formula: str, chinese: str, english: str) -> None:
    assert number(formula) == Text(chinese, english)
