"""What each role does from the workbench: from what it says is to be done to its being done, in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from web.browser import context_of
from web.builders import NOW, make_account
from web.counties import VILLAGE_2, bring_in, write_county
from web.looking import found_wrong

from guben_web.accounts.enums import RoleCode
from guben_web.corrections import actions as corrections
from guben_web.org.enums import Cover
from guben_web.org.models import Organization
from guben_web.people.models import Member, SavedFilter
from guben_web.teams import actions as teams
from guben_web.teams.enums import Renewal
from guben_web.workplaces import actions as workplaces

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(tmp_path):
    """Return the ids of a county's organizations by key, with an overdue election and an uncovered workplace in T1."""
    department = make_account("department")
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    ids = {each.key: each.pk for each in Organization.objects.all()}
    due = timezone.localdate() - timedelta(days=3)
    facts = {"elected_date": due.replace(year=due.year - 5), "due_date": due, "how": Renewal.ELECTION}
    village = Organization.objects.get(key="V1")
    teams.begin_term(organization=village, facts=facts, by=department, now=NOW)
    workplaces.add_workplace(
        described=workplaces.Described(
            *("竹编工艺有限公司", None, "nonpublic_enterprise", None),
            *(Cover.OWN, ids["T1"], None, None, 62, 4),
        ),
        day=None,
        by=department,
        now=NOW,
    )
    return ids


@pytest.fixture
def enter(browser, live_server):
    """Return a function that opens the workbench of an account."""
    contexts = []

    def entered(account, *, width=1440) -> Page:
        context = context_of(browser, live_server.url, account=account, width=width)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url)
        expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
        return page

    yield entered
    for context in contexts:
        context.close()


def go(page: Page, group: str) -> None:
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=group, exact=True).click()


def offered(page: Page) -> Locator:
    """Return what the open picker offers."""
    return page.get_by_role("listbox").get_by_role("option")


def test_a_township_goes_from_what_is_overdue_to_the_election_that_it_enters(enter, county):
    page = enter(make_account("township", organization_id=county["T1"]))

    page.get_by_role("link", name="逾期未换届").click()
    expect(page.get_by_role("main")).to_contain_text("荻汀村党支部")
    page.goto(page.url.partition("/organizations")[0] + f"/organizations/{county['V1']}/team/term")
    today = timezone.localdate()
    page.get_by_label("选举日期").fill(today.isoformat())
    page.get_by_label("应换届日期").fill(today.replace(year=today.year + 5, day=1).isoformat())
    page.get_by_role("button", name="保存").click()
    go(page, "工作台")

    expect(page.get_by_role("main")).not_to_contain_text("逾期未换届")
    expect(page.get_by_role("main")).to_contain_text("未建党组织的单位")


def test_an_officer_takes_somebody_in_and_finds_the_branch_by_the_initials_of_its_name(enter, county):
    page = enter(make_account("township_officer", organization_id=county["T1"]))

    go(page, "党员")
    page.get_by_role("link", name="新增").click()
    page.get_by_label("姓名").fill("方竹")
    field = page.get_by_role("combobox", name="所在党组织")
    field.press_sequentially("dtc")
    expect(offered(page)).to_have_count(1)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "id_organization_offered-0")
    field.press("Enter")
    expect(field).to_have_value("荻汀村党支部（V1）")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_label("人员类别").select_option("applicant")
    page.get_by_role("button", name="保存").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("方竹")
    assert Member.objects.get(name="方竹").organization_id == county["V1"]


def test_a_picker_takes_traditional_characters_and_a_click_and_offers_nothing_out_of_range(enter, county):
    page = enter(make_account("township", organization_id=county["T1"]))
    page.goto(page.url + f"organizations/members/{Member.objects.get(name='曾荷生').pk}/move")

    field = page.get_by_role("combobox", name="转入的党组织")
    field.press_sequentially("菱渚")
    expect(offered(page)).to_contain_text("没有找到")
    field.fill("")
    field.press_sequentially("篁川鎮黨委")
    offered(page).filter(has_text="篁川镇党委").click()

    expect(field).to_have_value("篁川镇党委（T1）")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_the_department_keeps_a_filter_and_lets_it_go(enter, county):
    page = enter(make_account("department"))

    go(page, "党员")
    page.locator("#sex").select_option("female")
    expect(page.locator("#members tbody tr")).to_have_count(1)
    page.get_by_text("存为常用筛选").click()
    page.get_by_label("把现在的条件和列存为").fill("女党员")
    page.get_by_role("button", name="保存").click()
    kept = page.get_by_role("group", name="常用筛选")
    expect(kept).to_contain_text("女党员")
    kept.get_by_role("button", name="删除常用筛选“女党员”").click()

    expect(page.get_by_role("main")).not_to_contain_text("女党员")
    assert SavedFilter.objects.count() == 0


