"""The security administrator: accounts made, roles granted, links given, people handed over, nobody seen through."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web.builders import NOW, PASSWORD, make_account, with_factor
from web.counties import bring_in, write_county

from guben_web.accounts import actions as accounts
from guben_web.accounts import factor_actions as factors
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account, HandOver, Role, SecondFactor
from guben_web.administration import actions
from guben_web.administration.places import choice_of, names_of
from guben_web.administration.usernames import proposed_username
from guben_web.audit.models import Entry
from guben_web.org.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    """Return the ids of an imported county's organizations, by key."""
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def keeper():
    """Return a security administrator."""
    return make_account("security_admin")


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def held(account) -> list[tuple[str, int | None]]:
    return list(account.roles.filter(ended_at=None).order_by("code").values_list("code", "organization_id"))


def hand_over(predecessor, successor, keeper, *roles, is_leaving=False):
    return actions.hand_over(
        predecessor=predecessor,
        successor=successor,
        roles=roles or list(predecessor.roles.filter(ended_at=None)),
        on_date=NOW.date(),
        reason="换届",
        is_leaving=is_leaving,
        by=keeper,
        now=NOW,
    )


def test_an_account_goes_from_a_name_to_a_slip_that_lets_its_person_in(client, county, keeper, sign_in):
    security = sign_in(account=keeper)

    made = security.post("/accounts/new", {"display_name": "曾荷生", "username": ""})
    new = Account.objects.get(display_name="曾荷生")
    granted = security.post(made.url, {"role": "secretary", "organization": county["V1"]})
    slip = security.post(f"/accounts/{new.pk}/link")

    assert new.username == "zenghesheng"
    assert (made.url, granted.url) == (f"/accounts/{new.pk}/roles/new", f"/accounts/{new.pk}")
    assert held(new) == [("secretary", county["V1"])]
    page = slip.content.decode()
    assert "首次登录" in page and "荻汀村党支部" in page and "<svg" in page
    assert slip["Cache-Control"].startswith("max-age=0")
    address = re.search(r'id="address">http://testserver(/link/[^<]+)<', page)[1]
    security.post("/sign-out")
    assert security.post(address).url == "/"
    assert recorded()[-4:] == ["link.created", "account.signed_out", "link.used", "account.signed_in"]


@pytest.mark.parametrize(
    ("name", "username"),
    [
        ("曾荷生", "zenghesheng"),
        ("单秋月", "shanqiuyue"),
        ("欧阳松", "ouyangsong"),
        ("篁川镇党委办公室", "hczdwbgs"),
        ("——", "user"),
    ],
)
def test_a_user_name_is_proposed_as_the_name_sounds(name, username):
    assert proposed_username(name) == username


def test_a_proposed_name_that_is_taken_gets_a_number():
    for _ in range(2):
        accounts.create_account(username=proposed_username("林菱"), display_name="林菱", by=None, now=NOW)

    assert list(Account.objects.values_list("username", flat=True)) == ["linling", "linling2"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("has space", "用户名用2至32个小写字母、数字、点、横线，以字母或数字开头。"),
        ("张三", "用户名用2至32个小写字母、数字、点、横线，以字母或数字开头。"),
        ("Taken", "这个用户名已被使用。"),
    ],
)
def test_a_user_name_that_will_not_do_is_refused_in_words(sign_in, typed, words):
    accounts.create_account(username="taken", display_name="甲", by=None, now=NOW)

    response = sign_in("security_admin").post("/accounts/new", {"display_name": "乙", "username": typed})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_role_that_needs_an_organization_is_not_granted_without(sign_in, county):
    account = make_account()
    client = sign_in("security_admin")

    def granted(**form):
        return client.post(f"/accounts/{account.pk}/roles/new", form).status_code

    assert granted(role="township") == 422
    assert granted(role="township", organization=0) == 422
    assert granted(role="") == 422
    assert granted(role="township", organization=10**25) == 422
    # The department's role takes none: one that is still ticked is let be.
    assert granted(role="department", organization=county["T1"]) == 302
    assert held(account) == [("department", None)]


def test_organizations_are_found_by_pinyin_and_opened_downwards(county):
    day = NOW.date()

    found = choice_of(words="hcz", under=None, day=day)
    top = choice_of(words="", under=None, day=day)
    below = choice_of(words="", under=county["C1"], day=day)

    assert [(each.name, each.superior) for each in found.places] == [("篁川镇党委", "云岭县委")]
    assert [(each.name, each.children) for each in top.places] == [("云岭县委", 2)]
    assert below.here.name == "云岭县委"
    assert [(each.name, each.children) for each in below.places] == [("篁川镇党委", 1), ("鹭屏乡党委", 1)]


def test_the_page_for_roles_shows_names_of_organizations_and_nothing_else_of_them(sign_in, county):
    account = make_account()

    page = sign_in("security_admin").get(f"/accounts/{account.pk}/roles/new?q=荻汀").content.decode()

    assert "荻汀村党支部" in page and "篁川镇党委" in page
    # The village has 800 inhabitants, 210 households and a secretary called 曾荷生.
    assert not {"800", "210", "曾荷生", ">V1<"} & set(re.findall(r"\w+|>V1<", page))


