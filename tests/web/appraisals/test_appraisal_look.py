"""The pages of appraisals in a browser: axe and phones; and a whole life with four roles, over two periods."""

from collections.abc import Callable
from datetime import date

import pytest
from appraisals.lives import FIRST, LAST, MARKED, MEETING, computed, fresh, number_of, objected, on_notice
from playwright.sync_api import Page, expect
from web.browser import context_of
from web.builders import NOW, make_account
from web.counties import bring_in
from web.looking import found_wrong
from web.scored import AS_OF, DITING, SCHEME, write_scored_county

from guben_web.appraisals import actions
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.results.models import Evaluation, Result

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tmp_path, language, theme
):
    appraisal, department = on_notice(tmp_path, ("V1", 0, "带动三个村"))
    objection = objected(appraisal, department)
    actions.recompute(appraisal=appraisal, by=department, now=NOW)
    computed(fresh(appraisal).candidate)
    scheme = tmp_path / "marked.yaml"
    scheme.write_text(MARKED, encoding="utf-8")
    marked = actions.open_appraisal(scheme=str(scheme), period="2025", as_of=AS_OF, by=department, now=NOW)
    actions.open_marks(appraisal=marked, by=department, now=NOW)
    later = actions.open_appraisal(
        scheme=SCHEME, period="2026", as_of=AS_OF.replace(year=2026), by=department, now=NOW
    )
    late = LateCorrection.objects.create(
        appraisal=appraisal,
        organization_id=number_of("V1"),
        cell="part:strength.income",
        wrong="4,499元",
        right="4,510元",
        reason="农经站年报更正。",
        entered_by=department,
        entered_at=NOW,
    )
    here, there = f"/appraisals/{appraisal.pk}", f"/appraisals/{marked.pk}"
    pages = [
        *("/appraisals/", "/appraisals/new", here, there, there + "/marks", there + "/lacking"),
        *(here + step for step in ("/notice", "/correction?q=荻汀", "/drop", "/cancel")),
        f"{here}/object/{number_of('V1')}",
        f"{here}/objections/{objection.pk}",
        f"/appraisals/{later.pk}",
        f"/appraisals/{later.pk}/late/{late.pk}",
    ]

    found = found_wrong(browser, live_server.url, department, pages, language=language, theme=theme)

    assert found == {}


@pytest.fixture
def enter(browser, live_server):
    """Return a function that opens a window for an account."""
    contexts = []

    def entered(account, width: int = 1440) -> Page:
        context = context_of(browser, live_server.url, account=account, width=width)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url)
        return page

    yield entered
    for context in contexts:
        context.close()


