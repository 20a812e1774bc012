"""The pages of the registry, of importing and the workbench in a browser: axe, phones, and what happens as one types."""

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import make_account
from web.counties import GUO, LIN, MEMBER_HEADINGS, bring_in, read, write_county
from web.looking import found_wrong

from guben_web.baselines.models import Baseline
from guben_web.imports.models import Batch
from guben_web.org.models import Organization

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def department(tmp_path):
    """Return an account with an applied import, and one that waits with findings and an unknown heading."""
    account = make_account("department")
    bring_in(write_county(tmp_path / "county.xlsx"), account)
    members = [[*LIN[:5], "2011-07-01", "副书记", ""], [*GUO[:5], "某年", "", ""]]
    headings = [*MEMBER_HEADINGS, "备注说明"]
    read(write_county(tmp_path / "next.xlsx", members=members, member_headings=headings), account)
    village = Organization.objects.get(key="V1")
    Baseline.objects.create(organization=village, period="2024", grade="中间", points=85, source="batch:1")
    return account


def addresses():
    ids = {each.key: each.pk for each in Organization.objects.all()}
    applied, waiting = Batch.objects.order_by("pk").values_list("pk", flat=True)
    return [
        "/",
        "/organizations/",
        "/organizations/?q=dtc",
        "/organizations/?q=nothing",
        f"/organizations/{ids['T1']}",
        f"/organizations/{ids['V1']}?on=2025-06-30",
        "/organizations/members",
        f"/organizations/{ids['V1']}/members?reach=own&q=g",
        "/imports/",
        f"/imports/{applied}",
        f"/imports/{waiting}",
        f"/imports/{waiting}/apply",
        f"/imports/{applied}/undo",
        "/imports/take-out",
        "/baselines/",
    ]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, department, language, theme
):
    found = found_wrong(browser, live_server.url, department, addresses(), language=language, theme=theme)

    assert found == {}


def test_the_tree_unfolds_and_organizations_are_found_as_one_types(browser, live_server, department):
    context = context_of(browser, live_server.url, account=department)
    page = context.new_page()
    page.goto(live_server.url + "/organizations/")

    page.locator(".tree summary", has_text="篁川镇党委").click()
    expect(page.locator(".tree")).to_contain_text("荻汀村党支部")
    page.locator("#q").press_sequentially("lzc")

    expect(page.locator("#organizations tbody tr")).to_have_count(1)
    expect(page.locator("#organizations")).to_contain_text("菱渚村党支部")
    assert "q=lzc" in page.url
    assert page.evaluate("document.activeElement.id") == "q"
    context.close()
