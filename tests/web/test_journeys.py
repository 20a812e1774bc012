"""What each person of the demo comes for, done in a browser from her one-time link to what she wanted to know."""

import re
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect
from web.browser import context_of

from guben.synthesis import make_county, write_county_workbook
from guben_web.engine.schemes import collected_measures
from guben_web.home import demo as home
from guben_web.jobs.tasks import perform_next
from guben_web.org.models import OrganizationVersion
from guben_web.results.models import Result

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SIZE = {"townships": 4, "villages": 12, "members": 500}


def quiet(words, *, done=0, of=0):
    """Tell nobody."""


@pytest.fixture
def enter(browser, live_server, settings):
    """Make the demo; return a function that signs somebody in by her link and returns the page."""
    settings.DEMO_SIZE = SIZE
    # A database in memory is one thread's at a time, and nobody waits for a sign of life.
    settings.JOB_SILENCE = timedelta(hours=1)
    home.make_demo(shown=quiet)
    contexts = []

    def entered(person, *, width=1440):
        links = home.create_demo_links(now=home.timezone.now())
        token = links[home.PEOPLE.index(person)].token
        context = context_of(browser, live_server.url, width=width)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/link/{token}")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
        return page

    yield entered
    for context in contexts:
        context.close()


def test_the_department_goes_from_a_workbook_to_a_grade_that_it_can_explain(enter, tmp_path):
    page = enter(home.DEPARTMENT)
    village = OrganizationVersion.objects.filter(level="village", field="rural").order_by("organization_id")[
        0
    ]
    path = tmp_path / "补报.xlsx"
    county = make_county(**SIZE)
    write_county_workbook(county, path, collected_measures())
    set_income(path, village.organization.code, 4499)

    # A workbook comes in; what it would change is said before it is stored.
    page.get_by_role("link", name="导入", exact=True).first.click()
    page.locator("#id_workbook").set_input_files(path)
    page.get_by_label("考核期").fill("2024")
    page.get_by_label("截止日期").fill("2024-12-31")
    page.get_by_role("button", name="上传并核对").click()
    perform_next()
    expect(page.get_by_role("main")).to_contain_text("还没有写入。如果写入：")
    page.get_by_role("link", name="写入…").click()
    page.get_by_role("button", name=re.compile("写入")).click()
    perform_next()
    expect(page.get_by_role("main")).to_contain_text("已写入")

    # The scheme is computed in the background; the results appear by themselves.
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="考核结果").click()
    page.get_by_role("link", name="开始考核").click()
    page.get_by_label("制度").select_option("pioneer-project/village")
    page.get_by_label("考核期").select_option("2024")
    page.get_by_label("截止日期").fill("2024-12-31")
    page.get_by_role("button", name="开始计算").click()
    expect(page.get_by_role("main")).to_contain_text("排队中")
    perform_next()
    expect(page.locator("#results tbody tr")).to_have_count(12)
    page.locator("#filter-words").fill(village.name)
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#results tbody tr")).to_have_count(1)

    # From the grade down to the record, and where that came from.
    page.locator("#results").get_by_role("link", name=village.name).click()
    page.get_by_role("link", name="为什么是这个结果").click()
    income = page.locator("[id='strength.income']")
    expect(income).to_contain_text("规则：“年人均纯收入”不低于4,500元的，得10分，否则不得分。")
    expect(income).to_contain_text("4,499元")
    income.locator("summary", has_text="4,499元").click()
    income.get_by_role("link", name="查看记录").click()
    expect(page.get_by_role("main")).to_contain_text("补报.xlsx")

    # What is taken away is the file that was computed.
    page.get_by_role("link", name="先锋工程先进村党组织考核办法").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="results.xlsx").click()
    book = tmp_path / "results.xlsx"
    taken.value.save_as(book)
    assert openpyxl.load_workbook(book).sheetnames[0] == "汇总"


def test_a_township_sees_its_villages_and_no_rank(enter):
    page = enter(home.TOWNSHIP)
    own = set(Result.objects.filter(township_id=held_by(home.TOWNSHIP)).values_list("name", flat=True))

    page.get_by_role("link", name="先锋工程先进村党组织考核办法").click()

    shown = page.locator("#results tbody th")
    expect(shown).to_have_count(len(own))
    assert set(shown.all_inner_texts()) == own
    expect(page.get_by_role("main")).not_to_contain_text("名次")
    page.goto(page.url.partition("/results")[0] + "/results/new")
    expect(page.get_by_role("heading", level=1)).to_have_text("您没有这项权限")


def test_a_village_secretary_learns_on_her_phone_why_it_is_these_points(enter):
    page = enter(home.SECRETARY, width=390)
    result = Result.objects.get(organization_id=held_by(home.SECRETARY), evaluation__state="SHOWN")

    page.get_by_role("link", name="先锋工程先进村党组织考核办法").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(result.name)
    expect(page.get_by_role("main")).to_contain_text("同类中位数")
    expect(page.get_by_role("main")).not_to_contain_text("名次")
    page.get_by_role("link", name="为什么是这个结果").click()
    page.get_by_role("link", name="全部展开").click()

    closed = page.locator(".trace details:not([open])")
    expect(closed).to_have_count(0)
    expect(page.locator(".trace")).to_contain_text("规则：")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()


def test_the_auditor_sees_every_act_and_no_data(enter):
    page = enter(home.AUDITOR)

    page.get_by_role("navigation", name="主导航").get_by_role("link", name="操作记录").click()
    expect(page.locator("#entries")).to_contain_text("使用登录链接")
    page.get_by_role("button", name="核对全部记录").click()
    perform_next()
    expect(page.get_by_role("main")).to_contain_text(re.compile("审计记录完好|还没有封印"))
    page.goto(page.url.partition("/record")[0] + "/organizations/")
    expect(page.get_by_role("heading", level=1)).to_have_text("您没有这项权限")


def held_by(person):
    """Return the organization that somebody of the demo stands for."""
    return home.account_of(person).roles.get(ended_at=None).organization_id


def set_income(path, code, income):
    """Change the net income of one village in a workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book["组织"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "组织代码" for cell in row))
    columns = {str(cell.value): cell.column for cell in head}
    column = next(place for words, place in columns.items() if "年人均纯收入" in words)
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if str(row[columns["组织代码"] - 1].value) == code:
            sheet.cell(row[0].row, column).value = income
    book.save(path)
