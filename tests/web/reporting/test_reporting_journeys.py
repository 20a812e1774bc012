"""What each person comes to reporting for, done in a browser, with what came of it."""

from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import make_account
from web.reporting.forms import (
    COLLECTIVE,
    FUNDS,
    INCOME,
    VIOLATION,
    fill_all,
    hand_in,
    make_county,
    name_discipline,
    publish,
    report,
    secretary_of,
    sheet_of,
    township_of,
)

from guben_web.jobs.tasks import perform_next
from guben_web.ledgers.models import ReportedValue
from guben_web.reporting import sheet_actions
from guben_web.reporting.enums import State
from guben_web.reporting.models import Cell, Collection, Sheet

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 30


@pytest.fixture
def enter(browser, live_server):
    """Return a function that opens a page as somebody."""
    contexts = []

    def entered(account, address, *, width=1440):
        context = context_of(browser, live_server.url, account=account, width=width)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield entered
    for context in contexts:
        context.close()


def published(**more):
    collection = publish(now=timezone.now(), **more)
    Collection.objects.update(deadline=timezone.localdate() + timedelta(days=20))
    return Collection.objects.get(pk=collection.pk)


def test_a_village_secretary_fills_in_on_her_phone_uploads_answers_a_return_and_hands_in(enter, tmp_path):
    county = make_county()
    report(county["V1"], INCOME, "3000")
    report(county["V1"], FUNDS, "70000")
    collection, secretary, township = published(), secretary_of(county["V1"]), township_of(county["T1"])
    organization = county["V1"].pk
    page = enter(secretary, "/", width=390)

    # From the first page to the form; a figure is stored as soon as it is typed, and a jump asks for a reason.
    page.get_by_role("button", name="导航").click()
    page.get_by_role("link", name="填报", exact=True).click()
    page.get_by_role("link", name="荻汀1村党支部").click()
    page.locator(f"#v-{organization}-{INCOME}").fill("5200")
    page.locator(f"#v-{organization}-{INCOME}").blur()
    expect(page.locator(f"#s-{organization}-{INCOME}")).to_contain_text("比上期变动超过50%")
    page.locator(f"#n-{organization}-{INCOME}").fill("新开了两家加工厂")
    page.locator(f"#n-{organization}-{INCOME}").blur()
    expect(page.locator(f"#s-{organization}-{INCOME}")).to_contain_text("已存")
    page.get_by_role("row", name="可支配集体资金").get_by_role("button", name="与上期相同").click()
    expect(page.locator(f"#v-{organization}-{FUNDS}")).to_have_value("70000")

    # The rest comes from a workbook.
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载Excel").click()
    path = tmp_path / "填报.xlsx"
    taken.value.save_as(path)
    write(path, "村集体经济年收入", 120_000)
    page.get_by_role("link", name="上传Excel").click()
    page.locator("#id_workbook").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("main")).to_contain_text("正在后台核对")
    perform_next()
    expect(page.locator("#lines")).to_contain_text("村集体经济年收入：（空） → 120,000元")
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_role("main")).to_contain_text("正在后台写入")
    perform_next()
    page.get_by_role("link", name="去报送").click()
    page.get_by_role("link", name="荻汀1村党支部").click()
    page.get_by_role("button", name="保存并报送").click()
    expect(page.get_by_role("main")).to_contain_text("已报送")

    # A figure comes back, is answered, and goes in again.
    sheet = sheet_of(collection, county["V1"])
    sheet_actions.return_cells(
        sheet=sheet, keys=[(organization, INCOME)], reason="与年报不一致", by=township, now=timezone.now()
    )
    page.reload()
    expect(page.locator(f"#s-{organization}-{INCOME}")).to_contain_text("退回：与年报不一致")
    page.locator(f"#v-{organization}-{INCOME}").fill("5150")
    page.get_by_role("button", name="保存并报送").click()
    expect(page.get_by_role("main")).to_contain_text("退回后改过")

    numbers = dict(Cell.objects.values_list("measure", "number"))
    assert numbers == {INCOME: 51_500_000, FUNDS: 700_000_000, COLLECTIVE: 1_200_000_000}
    sheet.refresh_from_db()
    assert (sheet.state, sheet.flags) == (State.SUBMITTED, ["JUMP", "CHANGED"])


def test_a_village_with_nothing_to_report_says_so_in_two_clicks(enter):
    county = make_county()
    collection = published()
    sheet = sheet_of(collection, county["V1"])
    page = enter(secretary_of(county["V1"]), f"/reporting/sheets/{sheet.pk}")

    page.get_by_role("button", name="空着的都没有（不适用）").click()
    expect(page.get_by_role("main")).to_contain_text("3 / 3")
    page.get_by_role("button", name="保存并报送").click()
    expect(page.get_by_role("main")).to_contain_text("已报送")

    assert set(Cell.objects.values_list("is_not_applicable", flat=True)) == {True}


