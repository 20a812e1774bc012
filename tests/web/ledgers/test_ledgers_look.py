"""The pages of ledgers in a browser: axe, phones, and a village secretary's quarter."""

from datetime import date

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import make_account
from web.ledgers.ledgers import MEETINGS, TODAY, VENUES, add, bring_book, meeting, read_in, reader_of
from web.ledgers.test_books import book_of
from web.looking import found_wrong
from web.structure.trees import make_members, make_tree

from guben_web.jobs.tasks import perform_next
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.models import Closing, Entry, Upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BASE = "/ledgers/county/meetings"
ALLOWANCES = """
ledger: county/allowances
version: "1"
title: {zh: 补助, en: Allowances}
subject: [who]
kept_by: [village]
close: year
fields:
  who: {type: member, title: {zh: 发给, en: Paid to}, required: true}
  paid: {type: yuan, bounds: 0..100000, title: {zh: 金额, en: Amount}}
measures:
  allowances_paid: {type: yuan, bounds: 0..1000000, title: {zh: 发放补助, en: Allowances paid}, derive: SUM(allowances.paid)}
"""


@pytest.fixture
def place(tmp_path):
    """Return a tree with ledgers, its secretary, an entry, and a workbook that waits."""
    tree = make_tree()
    host, *_ = make_members(tree["V1"], 2)
    ledgers = read_in(tmp_path / "packs", MEETINGS, VENUES, ALLOWANCES)
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"], host=str(host.pk), note="内部"), keeper)
    content = book_of(
        ["", "", "2025-03-05", "党课", "学习", 9, 8, "", "", ""],
        ["", "V9", "", "茶话会", "", 1, 2, "", "", ""],
    )
    upload = bring_book(ledgers["meetings"], content, keeper)
    draft = Draft(tree["V1"].pk, TODAY, None, {"who": str(host.pk), "paid": 1200})
    add(ledgers["allowances"], draft, keeper)
    return tree, keeper.account, entry, upload


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_pages_of_ledgers(browser, live_server, place, language, theme):
    _, account, entry, upload = place
    waiting = Upload.objects.get(pk=upload.pk)
    waiting.pk, waiting.state, waiting.run = None, "BROUGHT", upload.run
    waiting.save()
    pages = [
        "/ledgers/",
        f"{BASE}/?f.kind=congress",
        f"{BASE}/?q=nothing",
        f"{BASE}/new",
        f"{BASE}/closing",
        f"{BASE}/figures",
        f"{BASE}/import",
        f"/entries/{entry.pk}",
        f"/entries/{entry.pk}/change",
        f"/entries/{entry.pk}/remove",
        f"/ledger-books/{upload.pk}",
        f"/ledger-books/{waiting.pk}",
        "/ledgers/county/allowances/people",
        f"/organizations/{entry.organization_id}",
        f"/organizations/members/{entry.fields['host']}/entries",
    ]
    looks = {"language": language, "theme": theme}

    found = found_wrong(browser, live_server.url, account, pages, **looks)
    packs = ["/packs/", "/packs/county/meetings/definition"]
    packs += ["/ledger-switches", "/ledger-switches/county/meetings?keep=no"]
    found |= found_wrong(browser, live_server.url, make_account("department"), packs, **looks)

    assert found == {}


def test_a_secretary_enters_brings_a_workbook_and_says_that_there_was_nothing(
    browser, live_server, place, tmp_path
):
    tree, account, _, _ = place
    path = tmp_path / "会议.xlsx"
    path.write_bytes(book_of(["", "", "2025-05-05", "党课", "讲党章", 9, 8, "", "", ""]))
    page = context_of(browser, live_server.url, account=account).new_page()

    page.goto(f"{live_server.url}{BASE}/")
    page.get_by_role("link", name="登记", exact=True).click()
    page.get_by_label("日期").fill("2025-06-03")
    page.get_by_label("类别").select_option("congress")
    page.get_by_label("议题").fill("研究道路整修")
    page.get_by_label("应到").fill("20")
    page.get_by_label("实到").fill("21")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("实到不能多于应到。")).to_be_visible()
    page.get_by_label("实到").fill("19")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name="会议")).to_be_visible()

    page.goto(f"{live_server.url}{BASE}/import")
    page.get_by_label("工作簿").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("正在后台核对")).to_be_visible()
    # The first is that of the workbook which waits already.
    for _ in range(2):
        perform_next()
    expect(page.get_by_text("讲党章")).to_be_visible()
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_text("正在后台写入")).to_be_visible()
    perform_next()
    expect(page.get_by_text("已写入")).to_be_visible()

    page.goto(f"{live_server.url}{BASE}/closing?period=2025Q4")
    page.get_by_role("row", name="V1党支部").get_by_role("button", name="无事项").click()
    expect(page.get_by_role("row", name="V1党支部").get_by_text("重新打开")).to_be_visible()

    entries = Entry.objects.filter(is_removed=False, ledger__name="county/meetings")
    days = entries.order_by("day").values_list("day", flat=True)
    assert list(days) == [date(2025, 2, 5), date(2025, 5, 5), date(2025, 6, 3)]
    assert Closing.objects.get().organization == tree["V1"]