def test_a_township_invites_a_secretary_who_finds_the_own_branch(enter, county, browser, live_server):
    page = enter(make_account("township", organization_id=county["T1"]))

    go(page, "账号")
    page.get_by_role("link", name="邀请", exact=True).click()
    page.get_by_label("姓名或名称").fill("曾荷生")
    page.get_by_label("角色").select_option("secretary")
    page.get_by_role("combobox", name="组织").press_sequentially("荻汀")
    offered(page).click()
    page.get_by_role("button", name="建立账号").click()
    address = page.locator("#address").inner_text()
    other = browser.new_context(locale="zh-CN")
    hers = other.new_page()
    hers.goto(address)
    hers.get_by_role("button", name=re.compile("登录")).click()
    hers.get_by_label("新密码").first.fill("bamboo raft 41 upstream")
    hers.get_by_label(re.compile("再输")).fill("bamboo raft 41 upstream")
    hers.get_by_role("button", name=re.compile("密码|保存")).click()

    expect(hers.get_by_role("heading", level=1)).to_have_text("工作台")
    expect(hers.get_by_role("main")).to_contain_text("荻汀村党支部")
    expect(hers.get_by_role("main")).to_contain_text("逾期未换届")
    expect(hers.get_by_role("main")).not_to_contain_text("未建党组织的单位")
    other.close()


def test_a_member_asks_the_township_answers_and_both_find_it_on_the_workbench(enter, county):
    lin, township = Member.objects.get(name="曾荷生"), make_account("township", organization_id=county["T1"])
    her = make_account("member", organization_id=county["V1"])
    corrections.link_account(member=lin, username=her.username, by=township, now=timezone.now())

    hers = enter(her, width=390)
    hers.get_by_role("main").get_by_role("link", name="看我的信息").click()
    hers.get_by_label("哪里不对").fill("学历应当是大专")
    hers.get_by_role("button", name=re.compile("申请|提交")).click()
    page = enter(township)
    page.get_by_role("main").get_by_role("link", name="党员的更正申请").click()
    page.get_by_role("main").get_by_role("link", name="曾荷生").click()
    page.get_by_label("答复").fill("已改为大专")
    page.get_by_role("button", name="答复").click()
    go(page, "工作台")
    hers.goto(page.url)

    expect(page.get_by_role("main")).not_to_contain_text("党员的更正申请")
    expect(hers.get_by_role("main")).to_contain_text("我的更正申请有了答复")


@pytest.mark.parametrize("role", ["scoring_department", "inspector", "viewer"])
def test_whoever_only_looks_is_led_to_the_organizations(enter, county, role):
    page = enter(make_account(role, organization_id=county["T1"]))

    expect(page.get_by_role("main")).to_contain_text("现在没有要您办的事")
    page.get_by_role("main").get_by_role("link", name="看组织树").click()

    expect(page.get_by_role("main")).to_contain_text("荻汀村党支部")
    expect(page.get_by_role("main")).not_to_contain_text("菱渚村党支部")


def test_the_security_administrator_finds_who_never_signed_in_below_a_township(enter, county):
    make_account("secretary", organization_id=county["V1"])
    make_account("secretary", organization_id=county["V2"])
    page = enter(make_account("security_admin"))

    page.get_by_role("link", name="还没有登录过的账号").click()
    field = page.get_by_role("combobox", name="组织（含下级）")
    field.press_sequentially("hcz")
    offered(page).click()

    expect(page.locator("#accounts tbody tr")).to_have_count(1)
    expect(page.locator("#accounts")).to_contain_text("荻汀村党支部")


@pytest.mark.parametrize(
    ("role", "item", "heading"),
    [("system_admin", "后台程序", "运行状况"), ("audit_admin", "核对操作记录", "操作记录")],
)
def test_the_other_administrators_go_from_the_workbench_to_what_is_theirs(enter, county, role, item, heading):
    page = enter(make_account(role))

    page.get_by_role("link", name=item).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_without_scripts_a_code_or_a_full_name_does(browser, live_server, county):
    lin = Member.objects.get(name="曾荷生")
    account = make_account("department")
    signed_in = context_of(browser, live_server.url, account=account)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(signed_in.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/organizations/members/{lin.pk}/move")

    page.get_by_label("转入的党组织").fill(VILLAGE_2[1])
    page.get_by_role("button", name="转移").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("曾荷生")
    lin.refresh_from_db()
    assert lin.organization_id == county["V2"]
    context.close()
    signed_in.close()


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
@pytest.mark.parametrize("role", RoleCode.values)
def test_axe_finds_nothing_on_the_workbench_of_any_role(browser, live_server, county, role, language, theme):
    account = make_account(role, organization_id=county["T1"])
    addresses = ["/", "/account"]
    if role in ("township", "security_admin"):
        addresses += ["/accounts/?place=T1", "/accounts/?state=locked"]
    if role == "township":
        addresses += [
            "/accounts/invite",
            f"/organizations/members/{Member.objects.get(name='曾荷生').pk}/edit",
        ]

    assert found_wrong(browser, live_server.url, account, addresses, language=language, theme=theme) == {}
