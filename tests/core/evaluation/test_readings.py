"""How often records are read: whatever is asked of the sets of one table comes from one reading of it."""

from datetime import date

import pytest
from programs import make_organization, make_person, make_post, program_of
from sqlglot import exp

from guben.backends import Duck
from guben.diagnostics import FilePlace
from guben.evaluation.checking import program_to_compute
from guben.evaluation.engine import compute_tables
from guben.evaluation.tables import result_rows
from guben.lowering import lower_program
from guben.plan import Program
from guben.snapshot.records import Records
from guben.snapshot.store import load_records

DAY = date(2024, 12, 31)
PARTS = {
    "members": "COUNT(members)",
    "young": "COUNT(members WHERE age <= 35)",
    "age": "AVERAGE(members.age) / 10",
    "applicants": "COUNT(applicants)",
    "activists": "COUNT(applicants WHERE status = activist)",
    "team": "COUNT(team)",
    "posts": "COUNT(posts)",
}


@pytest.fixture(scope="module")
def everybody() -> Program:
    """A scheme that asks of members, applicants, the team and all posts."""
    title = "title: {zh: 名, en: Title}"
    parts = "\n".join(
        f'  {name}: {{{title}, points: 10, missing: exclude, computed: "{formula}"}}'
        for name, formula in PARTS.items()
    )
    scheme = f"""\
scheme: test/everybody
version: "1"
{title}
for: {{level: village}}
total: 70
parts:
{parts}
grades:
  any: {{{title}}}
"""
    return program_of({"everybody": scheme}, "everybody")


def times_read(program: Program, table: str) -> int:
    """Return how many statements go through the rows of a table as records."""
    lowered = lower_program(program, as_of=20241231, period="2024")
    tables = [each for statement in lowered.statements for each in statement.query.find_all(exp.Table)]
    return [(each.name, each.alias) for each in tables].count((table, "r"))


@pytest.mark.parametrize("scheme", ["pioneer-project/village", "foundation-year/grading"])
def test_one_pass_over_people_yields_all_measures_of_the_schemes_that_ship(scheme):
    assert times_read(program_to_compute(scheme), "people") == 1


def test_one_pass_over_people_yields_measures_of_members_and_of_applicants(everybody):
    assert times_read(everybody, "people") == 1


def test_one_pass_over_posts_yields_measures_of_the_team_and_of_all_posts(everybody):
    assert times_read(everybody, "posts") == 1


def test_sets_read_together_are_known_or_missing_each_for_itself(everybody):
    held = Records(
        organizations=[make_organization(f"v{number}", "village") for number in range(1, 5)],
        people=[
            make_person("p1", "v1", born=19_940_615),
            make_person("p2", "v1", born=19_540_615, status="probationary"),
            make_person("p3", "v1", status="activist"),
            make_person("p4", "v2", born=19_740_615),
            make_person("p5", "v3", status="applicant"),
        ],
        posts=[
            make_post("o1", "v1", "p1", "secretary"),
            make_post("o2", "v1", "p2", "member", in_team=False),
            make_post("o3", "v2", "p4", "member", in_team=False),
        ],
    )

    with Duck() as engine:
        load_records(engine, held)
        computed = compute_tables(engine, everybody, as_of=DAY, period="2024", place=FilePlace("test"))
        rows = result_rows(engine, everybody, computed.lowered)

    points = {row.name: tuple(row.points[name] for name in PARTS) for row in rows}
    # On the last day of 2024 the members of v1 are 30 and 70 years old, that of v2 is 50. Who has handed in no
    # applicant, no member or nobody of the team has not said that there is none.
    assert points == {
        "v1": (2, 1, 5, 1, 1, 1, 2),
        "v2": (1, 0, 5, None, None, None, 1),
        "v3": (None, None, None, 1, 0, None, None),
        "v4": (None, None, None, None, None, None, None),
    }
