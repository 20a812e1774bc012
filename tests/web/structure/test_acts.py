"""Founding, changing, merging, splitting and dissolving organizations: what holds from when, and what forbids it."""

from datetime import date, timedelta

import pytest
from web.builders import NOW
from web.structure.trees import (
    JUNE,
    MARCH,
    TODAY,
    described,
    make_department,
    make_members,
    make_organization,
    make_tree,
    on,
    parent_on,
)

from guben_web.audit.models import Entry
from guben_web.org.access import Scope, holding_on
from guben_web.org.models import OrganizationVersion, Succession, Workplace
from guben_web.org.queries import tree_on
from guben_web.people.models import MemberChange, Membership, Post
from guben_web.structure import actions
from guben_web.structure.asking import Change, Dissolution, Founding, Merger, Split
from guben_web.structure.models import Act
from guben_web.structure.plans import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def do(action, asked):
    return action(asked=asked, by=make_department(), now=NOW)


def names_on(day):
    return sorted(node.version.name for top in tree_on(day, Scope(True)) for node in top.walk())


def problems(asked):
    return [each.words.zh for each in plan(asked, today=TODAY).problems]


def where_on(day):
    """Return the names of everybody's organizations on a day, by the person's name."""
    rows = Membership.objects.filter(holding_on(day)).values_list("member__name", "organization__key")
    assert len(rows) == len(dict(rows))
    return dict(rows)


def test_a_founded_organization_is_there_from_its_day_on(tree):
    do(actions.found_organization, Founding(described("荻汀村党支部", tree["T2"], code="V9"), on(JUNE)))

    new = OrganizationVersion.objects.get(name="荻汀村党支部")
    assert (new.organization.code, new.parent, new.valid_from, new.valid_to) == ("V9", tree["T2"], JUNE, None)
    assert new.name_initials == "dtcdzb"
    assert ("荻汀村党支部" in names_on(JUNE), "荻汀村党支部" in names_on(JUNE - timedelta(1))) == (
        True,
        False,
    )
    assert list(Entry.objects.values_list("action", flat=True).filter(action__startswith="organization")) == [
        "organization.founded"
    ]


def test_a_new_name_and_a_new_superior_hold_from_the_day_and_the_old_ones_until_it(tree):
    changed = described("V1社区党总支", tree["T2"], type="general_branch", field="community", code="V1")

    act = do(actions.change_organization, Change(tree["V1"].pk, changed, on(JUNE)))

    before, after = tree["V1"].versions.order_by("id")
    assert (before.name, before.valid_to, after.name, after.valid_from) == (
        "V1党支部",
        JUNE,
        "V1社区党总支",
        JUNE,
    )
    assert (parent_on(tree["V1"], date(2025, 5, 31)), parent_on(tree["V1"], JUNE)) == ("T1", "T2")
    assert [each["zh"] for each in act.changes] == [
        "名称由“V1党支部”改为“V1社区党总支”。",
        "组织类别由“党支部”改为“党总支”。",
        "领域由“农村”改为“城市社区”。",
        "上级党组织由“T1党支部”改为“T2党支部”。",
        "2025-06-01以前的情况留作历史，可以按日期查看。",
    ]


def test_a_second_change_of_the_same_day_corrects_the_first(tree):
    do(actions.change_organization, Change(tree["V1"].pk, described("甲", tree["T1"], code="V1"), on(JUNE)))
    do(actions.change_organization, Change(tree["V1"].pk, described("乙", tree["T1"], code="V1"), on(JUNE)))

    assert list(tree["V1"].versions.order_by("id").values_list("name", flat=True)) == ["V1党支部", "乙"]


def test_a_merger_takes_people_what_is_below_and_workplaces_along_and_keeps_the_predecessors(tree):
    people = make_members(tree["V1"], 2)
    make_members(tree["V2"], 1)
    Post.objects.create(organization=tree["V1"], member=people[0], post="secretary", in_team=True)
    Workplace.objects.create(organization=tree["V1"], kind="village", households=210)
    asked = Merger(tree["V2"].pk, (tree["V1"].pk, tree["V3"].pk), on(JUNE))

    made = plan(asked, today=TODAY)
    do(actions.merge_organizations, asked)

    assert [each.zh for each in made.changes] == [
        "“V1党支部”自2025-06-01起并入“V2党支部”，2名党员和入党对象转入；“V1党支部”撤销，记为前身。",
        "1个下级组织改由“V2党支部”管理：B1党支部。",
        "在“V1党支部”担任的1个职务于2025-06-01免去。",
        "1个所在单位改由“V2党支部”联合覆盖。",
        "“V3党支部”自2025-06-01起并入“V2党支部”，0名党员和入党对象转入；“V3党支部”撤销，记为前身。",
    ]
    assert where_on(date(2025, 5, 31)) == {"V10": "V1", "V11": "V1", "V20": "V2"}
    assert where_on(JUNE) == {"V10": "V2", "V11": "V2", "V20": "V2"}
    assert (parent_on(tree["B1"], date(2025, 5, 31)), parent_on(tree["B1"], JUNE)) == ("V1", "V2")
    assert names_on(JUNE) == ["B1党支部", "C党支部", "T1党支部", "T2党支部", "V2党支部"]
    assert Post.objects.get().end_date == JUNE
    assert [(row.cover, row.valid_from) for row in tree["V2"].workplaces.all()] == [("JOINT", JUNE)]
    assert sorted(Succession.objects.values_list("predecessor__key", "successor__key", "kind")) == [
        ("V1", "V2", "MERGED"),
        ("V3", "V2", "MERGED"),
    ]
    assert MemberChange.objects.filter(changes={"organization": ["V1", "V2"]}).count() == 2


