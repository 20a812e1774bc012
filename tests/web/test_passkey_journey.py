"""Passkeys in a browser: a virtual authenticator of Chromium, from setting it up to signing in; axe over the pages."""

import pytest
from playwright.sync_api import expect
from web.authenticators import Authenticator, in_words
from web.browser import context_of
from web.builders import NOW, PASSWORD, make_account, with_factor
from web.looking import found_wrong

from guben_web.accounts.enums import demanded_of
from guben_web.accounts.models import Passkey

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(context, page) -> None:
    """Give the page a device that agrees to everything."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})


def add_passkey(account, device_id: bytes) -> None:
    """Store a passkey whose device is somewhere else."""
    Passkey.objects.create(
        factor=account.second_factor,
        name="办公电脑",
        host="localhost",
        credential_id=in_words(device_id),
        public_key="",
        sign_count=0,
        added_at=NOW,
    )


def sign_in(page, url, account):
    page.goto(url + "/sign-in")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_the_system_administrator_sets_up_a_passkey_and_signs_in_with_it(browser, live_server, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("administrators")
    account = make_account("system_admin")
    context = context_of(browser, live_server.url)
    page = context.new_page()
    plug_in(context, page)

    # Before anything else she is asked for a second factor, and chooses the computer's own.
    sign_in(page, live_server.url, account)
    expect(page.get_by_role("heading", level=1)).to_have_text("设置第二因素")
    page.get_by_role("link", name="用通行密钥").click()
    page.get_by_label("给它起个名字").fill("办公电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.locator("li.code")).to_have_count(10)
    page.get_by_role("link", name="已经保管好，继续").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")

    # She signs out, and in again with the device.
    page.get_by_role("banner").locator("details").last.click()
    page.get_by_role("button", name="退出登录").click()
    sign_in(page, live_server.url, account)
    expect(page.get_by_role("heading", level=1)).to_have_text("第二因素")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    assert Passkey.objects.get().used_at is not None

    # The same device is not added twice, which the browser sees by itself.
    page.goto(live_server.url + "/second-factor/passkeys")
    page.get_by_role("button", name="用通行密钥").click()
    expect(page.get_by_role("main")).to_contain_text("添加一把")
    page.get_by_label("给它起个名字").fill("又一把")
    page.get_by_role("button", name="添加通行密钥").click()
    expect(page.get_by_role("main")).to_contain_text("这台设备已经登记过了，请换一台。")
    context.close()


def test_a_device_that_does_not_answer_leaves_the_codes(browser, live_server):
    account, codes = with_factor("department")
    add_passkey(account, Authenticator().id)
    context = context_of(browser, live_server.url, width=390)
    page = context.new_page()
    # A device is there, but it has none of the account's passkeys: the browser gives up as if it were cancelled.
    plug_in(context, page)

    sign_in(page, live_server.url, account)
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("status")).to_contain_text("已取消，或者等待太久。")
    page.get_by_label("验证码").fill(codes[0])
    page.get_by_role("button", name="登录", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
    context.close()


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_about_passkeys(browser, live_server, language, theme):
    fresh, account = make_account("department"), with_factor("department")[0]
    add_passkey(account, Authenticator().id)

    found = found_wrong(
        browser,
        live_server.url,
        account,
        ["/second-factor/passkeys", "/second-factor", "/second-factor/recovery-codes", "/account"],
        language=language,
        theme=theme,
    )
    found |= found_wrong(
        browser, live_server.url, fresh, ["/second-factor/passkeys"], language=language, theme=theme
    )

    assert found == {}
