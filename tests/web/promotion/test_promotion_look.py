"""The pages of promotion in a browser: axe, phones, both languages, light and dark; and a round from beginning to end."""

import pytest
from playwright.sync_api import expect
from promotion.ways import brought_to, fresh, give, imported, number_of, path_of, prepared, terms
from web.browser import context_of
from web.builders import NOW, make_account
from web.counties import bring_in
from web.looking import found_wrong
from web.scored import AS_OF, SCHEME, evaluate, scored_county, write_scored_county

from guben_web.promotion import round_actions
from guben_web.promotion.enums import PlanState
from guben_web.promotion.models import Path
from guben_web.results import actions as results

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tmp_path, language, theme
):
    waiting, department, _ = prepared(tmp_path)
    give("2023", V1="较好")
    round_ = round_actions.prepare_round(terms=terms(), source=imported("2024"), by=department, now=NOW)
    round_actions.open_round(round_=round_, by=department, now=NOW)
    Path.objects.filter(organization__key="V2").update(tails=[["软弱涣散", "Weak and lax"]])
    brought_to(PlanState.APPROVED, path_of(round_), department)
    going = f"/promotion/{round_.pk}"
    unknown = round_actions.prepare_round(terms=terms(), source=imported("2023"), by=department, now=NOW)
    later = AS_OF.replace(year=2026, month=1, day=31)
    bring_in(write_scored_county(tmp_path / "later.xlsx"), department, as_of=later, period="2026")
    after = evaluate(department, period="2026", as_of=later)
    results.show_to_units(evaluation=after, by=department, now=NOW)
    round_actions.assess(round_=fresh(round_), evaluation=after, by=department, now=NOW)
    addresses = [
        "/promotion/",
        "/promotion/new",
        f"/promotion/{waiting.pk}",
        f"/promotion/{unknown.pk}/words",
        going,
        f"{going}/second",
        f"{going}/organizations/{number_of('V1')}",
        "/promotion/years",
        "/promotion/before-and-after",
    ]

    found = found_wrong(browser, live_server.url, department, addresses, language=language, theme=theme)
    secretary = make_account("secretary", organization_id=number_of("V2"))
    address = [f"{going}/organizations/{number_of('V2')}/plan"]
    found |= found_wrong(browser, live_server.url, secretary, address, language=language, theme=theme)

    assert found == {}


def test_from_the_departments_first_form_to_the_second_grade(browser, live_server, tmp_path):
    scored_county(tmp_path)
    give(V1="后进", V2="中间")
    url = live_server.url

    def page_of(role, key=None):
        account = make_account(role, **({"organization_id": number_of(key)} if key else {}))
        return context_of(browser, url, account=account).new_page()

    # The department begins a round; nobody types an organization or a grade.
    department = page_of("department")
    department.goto(f"{url}/promotion/")
    department.get_by_role("link", name="开始一轮").first.click()
    department.get_by_label("名称").fill("2025年度晋位升级")
    department.get_by_label("制度").select_option(SCHEME)
    department.get_by_label("基准等次").select_option("imported:2024:")
    department.get_by_label("晋位年度").fill("2025")
    department.get_by_role("button", name="确定").click()
    department.get_by_role("button", name="启动").click()
    expect(department.locator("#paths tbody tr")).to_have_count(2)

    # The secretary finds on her workbench what is asked of her, writes, and hands in.
    secretary = page_of("secretary", "V1")
    secretary.goto(url)
    secretary.get_by_role("link", name="要制定的提升方案").click()
    secretary.get_by_role("link", name="制定方案").click()
    # The result of 2025 is not that of the baseline, so nothing is offered.
    secretary.get_by_label("措施1").fill("四月底前补齐公开栏。")
    secretary.locator("#id_responsible").select_option(label="曾荷生（书记）")
    secretary.get_by_role("button", name="上报审定").click()
    expect(secretary.get_by_role("main")).to_contain_text("待审定")

    # Her township, which has no other village, is led to it and approves.
    township = page_of("township", "T1")
    township.goto(url)
    township.get_by_role("link", name="等审定的提升方案").click()
    township.get_by_role("button", name="审定通过").click()
    expect(township.get_by_role("main")).to_contain_text("整改中")

    # The department takes the second grades; the table and the drawing say who moved.
    department.reload()
    department.get_by_role("link", name="再评定级，确定升降…").click()
    department.get_by_role("button", name="确定").click()
    expect(department.locator("svg.flow text")).to_have_text(["中间 1", "后进 1", "中间 1", "后进 1"])
    expect(department.locator("#paths tbody tr").first).to_contain_text("上升")
    secretary.reload()
    expect(secretary.get_by_role("main")).to_contain_text("目标：达到")
    for page in (department, secretary, township):
        page.context.close()
