"""What once differed between SQL and the reference, as small as it could be made."""

from collections.abc import Iterator

import pytest
from executed import executed, load
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

from guben.backends import Duck
from guben.lowering import lower_program
from guben.plan import Program
from guben.reference import OrganizationResult, Reference
from guben.resolve import load_scheme, names_of
from guben.snapshot.records import Records

TITLE = "title: {zh: 名, en: Title}"
VILLAGE = f"""\
scheme: test/village
version: "1"
{TITLE}
for: {{level: village}}
total: 10
measures:
  amount: {{type: count, {TITLE}, report: {{period: year}}}}
DERIVEDparts:
  only: {{{TITLE}, points: 10, missing: exclude, SCORING}}
grades:
  good: {{{TITLE}, when: "GOOD"}}
  last: {{{TITLE}}}
"""
TOWNSHIP = f"""\
scheme: test/township
version: "1"
{TITLE}
for: {{level: township}}
total: 10
children: test/village
measures:
  asked: {{type: number, {TITLE}, derive: "ASKED"}}
parts:
  only: {{{TITLE}, points: 10, computed: asked}}
grades:
  last: {{{TITLE}}}
"""


@pytest.fixture(scope="module")
def duck() -> Iterator[Duck]:
    with Duck() as engine:
        yield engine


def village(*, derived: str = "", scoring: str = "pass: amount > 0", good: str = "total > 5") -> str:
    measure = f"  {derived}\n" if derived else ""
    return VILLAGE.replace("DERIVED", measure).replace("SCORING", scoring).replace("GOOD", good)


def agreed(duck: Duck, program: Program, records: Records) -> list[OrganizationResult]:
    """Return the results, which are the same in SQL and in plain Python."""
    load(duck, records)
    results = Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD).all_results()
    assert executed(duck, program, lower_program(program, as_of=AS_OF, period=PERIOD)) == results
    return results


def one_village(**records: list[object]) -> Records:
    return Records(organizations=[make_organization("v1", "village", "t1")], **records)  # type: ignore[arg-type]


@pytest.mark.parametrize("divisor", ["amount", "workplace.population", "(amount - amount)", "0"])
def test_a_quotient_without_a_divisor_is_not_known(duck: Duck, divisor: str):
    derived = f'share: {{type: number, {TITLE}, derive: "5 / {divisor}"}}'
    program = program_of({"village": village(derived=derived, scoring='pass: "KNOWN(share)"')}, "village")

    results = agreed(duck, program, one_village(workplaces=[make_workplace("w1", "v1")]))

    assert [each.points for each in results] == [{"only": 0, "": 0}]


@pytest.mark.parametrize("chosen", ["MAX({}, 4)", "MIN(4, {})", "IF(amount > 1, {}, 4)", "IF({} > 1, 5, 4)"])
def test_what_is_divided_by_nothing_whatever_the_figures_are_is_not_applicable(duck: Duck, chosen: str):
    divided = chosen.format("amount / 0")
    program = program_of({"village": village(scoring=f'computed: "{divided}"')}, "village")

    results = agreed(duck, program, one_village(values=[make_value("v1", "amount", 2)]))

    assert [each.points["only"] for each in results] == [None]


def test_parts_and_grades_may_ask_about_records_themselves(duck: Duck):
    scoring = 'start: zero, lines: [{plus: 2, each: "members WHERE techniques > 1"}]'
    good = "post(secretary).education >= college AND SHARE(team, members) = 50%"
    program = program_of({"village": village(scoring=scoring, good=good)}, "village")
    people = [
        make_person("p1", "v1", techniques=2, education="bachelor"),
        make_person("p2", "v1", techniques=1),
    ]

    results = agreed(
        duck, program, one_village(people=people, posts=[make_post("o1", "v1", "p1", "secretary")])
    )

    assert [(each.points, each.grade) for each in results] == [({"only": 2, "": 2}, "good")]


@pytest.mark.parametrize("name", ["rank", "grade", "veto", "organization", "name", "in_township"])
def test_measures_are_not_called_like_the_columns_of_results(name: str, tmp_path):
    file = tmp_path / "village.yaml"
    file.write_text(village(derived=f"{name}: {{type: number, {TITLE}, derive: amount}}"), encoding="utf-8")
    scheme = load_scheme(str(file)).scheme
    assert scheme is not None

    _, findings = names_of(scheme)

    assert [finding.code.number for finding in findings] == ["E210"]


@pytest.mark.parametrize("name", ["amount__na", "amount__over", "x0", "a0"])
def test_measures_may_be_called_whatever_an_inner_column_might(duck: Duck, name: str):
    derived = f'{name}: {{type: number, {TITLE}, derive: "5 / amount"}}'
    program = program_of(
        {"village": village(derived=derived, scoring=f'pass: "({name} + 1) * ({name} + 1) > 2"')}, "village"
    )

    results = agreed(duck, program, one_village(values=[make_value("v1", "amount", 2)]))

    assert [each.points["only"] for each in results] == [10]


@pytest.mark.parametrize(
    ("asked", "points"),
    [
        ("AVERAGE(children.total)", 10),
        ("COUNT(children WHERE grade = last)", 0),
        ("COUNT(children WHERE grade = good)", 1),
        ("SUM((children WHERE amount > 1).total)", 0),
    ],
)
def test_a_child_that_is_left_out_has_no_total_and_no_grade(duck: Duck, asked: str, points: int):
    texts = {"village": village(), "township": TOWNSHIP.replace("ASKED", asked)}
    villages = [make_organization(key, "village", "t1") for key in ("v1", "v2")]
    records = Records(
        organizations=[make_organization("t1", "township"), *villages], values=[make_value("v1", "amount", 1)]
    )

    results = agreed(duck, program_of(texts, "township"), records)

    assert [each.points["only"] for each in results] == [points]


@pytest.mark.parametrize("asked", ["MIN(members.age)", "post(secretary).age"])
def test_the_years_of_one_person_can_be_divided_by(duck: Duck, asked: str):
    # Years are the difference of two days, and a day takes up less room than a product does.
    derived = f"share: {{type: percent, {TITLE}, report: {{period: year}}}}"
    program = program_of(
        {"village": village(derived=derived, scoring=f'computed: "ROUND(100 * share / ({asked}), 0)"')},
        "village",
    )
    records = one_village(
        people=[make_person("p1", "v1", born=19790101)],
        posts=[make_post("o1", "v1", "p1", "secretary")],
        values=[make_value("v1", "share", 90_000_000, scale=8)],
    )

    results = agreed(duck, program, records)

    # 100 × 90 % / 45.
    assert [each.points["only"] for each in results] == [2]