def test_searches_for_anything_are_answered(sign_in, county):
    account = make_account("department")
    client, own = sign_in("security_admin"), f"/accounts/{account.pk}"
    queries = ("q=%00", "q=" + "a" * 60_000, "under=" + "9" * 30, "under=²", "under=0")

    got = {each[:12]: client.get(f"{own}/roles/new?{each}").status_code for each in queries}
    got |= {f"to {each[:9]}": client.get(f"{own}/hand-over?{each}").status_code for each in queries[:2]}
    got |= {each: client.get(f"/accounts/?{each}=%00").status_code for each in ("words", "place", "state")}

    assert set(got.values()) == {200}, got


def test_an_organization_that_is_no_more_keeps_its_name_in_old_roles(county):
    names = names_of([county["V1"], 999], NOW.date())

    assert names == {county["V1"]: "荻汀村党支部"}


def test_accounts_are_narrowed_down_by_words_place_role_and_state(sign_in, county):
    township = make_account("township", organization_id=county["T1"])
    gone = make_account("viewer", organization_id=county["T2"])
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    Account.objects.filter(pk=township.pk).update(last_login=NOW)
    client = sign_in("security_admin")

    def names(**query):
        page = client.get("/accounts/", query).content.decode()
        return re.findall(r'class="name"><a href="/accounts/\d+">([^<]+)<', page)

    assert names(place="hcz") == [township.display_name]
    assert names(role="viewer") == [gone.display_name]
    assert names(role="viewer", place="篁川") == []
    assert names(state="inactive") == [gone.display_name]
    assert township.display_name not in names(state="never")
    assert names(words=township.username.upper()) == [township.display_name]


def test_a_list_of_accounts_takes_as_many_queries_for_one_as_for_three(
    sign_in, county, django_assert_num_queries
):
    client = sign_in("security_admin")
    make_account("township", "secretary", organization_id=county["T1"])
    client.get("/accounts/")
    with django_assert_num_queries(7):
        client.get("/accounts/")
    for key in ("T2", "V1"):
        make_account("township", "secretary", organization_id=county[key])
    with django_assert_num_queries(7):
        client.get("/accounts/")


def test_the_page_of_an_account_takes_as_many_queries_for_one_role_as_for_three(
    sign_in, county, django_assert_num_queries
):
    account = make_account("township", organization_id=county["T1"])
    client = sign_in("security_admin")
    page = f"/accounts/{account.pk}"
    client.get(page)
    with django_assert_num_queries(13):
        client.get(page)
    for key in ("T2", "V1"):
        accounts.grant_role(
            account=account, code=RoleCode.TOWNSHIP, organization_id=county[key], by=None, now=NOW
        )
    with django_assert_num_queries(13):
        client.get(page)


def test_a_hand_over_moves_all_roles_in_one_act(keeper):
    old, new = make_account("township", "township_officer", organization_id=7), make_account()

    made = hand_over(old, new, keeper)

    assert held(old) == []
    assert held(new) == [("township", 7), ("township_officer", 7)]
    assert list(Role.objects.filter(ended_by=made, account=old).values_list("ended_at", flat=True)) == [
        NOW,
        NOW,
    ]
    assert list(Role.objects.filter(given_by=made).values_list("account_id", flat=True)) == [new.pk, new.pk]
    entry = Entry.objects.get(action="role.handed_over")
    assert (entry.subject_label, entry.account_name) == (old.display_name, keeper.display_name)
    assert entry.detail == {
        "to": new.display_name,
        "to_id": new.pk,
        "on": "2026-03-02",
        "roles": [
            {"role": "township", "organization_id": 7},
            {"role": "township_officer", "organization_id": 7},
        ],
    }


def test_chosen_roles_move_and_the_others_stay(keeper):
    old, new = make_account("township", "township_officer", organization_id=7), make_account()

    hand_over(old, new, keeper, old.roles.get(code="township_officer"))

    assert (held(old), held(new)) == ([("township", 7)], [("township_officer", 7)])


def test_who_leaves_is_let_in_no_more_and_what_she_did_stays_hers(keeper, client):
    old, new = make_account("department"), make_account()
    client.force_login(old)

    hand_over(old, new, keeper, is_leaving=True)

    assert client.get("/").status_code == 302
    assert not Account.objects.get(pk=old.pk).is_active
    assert recorded()[-1] == "account.deactivated"


def test_a_hand_over_that_cannot_be_changes_nothing(keeper):
    old, gone, administrator = make_account("department"), make_account(), make_account("audit_admin")
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()

    for successor, refusal in (
        (old, actions.SuccessorCannotTakeOver),
        (gone, actions.SuccessorCannotTakeOver),
        (administrator, accounts.AdministratorsAreApart),
    ):
        with pytest.raises(refusal):
            hand_over(old, successor, keeper)
    accounts.end_role(role=old.roles.get(), by=None, now=NOW)
    with pytest.raises(actions.NothingToHandOver):
        hand_over(old, make_account(), keeper, old.roles.get())

    assert not HandOver.objects.exists()