def open_and_try(page: Page, period: str, as_of: date) -> Appraisal:
    """Open an appraisal on the page, and let its trial run be computed."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="考核", exact=True).click()
    page.get_by_role("link", name="建立考核").first.click()
    page.get_by_label("制度").select_option("pioneer-project/village")
    page.get_by_label("考核期").select_option(period)
    page.get_by_label("截止日期").fill(as_of.isoformat())
    page.get_by_role("button", name="确定").click()
    page.get_by_role("button", name="试算").click()
    compute_behind(page, lambda: Appraisal.objects.select_related("evaluation").get(period=period).evaluation)
    return Appraisal.objects.get(period=period)


def compute_behind(page: Page, find: Callable[[], Evaluation | None]) -> None:
    """Compute what was asked for on the page, once it says that it waits, while the page asks nothing."""
    expect(page.locator("[id^=run-]")).to_be_visible()
    here = page.url
    # The page asks how far it is, and a database in memory is one thread's at a time.
    page.goto("about:blank")
    evaluation = find()
    assert evaluation is not None
    computed(evaluation)
    page.goto(here)


def enter_decision(page: Page, minutes: str) -> None:
    """Enter what a meeting decided, on its form."""
    page.get_by_role("combobox", name="会议").select_option(MEETING.body)
    page.get_by_label("会议日期").fill("2026-03-01")
    page.get_by_label("纪要内容").fill(minutes)
    page.get_by_role("button", name="登记").click()


def test_two_appraisals_are_lived_through_by_department_township_secretary_and_auditor(
    enter, live_server, tmp_path
):
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    township = make_account("township", organization_id=number_of("T1"))
    secretary = make_account("secretary", organization_id=number_of("V1"))

    # The department tries the scheme; nobody else sees it yet.
    desk = enter(department)
    appraisal = open_and_try(desk, "2025", AS_OF)
    hers = enter(secretary, width=390)
    assert hers.goto(f"{live_server.url}/appraisals/{appraisal.pk}").status == 404
    desk.get_by_role("link", name="登记集体研究结果").click()
    enter_decision(desk, "同意试算结果。")
    desk.get_by_role("link", name="公示…").click()
    desk.get_by_label("公示开始").fill(FIRST.isoformat())
    desk.get_by_label("公示结束").fill(LAST.isoformat())
    desk.get_by_label("受理异议的单位和电话").fill("组织科 0000-0000000")
    desk.get_by_role("button", name="确定").click()
    expect(desk.get_by_role("main")).to_contain_text("没有异议。")

    # On her phone the secretary finds why income gives nothing, and objects to that cell.
    hers.goto(f"{live_server.url}/appraisals/{appraisal.pk}")
    hers.get_by_role("link", name="看本单位结果").click()
    expect(hers.get_by_role("main")).to_contain_text("85")
    hers.get_by_role("link", name="提出异议").first.click()
    hers.get_by_label("对哪一项有异议").select_option("strength.income")
    hers.get_by_label("异议内容和依据").fill("人均纯收入应为4500元，见农经站报表。")
    hers.get_by_role("button", name="确定").click()
    expect(hers.get_by_role("main")).to_contain_text("待答复")

    # The record is corrected where it was born; the department computes again and sees whom it concerns.
    corrected = [*DITING[:3], 4500, *DITING[4:]]
    bring_in(write_scored_county(tmp_path / "corrected.xlsx", diting=corrected), department, as_of=AS_OF)
    desk.reload()
    desk.get_by_role("link", name="答复", exact=True).click()
    desk.get_by_role("combobox", name="结论").select_option("UPHELD")
    desk.get_by_role("textbox", name="答复").fill("报表为4500元，已更正。")
    desk.get_by_role("button", name="确定").click()
    desk.get_by_role("button", name="更正后重新计算").click()
    compute_behind(desk, lambda: fresh(appraisal).candidate)
    desk.get_by_role("link", name="看更正影响了谁，并确认").click()
    # 85 and the 10 points of income; the other village is not in the table.
    expect(desk.get_by_role("main")).to_contain_text("95")
    expect(desk.get_by_role("main")).not_to_contain_text("菱渚村党支部")
    enter_decision(desk, "同意更正。")
    expect(desk.get_by_role("main")).to_contain_text("同意更正。")
    hers.goto(f"{live_server.url}/appraisals/{appraisal.pk}")
    expect(hers.get_by_role("main")).to_contain_text("报表为4500元，已更正。")

    # After the notice the result is sealed.
    desk.get_by_role("link", name="封存最终结果…").click()
    desk.get_by_role("button", name="封存最终结果").click()
    expect(desk.get_by_role("main")).to_contain_text("已封存")
    seal = fresh(appraisal).seal
    expect(desk.get_by_role("main")).to_contain_text(seal)

    # The next period comes in, with a correction of a figure of the last: the sealed result stays what it is.
    as_of = date(2026, 6, 30)
    better = [DITING[0], 4, DITING[2], 4600, *DITING[4:]]
    bring_in(
        write_scored_county(tmp_path / "next.xlsx", diting=better), department, as_of=as_of, period="2026"
    )
    late = [*DITING[:3], 3000, *DITING[4:]]
    bring_in(write_scored_county(tmp_path / "late.xlsx", diting=late), department, as_of=AS_OF)
    second = open_and_try(desk, "2026", as_of)
    # 95 and the fourth right: 100, and all five strengths won.
    expect_total(second, "V1", 10000, grade=0)
    expect_total(appraisal, "V1", 9500, grade=1)
    assert (fresh(appraisal).seal, fresh(appraisal).stage) == (seal, Stage.FINAL)

    # The township reads the sealed result of its village and neither marks nor the trial run of the next.
    its = enter(township)
    its.goto(f"{live_server.url}/appraisals/{appraisal.pk}")
    expect(its.get_by_role("main")).to_contain_text(seal)
    assert its.goto(f"{live_server.url}/appraisals/{second.pk}").status == 404

    # The auditor reads every step and none of the data.
    theirs = enter(make_account("audit_admin"))
    theirs.goto(f"{live_server.url}/record")
    expect(theirs.get_by_role("main")).to_contain_text("封存")
    assert theirs.goto(f"{live_server.url}/appraisals/{appraisal.pk}").status == 403


def expect_total(appraisal: Appraisal, key: str, total: int, *, grade: int) -> None:
    """Hold the result of an organization against what was worked out by hand."""
    row = Result.objects.get(evaluation=fresh(appraisal).evaluation, organization__key=key)
    assert (row.total, row.grade) == (total, grade)
