"""A township sees who holds a role in its own subtree, and invites there; everything else is not its business."""

import re

import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.counties import bring_in, write_county

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.administration import actions
from guben_web.audit.models import Entry
from guben_web.org.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    """Return the ids of an imported county's organizations, by key."""
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def township(sign_in, county) -> Client:
    """Return the client of the township T1, to which the village V1 belongs."""
    return sign_in(account=make_account("township", organization_id=county["T1"]))


def names(client: Client, **asked: str) -> list[str]:
    page = client.get("/accounts/", asked).content.decode()
    return re.findall(r'<th scope="row" class="name">([^<]+)</th>', page)


def invited(name: str, role: RoleCode, organization_id: int, by: Account | None = None) -> Account:
    return actions.invite(
        display_name=name,
        username=f"u-{name}",
        role=role,
        organization_id=organization_id,
        by=by or make_account("security_admin"),
        now=NOW,
    )


def test_a_township_sees_the_accounts_of_its_subtree_and_of_them_only_what_they_are_there(township, county):
    mine = invited("曾荷生", RoleCode.SECRETARY, county["V1"])
    invited("郭松年", RoleCode.SECRETARY, county["V2"])
    make_account("department")
    both = invited("林菱", RoleCode.VIEWER, county["V1"])
    both.roles.create(code="viewer", organization_id=county["V2"], granted_at=NOW)

    page = township.get("/accounts/").content.decode()

    assert {mine.display_name, both.display_name} < set(names(township))
    assert "郭松年" not in page and "菱渚村" not in page
    assert f'/accounts/{mine.pk}"' not in page


def test_accounts_are_narrowed_down_to_a_subtree(sign_in, county):
    security = sign_in(account=make_account("security_admin"))
    invited("曾荷生", RoleCode.SECRETARY, county["V1"])
    invited("郭松年", RoleCode.SECRETARY, county["V2"])

    def found(place):
        page = security.get("/accounts/", {"place": place}).content.decode()
        return re.findall(r">(曾荷生|郭松年)<", page)

    assert [found(each) for each in ("篁川镇党委（T1）", "T2", "云岭县委", "hcz", "菱渚村", "没有")] == [
        ["曾荷生"],
        ["郭松年"],
        ["曾荷生", "郭松年"],
        ["曾荷生"],
        ["郭松年"],
        [],
    ]


def test_a_township_invites_a_secretary_who_gets_in_by_the_slip(township, county, client):
    said = {"display_name": "曾荷生", "username": "", "role": "secretary", "organization": "V1"}

    slip = township.post("/accounts/invite", said).content.decode()
    made = Account.objects.get(display_name="曾荷生")
    token = re.search(r"/link/([\w-]+)", slip)[1]
    stranger = Client()
    stranger.post(f"/link/{token}")

    assert list(made.roles.values_list("code", "organization_id")) == [("secretary", county["V1"])]
    assert stranger.get("/password").status_code == 200
    assert list(Entry.objects.filter(account_name__startswith="测试").values_list("action", flat=True))[
        -3:
    ] == [
        "account.created",
        "role.granted",
        "link.created",
    ]


@pytest.mark.parametrize(
    ("role", "organization"),
    [("township", "T1"), ("department", "T1"), ("security_admin", "T1"), ("secretary", "V2"), ("viewer", "")],
)
def test_a_township_invites_to_nothing_above_itself_and_nowhere_else(township, role, organization):
    before = Account.objects.count()

    response = township.post(
        "/accounts/invite",
        {"display_name": "曾荷生", "username": "zhs", "role": role, "organization": organization},
    )

    assert (response.status_code, Account.objects.count()) == (422, before)


def test_the_action_refuses_roles_that_are_not_for_invitations(county):
    with pytest.raises(actions.RoleIsNotForInvitations):
        invited("曾荷生", RoleCode.DEPARTMENT, county["T1"])


def test_a_township_makes_a_new_link_only_for_those_who_never_signed_in_and_hold_nothing_elsewhere(
    township, county
):
    mine = invited("曾荷生", RoleCode.SECRETARY, county["V1"])
    elsewhere = invited("林菱", RoleCode.VIEWER, county["V1"])
    elsewhere.roles.create(code="viewer", organization_id=county["V2"], granted_at=NOW)
    above = make_account("township", organization_id=county["T1"])
    been_in = invited("宋禾", RoleCode.SECRETARY, county["V1"])
    been_in.last_login = NOW
    been_in.save()
    outside = invited("郭松年", RoleCode.SECRETARY, county["V2"])

    statuses = [
        township.post(f"/accounts/{each.pk}/invitation").status_code
        for each in (mine, elsewhere, above, been_in, outside)
    ]

    assert statuses == [200, 404, 404, 404, 404]


def test_a_list_of_accounts_takes_the_same_number_of_queries_for_one_and_for_three(
    township, county, django_assert_num_queries
):
    invited("曾荷生", RoleCode.SECRETARY, county["V1"])
    township.get("/accounts/")
    with django_assert_num_queries(7):
        township.get("/accounts/")
    invited("宋禾", RoleCode.SECRETARY, county["V1"])
    invited("林菱", RoleCode.VIEWER, county["V1"])
    with django_assert_num_queries(7):
        township.get("/accounts/")


@pytest.mark.parametrize(
    ("state", "found"), [("never", True), ("without_role", False), ("unprotected", True), ("locked", False)]
)
def test_states_narrow_the_list_down(sign_in, county, settings, state, found):
    settings.SECOND_FACTOR_DEMANDED_OF = frozenset({"secretary"})
    security = sign_in(account=make_account("security_admin"))
    invited("曾荷生", RoleCode.SECRETARY, county["V1"])

    page = security.get("/accounts/", {"state": state}).content.decode()

    assert (">曾荷生<" in page) == found