def test_the_form_of_a_hand_over_asks_for_a_day_that_has_come_a_reason_and_a_successor(sign_in):
    old, new = make_account("department"), make_account()
    client, page = sign_in("security_admin"), f"/accounts/{old.pk}/hand-over"
    form = {"roles": [old.roles.get().pk], "on_date": "2026-03-01", "reason": "换届", "successor": new.pk}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    spoiled = [client.post(page, {**form, **each}) for each in ({"on_date": tomorrow}, {"reason": ""})]
    nobody = client.post(page, {**form, "successor": ""})
    done = client.post(page, form)

    assert [each.status_code for each in (*spoiled, nobody)] == [422, 422, 422]
    assert "交接日期不能晚于今天。" in spoiled[0].content.decode()
    assert "请选择接任的账号。" in nobody.content.decode()
    assert done.url == f"/accounts/{new.pk}"
    assert "2026年3月1日" in client.get(done.url).content.decode()


def test_the_last_administrator_of_a_kind_stays(keeper):
    with pytest.raises(accounts.LastAdministrator):
        actions.deactivate(account=keeper, by=keeper, now=NOW)
    with pytest.raises(accounts.LastAdministrator):
        accounts.end_role(role=keeper.roles.get(), by=keeper, now=NOW)

    other = make_account()
    hand_over(keeper, other, keeper)

    assert (held(keeper), held(other)) == ([], [("security_admin", None)])


def test_a_deactivated_account_loses_its_sessions_and_links_at_once_and_can_come_back(sign_in, client):
    account = make_account("department")
    client.post("/sign-in", {"username": account.username, "password": PASSWORD})
    security = type(client)()
    security.force_login(make_account("security_admin"))

    asked = security.get(f"/accounts/{account.pk}/deactivate").content.decode()
    security.post(f"/accounts/{account.pk}/deactivate")

    assert "正在使用的1个登录立即结束。" in asked
    assert client.get("/").status_code == 302
    assert client.post("/sign-in", {"username": account.username, "password": PASSWORD}).status_code == 422
    assert security.post(f"/accounts/{account.pk}/link").status_code == 409
    security.post(f"/accounts/{account.pk}/activate")
    assert client.post("/sign-in", {"username": account.username, "password": PASSWORD}).status_code == 302


def test_somebody_who_lost_her_phone_is_released_after_a_warning(sign_in):
    account, _ = with_factor("department")
    client = sign_in("security_admin")

    asked = client.get(f"/accounts/{account.pk}/second-factor").content.decode()
    without_reason = client.post(f"/accounts/{account.pk}/second-factor")
    still_there = SecondFactor.objects.exists()
    client.post(f"/accounts/{account.pk}/second-factor", {"reason": "手机遗失"})

    assert "请先当面或打电话确认是本人要求，防止有人冒名。" in asked
    assert (without_reason.status_code, still_there) == (422, True)
    assert not SecondFactor.objects.exists()
    last = Entry.objects.latest("id")
    assert (last.action, last.detail) == (
        "account.second_factor_removed",
        {"passkeys": 0, "reason": "手机遗失"},
    )


def test_a_lock_out_is_shown_with_its_end_and_can_be_removed(sign_in, client):
    account, _ = with_factor("department")
    for _ in range(5):
        Client(REMOTE_ADDR="10.1.2.3").post("/sign-in", {"username": account.username, "password": "wrong"})
        with pytest.raises((factors.CodeIsWrong, factors.SecondFactorIsLocked)):
            factors.use_code(account=account, code="000000", now=timezone.now())
    security = sign_in("security_admin")

    before = security.get(f"/accounts/{account.pk}").content.decode()
    security.post(f"/accounts/{account.pk}/unlock")
    after = security.get(f"/accounts/{account.pk}").content.decode()

    assert "从10.1.2.3登录连续失败，在那里锁定到" in before and "第二因素连续不对，锁定到" in before
    assert "解除锁定</button>" not in after
    assert recorded()[-1] == "account.unlocked"
    again = {"username": account.username, "password": PASSWORD}
    assert Client(REMOTE_ADDR="10.1.2.3").post("/sign-in", again).url == "/sign-in/code"


def test_ending_a_role_says_what_it_means_first(sign_in, county):
    account = make_account("township", organization_id=county["T1"])
    client, role = sign_in("security_admin"), account.roles.get()

    asked = client.get(f"/accounts/{account.pk}/roles/{role.pk}/end").content.decode()
    client.post(f"/accounts/{account.pk}/roles/{role.pk}/end")

    assert "不再担任“篁川镇党委”的乡镇党委" in asked
    assert held(account) == []
    assert client.get(f"/accounts/{account.pk}/roles/{role.pk}/end").status_code == 404


def test_everybody_sees_her_own_roles_and_nobody_elses(sign_in, county):
    make_account("viewer", organization_id=county["T2"])
    own = make_account("township", organization_id=county["T1"])

    page = sign_in(account=own).get("/account").content.decode()

    assert "篁川镇党委" in page and "鹭屏乡党委" not in page
