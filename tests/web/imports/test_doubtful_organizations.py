"""Rows of which it cannot be told which organization they mean: none of them is applied, nor their members."""

import pytest
from web.builders import make_account
from web.counties import AS_OF, COUNTY, TOWNSHIP, bring_in, read, write_county

from guben_web.imports.enums import Outcome
from guben_web.org.models import OrganizationVersion
from guben_web.people.models import Member

pytestmark = pytest.mark.django_db
REED = ["V1", "芦岗村党支部", "T1", "党支部", "村", "农村", 210, 800]
STONE = ["V2", "砚垌村党支部", "T1", "党支部", "村", "农村", 180, 700]
AN = ["安禾", "", "", "1980-03-04", "芦岗村党支部", "2001-07-01", "", ""]
BAI = ["白苇", "", "", "1981-03-04", "砚垌村党支部", "2002-07-01", "", ""]
BAI_BY_CODE = [*BAI[:4], "V1", *BAI[5:]]


@pytest.fixture
def department():
    return make_account("department")


@pytest.fixture
def county(tmp_path, department):
    path = write_county(
        tmp_path / "county.xlsx", organizations=[COUNTY, TOWNSHIP, REED, STONE], members=[AN, BAI]
    )
    return bring_in(path, department)


def refusals(batch):
    """Return the codes of the reasons of each refused row."""
    lines = batch.lines.filter(outcome=Outcome.REFUSED).order_by("kind", "row")
    return [(line.label, [each["code"] for each in line.reasons]) for line in lines]


@pytest.mark.parametrize("member", [BAI, BAI_BY_CODE])
def test_a_code_copied_to_the_neighbour_refuses_both_rows_and_every_member_of_either(
    tmp_path, department, county, member
):
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, REED, ["V1", *STONE[1:7], 701]],
        members=[AN, member],
    )

    batch = read(path, department)

    found = refusals(batch)
    assert [label for label, _ in found] == ["安禾", "白苇", "芦岗村党支部", "砚垌村党支部"]
    assert [codes for _, codes in found[2:]] == [["E550"], ["E550", "another-has-the-name"]]
    assert batch.counts == {
        "ORGANIZATION.UNCHANGED": 2,
        "ORGANIZATION.REFUSED": 2,
        "MEMBER.REFUSED": 2,
    }


def test_a_row_with_the_code_of_another_organization_that_keeps_its_own_name_is_refused(
    tmp_path, department, county
):
    path = write_county(
        tmp_path / "later.xlsx", organizations=[COUNTY, TOWNSHIP, ["V1", *STONE[1:]]], members=[BAI]
    )

    bring_in(path, department)

    versions = OrganizationVersion.objects.filter(organization__key__in=("V1", "V2"))
    assert sorted(versions.values_list("organization__key", "name")) == [
        ("V1", "芦岗村党支部"),
        ("V2", "砚垌村党支部"),
    ]
    assert Member.objects.get(name="白苇").organization.key == "V2"


def test_what_cannot_be_told_is_said_with_both_names(tmp_path, department, county):
    path = write_county(tmp_path / "later.xlsx", organizations=[COUNTY, TOWNSHIP, ["V1", *STONE[1:]]])

    batch = read(path, department)

    line = batch.lines.get(label="砚垌村党支部")
    assert [each["zh"] for each in line.reasons] == [
        "代码V1在系统里是“芦岗村党支部”，同一上级下另有一个“砚垌村党支部”：看不出是改名，还是代码填错了。"
    ]


def test_a_name_that_nobody_has_yet_is_a_new_name(tmp_path, department, county):
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, ["V1", "芦港村党支部", *REED[2:]], STONE],
        members=[],
    )

    batch = bring_in(path, department, as_of=AS_OF)

    assert batch.counts == {"ORGANIZATION.UNCHANGED": 3, "ORGANIZATION.CHANGED": 1}


def test_two_rows_about_one_organization_by_code_and_by_name_are_both_refused(tmp_path, department, county):
    path = write_county(
        tmp_path / "later.xlsx",
        organizations=[COUNTY, TOWNSHIP, ["V1", "芦港村党支部", *REED[2:]], ["V9", *REED[1:]]],
        members=[],
    )

    batch = read(path, department)

    assert refusals(batch) == [("芦港村党支部", ["twice"]), ("芦岗村党支部", ["twice"])]
