"""The tree of organizations: superiors by code and name, keys, paths, and trees that cannot be."""

import pytest
from office_workbooks import COUNTY, TOWNSHIP, VILLAGE, read_organizations, said

EAST = ["T2", "河东镇党委", "C1", "党委", "乡镇", "农村"]


def village(code, name, parent):
    return [code, name, parent, "党支部", "村", "农村"]


def test_keys_paths_and_ancestors_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [COUNTY, TOWNSHIP, VILLAGE, EAST, village("", "东村党支部", "T2")]

    forwards = read_organizations(tmp_path, *rows).records.organizations
    backwards = read_organizations(tmp_path, *reversed(rows)).records.organizations

    assert [each[:-1] for each in forwards] == [each[:-1] for each in backwards]
    assert [(each.key, each.path, each.in_township, each.in_village) for each in forwards] == [
        ("C1", "0001", None, None),
        ("T1", "0001/0001", "T1", None),
        ("V1", "0001/0001/0001", "T1", "V1"),
        ("T2", "0001/0002", "T2", None),
        ("T2/东村党支部", "0001/0002/0001", "T2", "T2/东村党支部"),
    ]


def test_a_name_that_two_villages_share_is_understood_with_the_township_before_it(tmp_path):
    group = ["G1", "第一党小组", "河东镇东村党支部", "党小组", "党小组", "农村"]

    reading = read_organizations(
        tmp_path, COUNTY, TOWNSHIP, EAST, VILLAGE, village("V2", "东村党支部", "T2"), group
    )

    assert (reading.findings, reading.records.organizations[-1].parent) == ((), "V2")


def test_a_name_that_two_villages_share_is_ambiguous_alone(tmp_path):
    group = ["G1", "第一党小组", "东村党支部", "党小组", "党小组", "农村"]

    reading = read_organizations(
        tmp_path, COUNTY, TOWNSHIP, EAST, VILLAGE, village("V2", "东村党支部", "T2"), group
    )

    message = (
        '"东村党支部" may be any of these: 城关镇党委 / 东村党支部（V1）, 河东镇党委 / 东村党支部（V2）.'
    )
    assert said(reading) == [("E553", message, 0)]


@pytest.mark.parametrize("words", ["城光镇党委", "城光镇"])
def test_an_unknown_superior_names_the_nearest(tmp_path, words):
    reading = read_organizations(tmp_path, COUNTY, TOWNSHIP, village("V1", "东村党支部", words))

    message = f'No organization has the code or name "{words}". Did you mean 城关镇党委?'
    assert said(reading) == [("E552", message, 0)]


def test_a_code_that_is_there_twice_is_an_error_of_both_rows(tmp_path):
    reading = read_organizations(tmp_path, COUNTY, TOWNSHIP, village("T1", "东村党支部", "城关镇党委"))

    assert said(reading) == [
        ("E550", 'The code "T1" is the same as in row 4.', 0),
        ("E550", 'The code "T1" is the same as in row 3.', 0),
    ]


def test_a_name_that_is_there_twice_under_one_superior_is_an_error(tmp_path):
    reading = read_organizations(tmp_path, COUNTY, TOWNSHIP, VILLAGE, village("V2", "东村党支部", "T1"))

    assert said(reading) == [("E551", '"东村党支部" has the same name and the same superior as row 4.', 0)]


def test_superiors_in_a_circle_are_an_error_that_names_the_chain(tmp_path):
    rows = [village("A", "甲村党支部", "B"), village("B", "乙村党支部", "A")]

    reading = read_organizations(tmp_path, COUNTY, *rows)

    assert said(reading)[0] == (
        "E554",
        "These organizations are each other's superiors: 甲村党支部 → 乙村党支部 → 甲村党支部.",
        0,
    )


def test_an_organization_that_is_its_own_superior_is_an_error(tmp_path):
    reading = read_organizations(tmp_path, COUNTY, village("A", "甲村党支部", "A"))

    assert [each.code.number for each in reading.findings] == ["E554"]


def test_a_level_that_is_not_below_the_superiors_is_an_error(tmp_path):
    reading = read_organizations(
        tmp_path, COUNTY, [*VILLAGE[:2], "C1", *VILLAGE[3:]], village("V2", "西村党支部", "V1")
    )

    message = '"西村党支部" is of the level Village or community and its superior "东村党支部" of the level Village or community; it must be below it.'
    assert said(reading) == [("E555", message, 0)]


def test_branches_may_stand_below_branches(tmp_path):
    branches = [
        ["B1", "机关支部", "C1", "党支部", "支部", "机关"],
        ["B2", "车间支部", "B1", "党支部", "支部", "机关"],
    ]

    assert read_organizations(tmp_path, COUNTY, *branches).findings == ()


def test_an_empty_required_cell_is_an_error(tmp_path):
    reading = read_organizations(tmp_path, COUNTY, ["T1", "城关镇党委", "C1", "党委", "", "农村"])

    assert said(reading) == [("E520", '"Level" is empty.', 0)]


def test_a_code_that_excel_has_cut_is_an_error(tmp_path):
    reading = read_organizations(tmp_path, COUNTY, [110105198506120000, *TOWNSHIP[1:]])

    assert [each.code.number for each in reading.findings] == ["E556"]


@pytest.mark.parametrize("words", ["陈建党", "欧阳小村", "13800001234", "110105198506120026"])
def test_a_person_who_stands_for_the_superior_is_not_named(tmp_path, words):
    reading = read_organizations(tmp_path, COUNTY, village("V1", "东村党支部", words))

    assert said(reading) == [("E552", 'No organization has the code or name "***".', 0)]
