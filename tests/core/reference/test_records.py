"""Record sets: who belongs, what is counted, what is missing."""

from fractions import Fraction

import pytest
from programs import (
    AS_OF,
    PERIOD,
    make_organization,
    make_person,
    make_post,
    make_value,
    make_workplace,
    program_of,
    tables_of,
)
from villages import V1, measured, reference_of, scheme

from guben.reference import Judged, Missing, NotApplicable, Reference
from guben.snapshot.records import Records as Rows
from guben.typesystem.expressions import Counted

MISSING, NOT_APPLICABLE = Missing.MISSING, NotApplicable.NOT_APPLICABLE
VILLAGE = (V1, make_organization("b1", "branch", "t1", "v1"), make_organization("v2", "village", "t1"))


def test_members_are_full_and_probationary_ones_of_the_whole_subtree():
    people = (
        make_person("p1", "v1"),
        make_person("p2", "b1", status="probationary"),
        make_person("p3", "b1", status="activist"),
        make_person("p4", "v2"),
    )

    assert measured("count", "COUNT(members)", organizations=VILLAGE, people=people) == 2


def test_posts_are_those_of_the_organization_itself_and_the_team_those_in_it():
    people = (make_person("p1", "v1", born=19800101), make_person("p2", "v2", born=19900101))
    posts = (
        make_post("o1", "v1", "p1", "secretary"),
        make_post("o2", "v1", "p2", "group_leader", in_team=False),
        make_post("o3", "b1", "p1", "secretary"),
    )
    records = {"organizations": VILLAGE, "people": people, "posts": posts}

    assert measured("count", "COUNT(posts)", **records) == 2
    assert measured("count", "COUNT(team)", **records) == 1
    assert measured("age", "AVERAGE(posts.age)", **records) == Fraction(44 + 34, 2)


def test_age_is_full_years_on_the_day_of_evaluation():
    people = (make_person("p1", "v1", born=19800630), make_person("p2", "v1", born=19800701))

    assert measured("age", "SUM(members.age)", people=people) == 44 + 43


def test_a_formula_of_each_record_is_totalled_and_averaged():
    people = (
        make_person("p1", "v1", born=19800630, techniques=2),
        make_person("p2", "v1", born=19800701, techniques=1),
        make_person("p3", "v1", born=19900630, techniques=0),
    )

    assert measured("number", "SUM(members, age * techniques)", people=people) == 44 * 2 + 43
    assert measured("number", "SUM(members WHERE age > 43, age * techniques)", people=people) == 88
    assert measured("number", "AVERAGE(members, age - techniques)", people=people) == Fraction(
        42 + 42 + 34, 3
    )


@pytest.mark.parametrize(
    ("type_", "formula"),
    [
        ("count", "COUNT(members)"),
        ("count", "COUNT(members WHERE age > 40)"),
        ("count", "SUM(members.techniques)"),
        ("age", "AVERAGE(members.age)"),
        ("age", "AVERAGE(team.age)"),
        ("percent", "SHARE(members WHERE age > 40, members)"),
    ],
)
def test_whatever_is_asked_of_a_register_without_any_record_is_missing(type_, formula):
    assert measured(type_, formula) is MISSING


def test_sums_of_nothing_are_zero_and_averages_of_nothing_not_applicable():
    people = (make_person("p1", "v1", born=20000101, techniques=1),)

    assert measured("count", "COUNT(members WHERE age > 90)", people=people) == 0
    assert measured("count", "SUM((members WHERE age > 90).techniques)", people=people) == 0
    assert measured("age", "AVERAGE((members WHERE age > 90).age)", people=people) is NOT_APPLICABLE
    assert (
        measured("percent", "SHARE(members WHERE age > 95, members WHERE age > 90)", people=people)
        is NOT_APPLICABLE
    )


def test_a_missing_value_of_a_counted_record_makes_the_sum_missing():
    people = (
        make_person("p1", "v1", sex="male", techniques=2),
        make_person("p2", "v1", sex="female", born=19800101),
    )

    assert measured("count", "SUM(members.techniques)", people=people) is MISSING
    assert measured("age", "AVERAGE(members.age)", people=people) is MISSING
    assert measured("count", "SUM((members WHERE sex = male).techniques)", people=people) == 2


def test_a_missing_condition_of_any_record_makes_the_count_missing():
    people = (make_person("p1", "v1", techniques=2), make_person("p2", "v1"))

    assert measured("count", "COUNT(members WHERE techniques > 1)", people=people) is MISSING
    assert measured("count", "COUNT(members WHERE techniques > 1 AND sex = male)", people=people) is MISSING
    assert measured("count", "COUNT(members WHERE KNOWN(techniques))", people=people) == 1


def test_records_whose_condition_is_not_applicable_are_left_out():
    people = (make_person("p1", "v1", techniques=2), make_person("p2", "v1", techniques=0))

    assert measured("count", "COUNT(members WHERE 4 / techniques > 1)", people=people) == 1


