"""Signing in and out, one-time links, roles, idle sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web.builders import NOW, PASSWORD, make_account

from guben_web.accounts import access, actions
from guben_web.accounts.enums import LinkPurpose, RoleCode
from guben_web.accounts.models import SignInLink
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make_link(account, purpose=LinkPurpose.FIRST_SIGN_IN, lifetime=DAY) -> str:
    return actions.create_link(
        account=account, purpose=purpose, lifetime=lifetime, by=None, now=timezone.now()
    )


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def test_a_password_lets_in_and_leads_to_the_page_asked_for(client):
    account = make_account("department")

    form = {"username": account.username, "password": PASSWORD, "next": "/?page=2"}
    response = client.post("/sign-in", form)

    assert (response.status_code, response.url) == (302, "/?page=2")
    assert recorded()[-1] == "account.signed_in"


def test_sign_in_leads_to_no_other_site(client):
    account = make_account("department")

    form = {"username": account.username, "password": PASSWORD, "next": "https://elsewhere.example/"}

    assert client.post("/sign-in", form).url == "/"


def test_a_wrong_password_is_refused_in_words_and_recorded_without_what_was_typed(client):
    account = make_account("department")

    response = client.post("/sign-in", {"username": account.username, "password": "wrong one"})
    client.post("/sign-in", {"username": "my password by mistake", "password": "x"})

    assert response.status_code == 422
    assert "用户名或密码不对。" in response.content.decode()
    failed = Entry.objects.filter(action="account.sign_in_failed").order_by("id")
    assert [(each.subject_label, each.outcome) for each in failed] == [
        (account.display_name, "REFUSED"),
        ("", "REFUSED"),
    ]


def test_five_failures_lock_the_name_out_at_this_address_with_a_page_in_words(client):
    account = make_account("department")
    for _ in range(4):
        client.post("/sign-in", {"username": account.username, "password": "wrong"})

    fifth = client.post("/sign-in", {"username": account.username, "password": "wrong"})
    right = client.post("/sign-in", {"username": account.username, "password": PASSWORD})
    elsewhere = Client(REMOTE_ADDR="10.1.2.3").post(
        "/sign-in", {"username": account.username, "password": PASSWORD}
    )

    assert [each.status_code for each in (fifth, right, elsewhere)] == [429, 429, 302]
    assert "<h1>尝试次数过多</h1>" in right.content.decode()
    assert "account.locked_out" in recorded()


def test_opening_a_link_does_not_use_it_up_and_confirming_it_does(client):
    token = make_link(make_account("township", has_password=False))

    opened = [client.get(f"/link/{token}").status_code for _ in range(3)]
    confirmed = client.post(f"/link/{token}")
    again = Client().post(f"/link/{token}")

    assert opened == [200, 200, 200]
    assert (confirmed.status_code, confirmed.url) == (302, "/")
    assert again.status_code == 410
    assert "这个登录链接已经用过、已经过期，或者不完整。" in again.content.decode()


def test_the_database_does_not_hold_the_token():
    token = make_link(make_account("township"))

    [link] = SignInLink.objects.values()

    assert token not in str(link)
    assert token not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("spoiled", ["expired", "withdrawn", "unknown", "inactive"])
def test_a_spent_link_lets_nobody_in(client, spoiled):
    account = make_account("township")
    token = make_link(account, lifetime=timedelta(0) if spoiled == "expired" else DAY)
    if spoiled == "withdrawn":
        make_link(account)
    if spoiled == "inactive":
        account.is_active = False
        account.save()
    if spoiled == "unknown":
        token = "x" * 43

    responses = [client.get(f"/link/{token}"), client.post(f"/link/{token}")]

    assert [each.status_code for each in responses] == [410, 410]
    assert client.get("/").status_code == 302


def test_a_link_page_does_not_pass_its_address_on(client):
    token = make_link(make_account("township"))

    assert client.get(f"/link/{token}")["Referrer-Policy"] == "same-origin"


def test_after_a_first_link_a_password_must_be_chosen_before_anything_else(client):
    account = make_account("township", has_password=False)
    client.post(f"/link/{make_link(account)}")

    before = client.get("/")
    short = client.post("/password", {"password": "short", "again": "short"})
    different = client.post("/password", {"password": PASSWORD, "again": PASSWORD + "!"})
    chosen = client.post("/password", {"password": PASSWORD, "again": PASSWORD})
    after = client.get("/")

    assert (before.status_code, before.url) == (302, "/password")
    assert (short.status_code, different.status_code) == (422, 422)
    assert "两次输入的密码不一样。" in different.content.decode()
    assert (chosen.status_code, after.status_code) == (302, 200)


def test_a_demo_link_leads_straight_in(client):
    account = make_account("township", has_password=False)
    actions.need_no_password(account=account, by=None, now=NOW)

    client.post(f"/link/{make_link(account, LinkPurpose.DEMO)}")

    assert client.get("/").status_code == 200


def test_an_idle_session_ends_and_is_recorded(sign_in, settings):
    client = sign_in("department")
    client.get("/")
    session = client.session
    session["seen_at"] = (timezone.now() - settings.IDLE_TIMEOUT - timedelta(seconds=1)).isoformat()
    session.save()

    response = client.get("/")

    assert (response.status_code, response.url) == (302, "/sign-in?next=/")
    assert "您离开较久，已自动退出，请重新登录。" in client.get(response.url).content.decode()
    assert recorded()[-1] == "account.idled_out"


def test_what_a_page_asks_for_by_itself_keeps_no_session_awake(sign_in):
    client = sign_in("department")

    client.get("/runs/1/progress")

    assert "seen_at" not in client.session


def test_a_stranger_asking_through_htmx_is_sent_to_sign_in_as_a_whole_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/runs?page=2"}

    response = client.get("/runs/1/progress", headers=headers)

    assert response.headers["HX-Redirect"] == "/sign-in?next=%2Fruns%3Fpage%3D2"


def test_signing_out_ends_the_session_and_is_recorded(sign_in):
    client = sign_in("department")

    client.post("/sign-out")

    assert client.get("/").status_code == 302
    assert recorded()[-1] == "account.signed_out"


def test_administrators_are_apart_from_each_other_and_from_business():
    for first, second in (("system_admin", "audit_admin"), ("security_admin", "department")):
        account = make_account(first)

        with pytest.raises(actions.AdministratorsAreApart):
            actions.grant_role(account=account, code=RoleCode(second), by=None, now=NOW)

        assert account.role_codes() == [first]


def test_a_role_is_for_an_organization_exactly_where_it_should_be():
    account = make_account()

    with pytest.raises(actions.RoleNeedsOrganization):
        actions.grant_role(account=account, code=RoleCode.TOWNSHIP, by=None, now=NOW)
    with pytest.raises(actions.RoleNeedsOrganization):
        actions.grant_role(account=account, code=RoleCode.DEPARTMENT, organization_id=3, by=None, now=NOW)

    assert list(account.roles.all()) == []


def test_one_person_holds_several_roles_and_each_can_end():
    account = make_account("township", "secretary", organization_id=7)
    role = actions.grant_role(account=account, code=RoleCode.SECRETARY, organization_id=8, by=None, now=NOW)
    again = actions.grant_role(account=account, code=RoleCode.SECRETARY, organization_id=8, by=None, now=NOW)

    before = access.organization_ids(account, RoleCode.SECRETARY)
    actions.end_role(role=role, by=None, now=NOW)

    assert role == again
    assert (before, access.organization_ids(account, RoleCode.SECRETARY)) == ([7, 8], [7])


def test_rules_follow_the_roles_held_now():
    department, administrator = make_account("department"), make_account("system_admin")

    assert access.is_department(department)
    assert not access.is_department(administrator)
    assert access.may_see_business(department)
    assert not access.may_see_business(administrator)
    assert not access.is_department(None)


def test_a_taken_user_name_is_refused():
    account = make_account()

    with pytest.raises(actions.UsernameIsTaken):
        actions.create_account(username=account.username, display_name="又一个", by=None, now=NOW)
