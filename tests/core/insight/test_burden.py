"""What a scheme asks for and rewards; the figures of the village scheme are counted by hand."""

from fractions import Fraction

from core.counties import VILLAGE, program

from guben.insight.burden import burden_of
from guben.insight.linting import Subject
from guben.insight.rules import grade_rules, rule_rows


def test_the_village_scheme_asks_for_three_figures_a_year_and_pays_a_fifth_for_process():
    burden = burden_of(Subject(program(VILLAGE)), minutes_each=4)

    # Income, collective funds and collective income are reported once a year; management, 20 of 100, is process.
    assert (burden.figures, burden.minutes) == (3, 12)
    assert [(each.title.en, each.points) for each in burden.rewarded] == [("outcome", 80), ("process", 20)]
    assert burden.paperwork == Fraction(1, 5)
    assert burden.is_all_said
    assert [each.by.en for each in burden.asked if not each.is_reported] == [
        "a ballot",
        "an inspection",
        "a ballot",
        "a department",
    ]


def test_the_rules_are_said_part_by_part_and_then_the_grades():
    rows = {row.path: row for row in rule_rows(program(VILLAGE))}

    assert rows["core"].rule is None
    assert rows["core"].depth == 0
    assert rows["core.trust"].depth == 1
    assert rows["core.trust"].points == 12
    assert rows["strength.income"].rule.zh == "“年人均纯收入”不低于4,500元的，得10分，否则不得分。"
    assert [title.en for title, _ in grade_rules(program(VILLAGE))] == [
        "Advanced",
        "Middle",
        "Backward",
        "Serious violation in the team",
    ]
