"""The pages of members, corrections and statistics in a browser: axe, phones; and a member's way to a correction."""

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import NOW, make_account
from web.counties import bring_in, write_county
from web.looking import found_wrong

from guben_web.corrections import actions
from guben_web.corrections.models import Correction
from guben_web.org.models import Organization
from guben_web.people.models import Member

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def department(tmp_path):
    account = make_account("department")
    bring_in(write_county(tmp_path / "county.xlsx"), account)
    return account


@pytest.fixture
def lin(department):
    return Member.objects.get(name="曾荷生")


@pytest.fixture
def her(department, lin):
    account = make_account("member", organization_id=lin.organization_id)
    actions.link_account(member=lin, username=account.username, by=department, now=NOW)
    actions.ask_for_correction(member=lin, words="学历应当是大专", by=account, now=NOW)
    return account


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_of_those_who_keep_members(
    browser, live_server, department, lin, her, language, theme
):
    township = Organization.objects.get(key="T1").pk
    here = f"/organizations/members/{lin.pk}"
    addresses = [
        "/organizations/members?sex=female&column=place&column=hardship",
        "/organizations/members/new",
        "/organizations/members/export?sex=female",
        *(here + each for each in ("", "/edit", "/move", "/status", "/numbers/phone")),
        "/corrections/",
        f"/corrections/{Correction.objects.get().pk}",
        f"/corrections/accounts/{lin.pk}",
        "/statistics/",
        f"/statistics/{township}?on=2025-06-30&field=rural",
    ]

    found = found_wrong(browser, live_server.url, department, addresses, language=language, theme=theme)

    assert found == {}


@pytest.mark.look
def test_axe_finds_nothing_on_a_members_own_page(browser, live_server, her):
    assert found_wrong(browser, live_server.url, her, ["/my-record"], language="zh-hans", theme="light") == {}


def test_a_member_asks_and_the_department_corrects_and_answers(browser, live_server, department, lin, her):
    own = context_of(browser, live_server.url, account=her)
    page = own.new_page()
    page.goto(live_server.url + "/my-record")
    page.get_by_label("哪里不对").fill("电话换了，应当是15400000008")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#asked tbody tr")).to_have_count(2)

    office = context_of(browser, live_server.url, account=department)
    desk = office.new_page()
    desk.goto(live_server.url + "/corrections/")
    desk.get_by_role("link", name="曾荷生").last.click()
    desk.get_by_role("link", name="打开党员页面").click()
    desk.get_by_role("link", name="修改", exact=True).click()
    desk.get_by_role("textbox", name="联系电话").fill("15400000008")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("region", name="变更历史")).to_contain_text("154****0008")
    desk.get_by_role("link", name="更正申请").click()
    desk.get_by_role("link", name="曾荷生").last.click()
    desk.get_by_label("答复", exact=False).last.fill("已更正。")
    desk.get_by_role("button", name="答复").click()
    expect(desk.get_by_role("main")).to_contain_text("待答复1份")

    page.reload()
    expect(page.locator("#asked")).to_contain_text("已更正。")
    own.close()
    office.close()
