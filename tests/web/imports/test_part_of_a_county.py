"""Workbooks that list a part of what the register holds: superiors and organizations of members are found there."""

import pytest
import xlsxwriter
from web.builders import make_account
from web.counties import (
    GUO,
    LIN,
    MEMBER_HEADINGS,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    bring_in,
    read,
    write_county,
)

from guben_web.imports.enums import State
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.people.models import Member

pytestmark = pytest.mark.django_db
NEW_VILLAGE = ["V3", "蓼湾村党支部", "篁川镇党委", "党支部", "村", "农村", 90, 300]


@pytest.fixture
def township(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), make_account("department"))
    return make_account("township", organization_id=Organization.objects.get(key="T1").pk)


@pytest.mark.parametrize("superior", ["C1", "云岭县委"])
def test_a_township_brings_in_its_own_part_with_its_superior_only_named(tmp_path, township, superior):
    part = [[*TOWNSHIP[:2], superior, *TOWNSHIP[3:]], [*VILLAGE[:7], 801], NEW_VILLAGE]
    path = write_county(tmp_path / "part.xlsx", organizations=part, members=[LIN, GUO])

    batch = bring_in(path, township)

    assert batch.counts == {
        "ORGANIZATION.UNCHANGED": 1,
        "ORGANIZATION.CHANGED": 1,
        "ORGANIZATION.CREATED": 1,
        "MEMBER.UNCHANGED": 2,
    }
    assert OrganizationVersion.objects.get(organization__key="V3").parent.key == "T1"


def test_a_row_is_not_suggested_as_its_own_superior(tmp_path):
    path = write_county(
        tmp_path / "part.xlsx", organizations=[["9901-20", *TOWNSHIP[1:2], "9901", *TOWNSHIP[3:]]]
    )

    batch = read(path, make_account("department"))

    found = [each["message"]["zh"] for each in batch.findings if each["code"] == "E552"]
    assert found[0] == "没有代码或名称为“9901”的组织。"


def test_a_name_that_another_township_has_too_means_the_village_of_ones_own(tmp_path, township):
    elsewhere = ["V7", VILLAGE[1], "T2", *VILLAGE[3:]]
    bring_in(
        write_county(
            tmp_path / "more.xlsx",
            organizations=[["C1", "云岭县委", "", "党委", "县", "机关"], TOWNSHIP_2, elsewhere],
            members=[],
        ),
        make_account("department"),
    )
    group = ["G1", "第一党小组", VILLAGE[1], "党小组", "党小组", "农村", "", ""]

    bring_in(write_county(tmp_path / "part.xlsx", organizations=[group], members=[]), township)

    assert OrganizationVersion.objects.get(organization__key="G1").parent.key == "V1"


def test_members_alone_are_brought_in_where_their_organizations_are_known(tmp_path, township):
    path = tmp_path / "members.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("党员")
    for row, cells in enumerate(
        [
            MEMBER_HEADINGS,
            ["宋禾", "", "", "1990-01-01", "荻汀村党支部", "", "", ""],
            [*LIN[:4], "荒村", *LIN[5:]],
        ]
    ):
        sheet.write_row(row, 0, cells)
    book.close()

    batch = bring_in(path, township)

    assert (batch.state, batch.counts) == (State.APPLIED, {"MEMBER.CREATED": 1, "MEMBER.REFUSED": 1})
    assert Member.objects.get(name="宋禾").organization.key == "V1"