def test_a_split_takes_those_who_were_chosen(tree):
    people = make_members(tree["V1"], 3)
    new = described("V1第二党支部", tree["T1"])

    do(
        actions.split_organization,
        Split(tree["V1"].pk, new, (people[0].pk, people[2].pk), (tree["B1"].pk,), on(JUNE)),
    )

    made = OrganizationVersion.objects.get(name="V1第二党支部").organization
    assert where_on(MARCH) == {"V10": "V1", "V11": "V1", "V12": "V1"}
    assert where_on(JUNE) == {"V10": made.key, "V11": "V1", "V12": made.key}
    assert parent_on(tree["B1"], JUNE) == made.key
    assert Succession.objects.get().successor == made


def test_dissolving_ends_what_has_nobody_and_nothing_below(tree):
    do(actions.dissolve_organization, Dissolution(tree["V3"].pk, on(JUNE)))

    assert ("V3党支部" in names_on(date(2025, 5, 31)), "V3党支部" in names_on(JUNE)) == (True, False)
    assert Act.objects.get().kind == "DISSOLVED"


def test_everything_that_forbids_dissolving_is_said_at_once_with_the_pages_that_help(tree):
    make_members(tree["V1"], 4)

    made = plan(Dissolution(tree["V1"].pk, on(JUNE)), today=TODAY)

    assert [(each.words.zh, each.url) for each in made.problems] == [
        (
            "“V1党支部”还有4名党员和入党对象，不能撤销；请先转出或并入别的组织。",
            f"/organizations/{tree['V1'].pk}/members?reach=own",
        ),
        (
            "它还有1个下级组织：B1党支部；请先撤销或改变它们的上级。",
            f"/organizations/{tree['V1'].pk}#below",
        ),
    ]
    with pytest.raises(actions.ActIsForbidden):
        do(actions.dissolve_organization, Dissolution(tree["V1"].pk, on(JUNE)))
    assert list(Act.objects.all()) == []
    assert "V1党支部" in names_on(TODAY)


def test_days_that_make_no_sense_are_refused_in_words(tree):
    tomorrow = on(TODAY + timedelta(1))
    young = make_organization("V8", tree["T1"], since=JUNE)
    renamed = described("新名称", tree["T1"], code="V8")

    assert problems(Dissolution(tree["V3"].pk, tomorrow)) == [
        f"日期{TODAY + timedelta(1)}还没有到，只能登记已经生效的事项。"
    ]
    assert problems(Change(young.pk, renamed, on(MARCH))) == [
        "“V8党支部”现在的情况从2025-06-01算起，日期不能早于这一天（填的是2025-03-01）。"
    ]
    assert problems(Founding(described("新支部", young), on(MARCH))) == [
        "2025-03-01那天还没有上级“V8党支部”，请选以后的日期。"
    ]


def test_circles_names_and_codes_that_are_taken_and_nothing_to_do_are_refused(tree):
    under_itself = described("V1党支部", tree["B1"], code="V1")
    taken = described("V2党支部", tree["T1"], code="V3")
    same = described("V1党支部", tree["T1"], code="V1")

    assert problems(Change(tree["V1"].pk, under_itself, on(JUNE))) == [
        "上级不能是“V1党支部”自己，也不能是它的下级。"
    ]
    assert problems(Change(tree["V1"].pk, taken, on(JUNE))) == [
        "同一上级下已有“V2党支部”，请换一个名称。",
        "组织代码V3已属于“V3党支部”。",
    ]
    assert problems(Change(tree["V1"].pk, same, on(JUNE))) == ["没有任何改动。"]
    assert problems(Merger(tree["V1"].pk, (tree["T2"].pk,), on(JUNE))) == [
        "“T2党支部”和“V1党支部”不是同一个上级，请先变更上级再合并。"
    ]
    assert problems(Split(tree["V1"].pk, described("新支部", tree["T1"]), (), (), on(JUNE))) == [
        "请选择要分出去的党员或下级组织。"
    ]


def test_a_merger_before_somebody_came_is_refused(tree):
    people = make_members(tree["V1"], 1)
    do(
        actions.split_organization,
        Split(tree["V1"].pk, described("新支部", tree["T1"]), (people[0].pk,), (), on(JUNE)),
    )

    assert problems(Merger(tree["V2"].pk, (tree["V1"].pk,), on(MARCH))) == [
        "有1名党员在2025-03-01之后还在“V1党支部”，后来才转出或变更类别，请用更晚的日期。"
    ]
    assert Membership.objects.count() == 2


def test_nothing_is_left_open_twice(tree):
    do(actions.merge_organizations, Merger(tree["V2"].pk, (tree["V1"].pk,), on(JUNE)))

    rows = OrganizationVersion.objects.filter(holding_on(TODAY))
    assert len(rows) == len({row.organization_id for row in rows})
