"""The pages of acts on organizations: filled in, looked at, done; who may; in how many queries."""

import re

import pytest
from web.builders import NOW, make_account
from web.structure.trees import JUNE, make_members, make_tree, on

from guben_web.org.models import OrganizationVersion
from guben_web.structure import actions
from guben_web.structure.asking import Merger
from guben_web.structure.models import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def shown(response):
    return response.status_code, response.content.decode()


def filled(**more):
    kinds = {"type": "branch", "level": "village", "field": "rural", "code": "", "document": "", "reason": ""}
    return {**kinds, "day": "2025-06-01", **more}


def test_an_organization_is_founded_after_a_look_at_what_will_be(sign_in, tree):
    client = sign_in("department")
    address = f"/organizations/{tree['T1'].pk}/found"
    data = filled(name="荻汀村党支部", parent="T2党支部（T2）")

    status, form = shown(client.get(address))
    assert (status, "T1党支部（T1）" in form) == (200, True)
    looked, preview = shown(client.post(address, data))
    assert (looked, "自2025-06-01起，在“T2党支部”下成立“荻汀村党支部”（党支部）。" in preview) == (200, True)
    assert Act.objects.count() == 0
    done = client.post(address, {**data, "sure": "1"})

    new = OrganizationVersion.objects.get(name="荻汀村党支部")
    assert (done.status_code, done.url) == (302, f"/organizations/{new.organization_id}/history")
    assert new.parent == tree["T2"]
    assert "云组" not in shown(client.get(done.url))[1]


def test_what_forbids_an_act_stands_on_the_form_with_what_was_filled_in(sign_in, tree):
    make_members(tree["V1"], 2)

    status, page = shown(
        sign_in("department").post(f"/organizations/{tree['V1'].pk}/dissolve", filled(reason="村改社区"))
    )

    assert status == 422
    assert [each in page for each in ("还有2名党员", "1个下级组织", "村改社区", "?reach=own")] == [True] * 4


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("不存在", "没有找到“不存在”"),
        ("T1", "自2025-06-01起，在“T1党支部”下成立"),
        ("T1党支部", "自2025-06-01起，在“T1党支部”下成立"),
    ],
)
def test_a_superior_is_found_by_name_or_code_or_said_to_be_unknown(sign_in, tree, typed, answer):
    data = filled(name="荻汀村党支部", parent=typed)

    assert answer in shown(sign_in("department").post(f"/organizations/{tree['T1'].pk}/found", data))[1]


def test_a_picker_offers_what_matches_within_the_own_range(sign_in, tree):
    client = sign_in(account=make_account("township", organization_id=tree["T1"].pk))

    def offered(words):
        page = shown(client.get("/organizations/pick", {"parent": words}))[1]
        return re.findall(r'data-value="([^"]*)">([^<]*) <span class="soft">([^<]*)<', page)

    village = ("V1党支部（V1）", "V1党支部", "V1 · T1党支部")
    assert [offered(words) for words in ("V1", "v1dzb", "V1黨支部", "V1党支部（V1）", "T2")] == [
        *([village],) * 4,
        [],
    ]


def test_a_township_changes_what_is_below_it_but_not_itself_nor_others(sign_in, tree):
    client = sign_in(account=make_account("township", organization_id=tree["T1"].pk))

    statuses = {
        key: client.get(f"/organizations/{tree[key].pk}/dissolve").status_code for key in ("V1", "T1", "T2")
    }

    assert statuses == {"V1": 200, "T1": 403, "T2": 404}
    assert client.get(f"/organizations/{tree['T1'].pk}/found").status_code == 200
    assert "撤销" not in shown(client.get(f"/organizations/{tree['T1'].pk}"))[1].split("<main")[1]


def test_the_history_tells_of_predecessors_even_for_one_that_is_no_more(sign_in, tree):
    asked = Merger(tree["V2"].pk, (tree["V1"].pk,), on(JUNE))
    actions.merge_organizations(asked=asked, by=make_account("department"), now=NOW)
    client = sign_in(account=make_account("secretary", organization_id=tree["V1"].pk))

    _, gone = shown(client.get(f"/organizations/{tree['V1'].pk}/history"))
    _, heir = shown(sign_in("department").get(f"/organizations/{tree['V2'].pk}/history"))

    assert ("已于2025年6月1日撤销或并入" in gone, "去向（并入）" in gone) == (True, True)
    assert [each in heir for each in ("前身（并入）", "云组〔2025〕3号", "村改社区")] == [True] * 3


def test_the_pages_take_the_same_number_of_queries_for_one_and_for_three(
    sign_in, tree, django_assert_max_num_queries
):
    client = sign_in("department")
    counts = []
    for number in (1, 3):
        make_members(tree["V2"], number)
        asked = on(JUNE)
        target = make_account("department")
        if number == 3:
            actions.merge_organizations(
                asked=Merger(tree["V2"].pk, (tree["V1"].pk, tree["V3"].pk), asked), by=target, now=NOW
            )
        seen = []
        for address in (f"/organizations/{tree['V2'].pk}/split", f"/organizations/{tree['T1'].pk}/change"):
            client.get(address)
            with django_assert_max_num_queries(25) as asked_for:
                client.get(address)
            seen.append(len(asked_for))
        counts.append(seen)

    assert counts[0] == counts[1]
