"""Workplaces: entered with a checked code, changed from a day on; coverage worked by hand; who sees which."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from web.builders import make_account
from web.structure.trees import make_organization, make_tree

from guben_web.audit.models import Entry
from guben_web.org.access import Scope
from guben_web.org.models import Workplace
from guben_web.workplaces.coverage import coverage_on

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
CODE = "91350100M000100Y43"


@pytest.fixture
def tree():
    return make_tree()


def make_workplace(name, place, *, members=None, kind="nonpublic_enterprise", organization=None, **more):
    return Workplace.objects.create(
        name=name, place=place, members=members, kind=kind, organization=organization, **more
    )


def filled(**more):
    said = {"kind": "nonpublic_enterprise", "place": "T1", "day": "2025-06-01", "cover": "OWN"}
    return {**said, "name": "云岭纺织厂", **more}


def test_a_workplace_is_entered_and_its_changes_are_kept(sign_in, tree):
    client = sign_in("department")

    added = client.post("/workplaces/new", filled(credit_code=" 91350100m000100y43", members="2", staff="80"))
    row = Workplace.objects.get()
    changed = client.post(
        f"/workplaces/{row.key}/change", filled(credit_code=CODE, members="3", staff="80", day="2025-09-01")
    )

    assert (added.status_code, changed.status_code) == (302, 302)
    assert list(
        Workplace.objects.order_by("id").values_list("credit_code", "members", "valid_from", "valid_to")
    ) == [(CODE, 2, date(2025, 6, 1), date(2025, 9, 1)), (CODE, 3, date(2025, 9, 1), None)]
    assert sorted(Entry.objects.filter(action__startswith="workplace").values_list("action", flat=True)) == [
        "workplace.added",
        "workplace.changed",
    ]
    page = client.get(f"/workplaces/{row.key}").content.decode()
    assert [each in page for each in ("云岭纺织厂", CODE, "2025年9月1日")] == [True] * 3


@pytest.mark.parametrize("code", ["91350100M000100Y44", "9135", "91350100M000100YIO"])
def test_a_wrong_unit_credit_code_is_said_at_its_field(sign_in, tree, code):
    response = sign_in("department").post("/workplaces/new", filled(credit_code=code))

    assert response.status_code == 422
    assert "最后一位是校验码" in response.content.decode()
    assert list(Workplace.objects.all()) == []


def test_everything_that_forbids_it_is_said_at_once(sign_in, tree):
    make_workplace("旧厂", tree["T1"], credit_code=CODE, organization=tree["V1"])

    response = sign_in("department").post(
        "/workplaces/new", filled(credit_code=CODE, organization="V1", day="2999-01-01")
    )

    assert response.context["form"].errors == {
        "credit_code": [f"统一社会信用代码{CODE}已属于“旧厂”。"],
        "cover": ["所选党组织已有单独组建的单位“旧厂”，请选联合组建或挂靠组建。"],
        "day": ["日期2999-01-01还没有到。"],
    }


def test_what_would_be_formed_follows_from_the_members_nearby(tree):
    own = make_workplace("甲厂", tree["T1"], members=3)
    joint = make_workplace("乙厂", tree["T1"], members=1)
    make_workplace("丙厂", tree["T1"], members=2)
    far = make_workplace("丁厂", tree["T2"], members=2)
    make_workplace("戊厂", tree["T2"], members=0)
    make_workplace("己厂", tree["T2"])
    make_workplace("庚协会", tree["T2"], members=2, kind="social_organization")
    make_workplace("辛村", None, kind="village", organization=tree["V1"])

    found = coverage_on(DAY, Scope(is_whole=True))

    shown = {each.workplace.pk: (each.cover.value, each.why.zh, each.township) for each in found.uncovered}
    assert shown[own.pk] == ("OWN", "正式党员3名，应单独建党支部。", "T1党支部")
    assert shown[joint.pk] == ("JOINT", "正式党员1名，可与同乡镇同类的1个单位联合，共3名。", "T1党支部")
    assert shown[far.pk][0] == "ATTACHED"
    assert len(shown) == 5
    # 6 could have one: 5 without, the village has its own; 1 / 6 is 16.66…, cut off.
    assert (found.whole.eligible, found.whole.covered, found.whole.share) == (6, 1, "16.6%")
    assert [(rate.title.zh, rate.eligible, rate.missing, rate.share) for rate in found.by_township] == [
        ("T1党支部", 4, 3, "25.0%"),
        ("T2党支部", 2, 2, "0.0%"),
    ]


def test_the_worklist_shows_how_far_it_has_come_and_goes_out_as_excel(sign_in, tree):
    client = sign_in("department")
    row = make_workplace("甲厂", tree["T1"], members=3)
    make_workplace("乙厂", tree["T2"], members=3)
    plan = {"cover": "OWN", "state": "PREPARING", "due_date": "2026-06-30", "note": "已谈过业主"}

    assert client.post(f"/workplaces/{row.key}/plan", plan).status_code == 302
    shown = client.get("/workplaces/coverage?state=PREPARING").content.decode()
    book = openpyxl.load_workbook(BytesIO(client.get("/workplaces/coverage.xlsx?state=PREPARING").content))

    assert ("甲厂" in shown, "乙厂" in shown, "正在筹建" in shown) == (True, False, True)
    assert [cell.value for cell in book["未建组织单位"][3]][::4] == [
        "甲厂",
        80 if row.staff else None,
        "正在筹建",
    ]
    assert book["覆盖率"]["A3"].value == "合计"


def test_workplaces_are_found_by_initials_code_and_whether_they_have_an_organization(sign_in, tree):
    client = sign_in("department")
    client.post("/workplaces/new", filled(credit_code=CODE))
    make_workplace("", None, kind="village", organization=tree["V1"])

    def names(query):
        return [row.name for row in client.get(f"/workplaces/?{query}").context["page"]]

    assert names("q=ylfzc") == names(f"q={CODE}") == names("covered=no") == ["云岭纺织厂"]
    assert names("q=V1") == names("covered=yes") == names("kind=village") == [""]
    assert names(f"township={tree['T2'].pk}") == []
    assert names("on=2025-05-31") == [""]


def test_a_township_sees_and_changes_what_lies_in_its_range(sign_in, tree):
    own, other = make_workplace("甲厂", tree["T1"]), make_workplace("乙厂", tree["T2"])
    client = sign_in(account=make_account("township", organization_id=tree["T1"].pk))

    shown = client.get("/workplaces/").content.decode()

    assert ("甲厂" in shown, "乙厂" in shown) == (True, False)
    assert client.get(f"/workplaces/{own.key}/change").status_code == 200
    assert client.get(f"/workplaces/{other.key}").status_code == 404
    assert client.post("/workplaces/new", filled(place="T2")).status_code == 422


def test_a_workplace_that_is_no_more_leaves_the_lists_but_not_the_past(sign_in, tree):
    client = sign_in("department")
    row = make_workplace("甲厂", tree["T1"], members=3)

    assert client.post(f"/workplaces/{row.key}/end", {"day": "2026-01-01"}).status_code == 302

    assert "甲厂" not in client.get("/workplaces/").content.decode()
    assert "甲厂" in client.get("/workplaces/?on=2025-12-31").content.decode()


def test_the_lists_take_the_same_number_of_queries_for_one_and_for_three(
    sign_in, tree, django_assert_max_num_queries
):
    client, counts = sign_in("department"), []
    for names in ("甲", "乙丙"):
        for name in names:
            make_workplace(
                f"{name}厂",
                tree["T1"],
                members=1,
                organization=make_organization(name) if name == "丙" else None,
            )
        seen = []
        for address in ("/workplaces/", "/workplaces/coverage"):
            client.get(address)
            with django_assert_max_num_queries(20) as asked:
                client.get(address)
            seen.append(len(asked))
        counts.append(seen)

    assert counts[0] == counts[1]
