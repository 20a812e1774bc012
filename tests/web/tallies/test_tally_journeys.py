"""A count from its opening to its release, done in a browser by four people."""

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import make_account
from web.reporting.forms import make_county, secretary_of, township_of
from web.tallies.counting import officer_of, sheet_of

from guben_web.tallies.enums import State
from guben_web.tallies.models import Count

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(browser, live_server):
    """Return a function that opens a page as somebody."""
    contexts = []

    def entered(account, address):
        context = context_of(browser, live_server.url, account=account)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield entered
    for context in contexts:
        context.close()


def fill_in(page, numbers):
    """Type numbers from top to bottom, as they stand on the paper."""
    inputs = page.locator("tr.asked input")
    expect(inputs).to_have_count(len(numbers))
    for place, number in enumerate(numbers):
        inputs.nth(place).fill(str(number))
    page.get_by_role("button", name="保存").click()


def test_a_ballot_is_counted_by_two_corrected_and_released(enter):
    county = make_county(1)
    department = enter(make_account("department"), "/tallies/")

    department.get_by_role("link", name="新建计票").click()
    department.get_by_label("计哪张测评票").select_option(value="pioneer-project/village|residents")
    department.get_by_label("计哪些组织").select_option(label="篁川镇党委")
    department.get_by_role("button", name="新建计票").click()
    expect(department.get_by_role("row", name="荻汀1村党支部")).to_contain_text("未录入")
    count = Count.objects.get()
    at = f"/tallies/sheets/{sheet_of(count, county['V1']).pk}"

    # The first slips once; all that does not add up is said, and her numbers stay in the fields.
    first = enter(township_of(county["T1"]), "/")
    first.get_by_role("link", name="要录入的计票表").click()
    first.get_by_role("link", name=count.title).click()
    first.get_by_role("link", name="荻汀1村党支部").click()
    first.get_by_role("link", name="录入").click()
    fill_in(first, [60, 52, 2, 40, 8, 3, 43, 7, 0])
    expect(first.get_by_role("alert").first).to_contain_text("合计51张，有效票是50张")
    fill_in(first, [60, 52, 2, 40, 8, 2, 43, 7, 0])
    expect(first.locator("main")).to_contain_text("还要另一个人对照原表再录一遍")

    # The second reads one line wrong, looks at the paper again, and agrees.
    second = enter(officer_of(county["T1"]), f"{at}/type")
    fill_in(second, [60, 52, 2, 40, 8, 2, 42, 8, 0])
    expect(second.locator("main")).to_contain_text("请对照原表看标出的几行")
    fill_in(second, [60, 52, 2, 40, 8, 2, 43, 7, 0])
    expect(second.locator("main")).to_contain_text("两人录入一致，计票完成。")

    department.reload()
    department.get_by_role("link", name="公布…").click()
    department.get_by_role("button", name="公布计票结果").click()
    secretary = enter(secretary_of(county["V1"]), at)
    expect(secretary.get_by_role("row", name="认可率").last).to_contain_text("86.00%")
    assert sheet_of(count, county["V1"]).state == State.STANDS
