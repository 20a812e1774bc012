"""Names of organizations written a little differently: what is still the same, and what never is."""

import pytest
from office_workbooks import COUNTY, ORGANIZATION_HEADINGS, read_sheets, said


def read_member_of(folder, words, *names):
    """Read one member of `words`, in a county of the named organizations; return the code it got and what was said."""
    rows = [[f"X{number}", name, "C1", "党支部", "村", "农村"] for number, name in enumerate(names, start=1)]
    members = [["姓名", "所在党组织"], ["甲", words]]
    reading = read_sheets(folder, {"组织": [ORGANIZATION_HEADINGS, COUNTY, *rows], "党员": members})
    return [each.organization for each in reading.records.people], said(reading)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("东 村党支部", "东村党支部"),
        ("东村（一）党支部", "东村(一)党支部"),
        ("中共东村支部委员会", "东村党支部"),
        ("东村党支部", "中国共产党东村支部委员会"),
        ("东村总支部委员会", "东村党总支"),
        ("东村党委", "中共东村委员会"),
        ("甲县县委东村党支部", "东村党支部"),
        ("甲县县委/东村党支部", "东村党支部"),
    ],
)
def test_spaces_brackets_and_official_endings_make_no_difference(tmp_path, words, name):
    assert read_member_of(tmp_path, words, name) == (["X1"], [])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("甲村支部", "甲村党支部"),
        ("甲村", "甲村党支部"),
        ("甲", "甲村党支部"),
        ("甲党支部", "甲村党支部"),
        ("甲行政村党支部", "甲村党支部"),
        ("甲居委会党支部", "甲社区党支部"),
        ("甲县县委甲村支部", "甲村党支部"),
        ("甲县县委甲", "甲村党支部"),
    ],
)
def test_names_that_leave_something_out_are_understood_with_a_warning(tmp_path, words, name):
    assert read_member_of(tmp_path, words, name) == (["X1"], [("W557", f'"{words}" is read as "{name}".', 0)])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("城关社区党总支", "城关村党支部"),
        ("城关社区", "城关村党支部"),
        ("城关居委会", "城关村党支部"),
        ("城关居民委员会党支部", "城关村党支部"),
        ("城关村", "城关社区党支部"),
        ("城关村民委员会", "城关社区党支部"),
        ("城关村党总支", "城关村党支部"),
        ("城关村党委", "城关村党支部"),
        ("城关村支部", "城关村党总支"),
        ("城关村联合党支部", "城关村党支部"),
        ("中共城关村委员会", "城关村党总支"),
        ("城关党工委", "城关党委"),
        ("甲县县委城关社区党支部", "城关村党支部"),
    ],
)
def test_a_village_is_no_community_and_a_branch_no_committee(tmp_path, words, name):
    people, told = read_member_of(tmp_path, words, name)

    assert (people, [code for code, _, _ in told]) == ([], ["E552"])


def test_of_village_and_community_the_one_that_is_written_is_meant(tmp_path):
    people, told = read_member_of(
        tmp_path, "城关社区支部", "城关村党支部", "城关社区党支部", "城关社区党总支"
    )

    assert (people, told) == (["X2"], [("W557", '"城关社区支部" is read as "城关社区党支部".', 0)])


def test_a_name_without_its_ending_is_ambiguous_where_several_fit(tmp_path):
    people, told = read_member_of(tmp_path, "城关", "城关村党支部", "城关社区党支部")

    assert (people, [code for code, _, _ in told]) == ([], ["E553"])


def test_names_read_loosely_are_one_warning_with_the_first_of_them(tmp_path):
    organizations = [[f"X{n}", f"第{n}村党支部", "C1", "党支部", "村", "农村"] for n in range(30)]
    members = [["姓名", "所在党组织"], *(["甲", f"第{n}村支部"] for n in range(30))]

    reading = read_sheets(
        tmp_path, {"组织": [ORGANIZATION_HEADINGS, COUNTY, *organizations], "党员": members}
    )

    assert said(reading) == [("W557", '"第0村支部" is read as "第0村党支部".', 29)]