def test_a_looked_up_field_is_the_least_of_those_known_and_missing_without_one():
    people = (
        make_person("p1", "v1", born=19800101, education="college"),
        make_person("p2", "v1", born=19700101, education="bachelor"),
        make_person("p3", "v1"),
    )
    posts = (
        make_post("o1", "v1", "p1", "deputy_secretary"),
        make_post("o2", "v1", "p2", "deputy_secretary"),
        make_post("o3", "v1", "p3", "deputy_secretary"),
    )
    education = "choice, choices: education"

    assert measured("age", "post(deputy_secretary).age", people=people, posts=posts) == 44
    assert measured(education, "post(deputy_secretary).education", people=people, posts=posts) == "bachelor"
    assert measured("age", "post(secretary).age", people=people, posts=posts) is MISSING


def test_a_workplace_is_that_of_the_organization_itself():
    workplaces = (make_workplace("w1", "v1", population=1200), make_workplace("w2", "b1", population=3))

    assert measured("count", "workplace.population", organizations=VILLAGE, workplaces=workplaces) == 1200
    assert measured("count", "workplace.staff", organizations=VILLAGE, workplaces=workplaces) is MISSING


def test_records_are_given_with_whether_their_condition_holds():
    people = (
        make_person("p1", "v1", techniques=2),
        make_person("p2", "b1", techniques=1),
        make_person("p3", "v1"),
    )
    measures = (
        "  able: {type: count, title: {zh: 会, en: Able}, derive: COUNT(members WHERE techniques > 1)}\n"
    )
    text = scheme(measures=measures)
    reference = reference_of(text, organizations=VILLAGE, people=people)
    counted = program_of({"village": text}, "village").measure("able").expression
    assert isinstance(counted, Counted)

    judged = reference.records("v1", counted.records)

    assert [(each.row["key"], each.holds, each.organization) for each in judged] == [
        ("p1", True, "v1"),
        ("p2", False, "b1"),
        ("p3", MISSING, "v1"),
    ]


def township(measures: str, **children: str) -> Reference:
    text = scheme(name="township", level="township", top="children: test/village\n", measures=measures)
    below = scheme(
        parts="  only: {title: {zh: 唯一, en: Only}, points: 10, missing: exclude, pass: amount > 0}\n",
        grades="  good: {title: {zh: 好, en: Good}, when: total >= 10}\n  last: {title: {zh: 末, en: Last}}\n",
    )
    values = []
    for key, amount in children.items():
        is_number = amount.lstrip("-").isdigit()
        if amount != "missing":
            values.append(
                make_value(key, "amount", int(amount) if is_number else None, not_applicable=not is_number)
            )
    villages = [make_organization(key, "village", "t1") for key in children]
    stranger = make_organization("v9", "village", "t2")
    rows = Rows(organizations=[make_organization("t1", "township"), *villages, stranger], values=values)
    program = program_of({"township": text, "village": below}, "township")
    return Reference(program, tables_of(rows), as_of=AS_OF, period=PERIOD)


def asked(formula: str, **children: str) -> object:
    measures = f'  asked: {{type: number, title: {{zh: 问, en: Asked}}, derive: "{formula}"}}\n'
    return township(measures, **children).measure("t1", "asked")


def test_children_are_the_evaluated_organizations_below_with_measures_total_and_grade():
    assert asked("COUNT(children)", v1="5", v2="-5") == 2
    assert asked("SUM(children.amount)", v1="5", v2="-5") == 0
    assert asked("AVERAGE(children.total)", v1="5", v2="-5") == 5
    assert asked("COUNT(children WHERE grade = good)", v1="5", v2="-5") == 1


def test_a_child_that_is_left_out_has_no_total_and_no_grade():
    assert asked("AVERAGE(children.total)", v1="5", v2="missing") == 10
    assert asked("COUNT(children WHERE grade = last)", v1="5", v2="missing") == 0


def test_a_missing_measure_of_a_child_makes_the_sum_missing_and_one_that_cannot_exist_is_left_out():
    assert asked("SUM(children.amount)", v1="5", v2="missing") is MISSING
    assert asked("AVERAGE(children.amount)", v1="5", v2="never") == 5
    assert asked("SUM((children WHERE KNOWN(amount)).amount)", v1="5", v2="missing") == 5


def test_a_field_of_a_judged_record_can_be_asked_for():
    measures = "  asked: {type: age, title: {zh: 问, en: Asked}, derive: AVERAGE(members.age)}\n"
    text = scheme(measures=measures)
    reference = reference_of(text, people=(make_person("p1", "v1", born=19800101),))
    averaged = program_of({"village": text}, "village").measure("asked").expression

    judged = reference.records("v1", averaged.records)

    assert [type(each) for each in judged] == [Judged]
    assert [reference.field(each, averaged.value) for each in judged] == [44]
