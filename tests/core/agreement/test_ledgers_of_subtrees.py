"""A ledger that counts the entries of those below: both executors, on records worked by hand."""

import json

import pytest
from executed import executed, load
from programs import AS_OF, PERIOD, make_organization, program_of, tables_of

from guben.backends import Duck
from guben.lowering import lower_program
from guben.reference import Reference
from guben.snapshot.records import Records
from guben.snapshot.tables import Closure, Entry

VILLAGE = """\
scheme: test/village
version: "1"
title: {zh: 名, en: Title}
for: {level: village}
total: 10
missing: exclude
ledgers:
  meetings:
    title: {zh: 会议, en: Meetings}
    REACH
    fields: {hours: {type: count, title: {zh: 学时, en: Hours}}}
parts:
  held: {title: {zh: 次数, en: Held}, points: 5, computed: COUNT(meetings)}
  hours: {title: {zh: 学时, en: Hours}, points: 5, computed: SUM(meetings.hours)}
grades:
  any: {title: {zh: 全部, en: All}}
"""
ORGANIZATIONS = [
    make_organization("v1", "village", "t1"),
    make_organization("v2", "village", "t1"),
    make_organization("b1", "branch", "t1", "v1"),
    make_organization("b2", "branch", "t1", "v2"),
]


def entry(key: str, organization: str, hours: int) -> Entry:
    fields = json.dumps({"hours": hours})
    return Entry(key, organization, "meetings", PERIOD, None, 20240105, fields, "test")


def closed(*organizations: str) -> list[Closure]:
    return [Closure(each, "meetings", PERIOD, "test") for each in organizations]


def points(reach: str, entries: list[Entry], closures: list[Closure]) -> list[dict[str, object]]:
    program = program_of({"village": VILLAGE.replace("REACH", reach)}, "village")
    records = Records(organizations=ORGANIZATIONS, entries=entries, closures=closures)
    reference = Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD).all_results()
    with Duck() as duck:
        load(duck, records)
        assert executed(duck, program, lower_program(program, as_of=AS_OF, period=PERIOD)) == reference
    return [{path: each.points[path] for path in ("held", "hours")} for each in reference]


@pytest.mark.parametrize(
    ("reach", "first"),
    [("subtree: true", {"held": 3, "hours": 4}), ("subtree: false", {"held": 1, "hours": 2})],
)
def test_entries_of_branches_count_where_the_ledger_is_of_the_subtree(reach: str, first: dict[str, int]):
    entries = [entry("e1", "v1", 2), entry("e2", "b1", 1), entry("e3", "b1", 1)]

    found = points(reach, entries, closed("v1", "v2"))

    assert found == [first, {"held": 0, "hours": 0}]


def test_the_village_closes_it_for_its_branches_and_a_branch_does_not_for_the_village():
    found = points("subtree: true", [entry("e1", "b1", 1), entry("e2", "b2", 3)], closed("v1", "b2"))

    assert found == [{"held": 1, "hours": 1}, {"held": None, "hours": None}]
