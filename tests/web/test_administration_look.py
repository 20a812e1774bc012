"""The administrators' pages in a browser: axe, phones; and an account from its making to its second factor."""

import base64

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import make_account, with_factor
from web.counties import bring_in, write_county
from web.looking import found_wrong

from guben_web.accounts import totp
from guben_web.accounts.enums import RoleCode, demanded_of
from guben_web.accounts.models import Account, Passkey, SecondFactor, Session
from guben_web.jobs.models import Run
from guben_web.org.models import Organization

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def township(tmp_path):
    """Return the account of a township with a session, a second factor and a role it held before."""
    bring_in(write_county(tmp_path / "county.xlsx"))
    place = Organization.objects.get(key="T1").pk
    account, _ = with_factor("township")
    account.roles.update(organization_id=place, ended_at=timezone.now())
    return account


def add_session(account):
    now = timezone.now()
    Session.objects.create(
        account=account,
        key=f"key-{account.pk}",
        means="password",
        begun_at=now,
        seen_at=now,
        address="10.1.2.3",
        agent="Mozilla/5.0 (Windows NT 10.0) Firefox/128.0",
    )


def add_passkey(account):
    now = timezone.now()
    factor, _ = SecondFactor.objects.get_or_create(
        account=account, defaults={"secret": "", "set_up_at": now, "last_step": 0}
    )
    return Passkey.objects.create(
        factor=factor,
        name="办公电脑",
        host="localhost",
        credential_id="YQ",
        public_key="YQ",
        sign_count=0,
        added_at=now,
    )


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_about_accounts(browser, live_server, township, language, theme):
    keeper = make_account("security_admin")
    passkey = add_passkey(township)
    add_session(township)
    add_session(keeper)
    own = f"/accounts/{township.pk}"
    county = Organization.objects.get(key="C1").pk
    addresses = [
        "/accounts/",
        "/accounts/?words=nobody",
        "/accounts/new",
        own,
        f"{own}/roles/new",
        f"{own}/roles/new?under={county}",
        f"{own}/roles/new?q=cun",
        f"/accounts/{keeper.pk}/hand-over?q=user",
        f"{own}/deactivate",
        f"{own}/second-factor",
        f"{own}/passkeys/{passkey.pk}/remove",
        "/account",
        "/second-factor",
        "/password",
    ]

    found = found_wrong(browser, live_server.url, keeper, addresses, language=language, theme=theme)
    found |= found_wrong(
        browser,
        live_server.url,
        township,
        ["/account", "/second-factor", "/second-factor/recovery-codes", "/second-factor/off"],
        language=language,
        theme=theme,
    )

    assert found == {}


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_about_the_system(browser, live_server, language, theme):
    refusal = {"code": "jobs.fault", "zh": "系统出错。", "en": "A fault of ours.", "hint": None}
    Run.objects.create(job="imports.read", state="FAILED", queued_at=timezone.now(), refusal=refusal)
    addresses = ["/system/", "/system/runs", "/system/runs?state=QUEUED"]

    keeper = make_account("system_admin")
    found = found_wrong(browser, live_server.url, keeper, addresses, language=language, theme=theme)

    assert found == {}


def test_a_successor_is_invited_takes_over_and_signs_in_with_her_phone(
    browser, live_server, tmp_path, settings
):
    bring_in(write_county(tmp_path / "county.xlsx"))
    place = Organization.objects.get(key="T1").pk
    leaving = make_account("township", organization_id=place)
    context = context_of(browser, live_server.url, account=make_account("security_admin"))
    page = context.new_page()

    # The successor gets an account, and the roles of who leaves, in one act.
    page.goto(live_server.url + "/accounts/")
    page.get_by_role("link", name="建立账号").click()
    page.get_by_label("姓名或名称").fill("单秋月")
    page.get_by_role("button", name="建立账号，下一步选角色").click()
    expect(page.get_by_role("main")).to_contain_text("shanqiuyue")
    page.locator("#q").press_sequentially("hcz")
    expect(page.locator("#found li")).to_have_count(1)
    page.get_by_role("radio", name="篁川镇党委").check()
    page.locator("#id_role").select_option("township_officer")
    page.get_by_role("button", name="授予角色").click()
    page.goto(f"{live_server.url}/accounts/{leaving.pk}")
    page.get_by_role("link", name="交接…").click()
    page.locator("#q").press_sequentially("shanqiu")
    page.get_by_role("radio", name="单秋月").check()
    page.get_by_label("事由").fill("换届")
    page.get_by_label("同时停用原账号").check()
    page.get_by_role("button", name="交接", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("单秋月")
    expect(page.locator("#held tbody tr")).to_have_count(2)
    page.get_by_role("button", name="邀请链接").click()
    address = page.locator("#address").inner_text()
    context.close()

    # She opens the slip on her phone; her role demands a second factor here.
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("everybody")
    context = context_of(browser, live_server.url, width=390)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("新密码").fill("red bridge 27 over")
    page.get_by_label("再输一次").fill("red bridge 27 over")
    page.get_by_role("button", name="保存密码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("设置第二因素")
    secret = base64.b32decode(page.locator(".code.break").inner_text().replace(" ", ""))
    page.get_by_label("验证码").fill(totp.code_at(secret, timezone.now()))
    page.get_by_role("button", name="完成设置").click()
    expect(page.locator("li.code")).to_have_count(10)
    codes = page.locator("li.code").all_inner_texts()
    page.get_by_role("link", name="已经保管好，继续").click()
    expect(page.get_by_role("main")).to_contain_text("篁川镇党委")

    # Next time, password and a code from paper.
    page.get_by_role("banner").locator("details").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("用户名").fill("shanqiuyue")
    page.get_by_label("密码").fill("red bridge 27 over")
    page.get_by_role("button", name="登录").click()
    page.get_by_label("验证码").fill(codes[0])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    context.close()
    new = Account.objects.get(username="shanqiuyue")
    assert sorted(new.role_codes()) == [RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER]
    assert not Account.objects.get(pk=leaving.pk).is_active