def test_a_township_approves_sixty_villages_in_under_thirty_clicks(enter):
    county = make_county(60)
    collection = published(sample_size=5)
    for number in range(1, 61):
        village = county[f"V{number}"]
        report(village, INCOME, "5000")
        note, income = ("丰收", "9000") if number <= 6 else (None, "5200")
        hand_in(
            sheet_of(collection, village), secretary_of(village), timezone.now(), income=income, note=note
        )
    page = enter(township_of(county["T1"]), "/")
    clicks = 0

    def click(target):
        nonlocal clicks
        target.click()
        clicks += 1

    click(page.get_by_role("link", name="审批", exact=True))
    click(page.get_by_role("link", name=collection.title))
    # Five with a jump are right, one is returned.
    for _ in range(5):
        click(page.locator("#flagged-table").get_by_role("button", name="通过").first)
    click(page.locator("#flagged-table").get_by_role("link", name="退回").first)
    click(page.get_by_role("checkbox", name="退回年人均纯收入"))
    page.get_by_label("退回原因").fill("与年报不一致")
    click(page.get_by_role("button", name="退回所选项"))
    click(page.get_by_role("link", name="回到审批"))
    click(page.get_by_role("button", name="抽看后批量审核（54份）"))
    expect(page.locator("#sample tbody tr")).to_have_count(5)
    to_look_at = page.locator("#sample").get_by_role("button")
    for left in range(5, 0, -1):
        expect(to_look_at).to_have_count(left)
        click(to_look_at.first)
    click(page.get_by_role("button", name="这54份一次通过"))
    expect(page.get_by_role("main")).to_contain_text("没有待审核的")

    states = Sheet.objects.filter(township=county["T1"]).values_list("state", flat=True)
    assert sorted(states) == [State.APPROVED] * 59 + [State.DRAFT]
    assert clicks < MOST_CLICKS, clicks


def test_a_scoring_department_returns_its_table(enter):
    county = make_county()
    discipline = make_account("scoring_department")
    name_discipline(discipline)
    published(measures=[VIOLATION])
    page = enter(discipline, "/reporting/")

    page.get_by_role("link", name="县纪委监委").click()
    page.get_by_label("荻汀2村党支部：班子成员严重违纪违法").select_option("是")
    expect(page.locator(f"#s-{county['V2'].pk}-{VIOLATION}")).to_contain_text("已存")
    page.locator(f"#v-0-{VIOLATION}").select_option("否")
    page.get_by_role("button", name="都填上").click()
    expect(page.get_by_role("main")).to_contain_text("4 / 4")
    page.get_by_role("button", name="保存并报送").click()
    expect(page.get_by_role("main")).to_contain_text("已报送")

    numbers = Cell.objects.order_by("organization__key").values_list("organization__key", "number")
    assert list(numbers) == [("V1", 0), ("V2", 1), ("V3", 0), ("W1", 0)]


def test_the_department_asks_follows_accepts_and_closes(enter):
    county = make_county()
    department, township = make_account("department"), township_of(county["T1"])
    page = enter(department, "/")

    # What it costs stands there before anything goes out.
    page.get_by_role("link", name="填报任务").click()
    page.get_by_role("link", name="新建填报任务").click()
    page.get_by_label("先锋工程先进村党组织考核办法").check()
    page.locator("#id_period").fill("2026")
    page.get_by_role("button", name="看看要问什么").click()
    page.get_by_role("checkbox", name="班子成员严重违纪违法").uncheck()
    page.get_by_role("button", name="保存并发布…").click()
    # Four villages, three figures, three minutes each: 36 minutes.
    expect(page.get_by_role("main")).to_contain_text("一共要填12个数，约1小时")
    page.get_by_role("button", name="发布填报任务").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026填报")

    collection = Collection.objects.get()
    for key in ("V1", "V2"):
        sheet = sheet_of(collection, county[key])
        fill_all(sheet, secretary_of(county[key]), timezone.now())
        sheet_actions.submit(sheet=sheet, by=secretary_of(county[key]), now=timezone.now())
        sheet_actions.approve(sheet=sheet, by=township, now=timezone.now())
    page.reload()
    page.get_by_role("button", name="全部采用（2份）").click()
    expect(page.get_by_role("main")).to_contain_text("采用了2份表。")
    page.get_by_role("link", name="催报").click()
    expect(page.locator("#words")).to_contain_text("菱渚村党支部")
    page.get_by_role("link", name="返回").click()
    page.get_by_role("link", name="结束…").click()
    expect(page.get_by_role("main")).to_contain_text("2份表还没有采用")
    page.get_by_role("button", name="结束填报任务").click()
    expect(page.get_by_role("main")).to_contain_text("这个填报任务已结束")

    assert ReportedValue.objects.filter(period="2026").count() == 6


def write(path, heading, value):
    """Write a figure into the first row of a workbook of forms."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[4] if cell.value == heading)
    sheet.cell(5, column).value = value
    book.save(path)
