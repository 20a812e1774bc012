"""The life of an appraisal of a whole county, walked in a browser by a department, a township, a secretary and an auditor.

The demo brings the first period, sealed, with a late correction about the secretary's village. The second is walked from what is
lacking to the seal, and this correction is carried over into it.
"""

import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from docs.county_pages import (
    PATIENCE,
    add_grade,
    bring_in,
    compute,
    enter_decision,
    figures_of,
    go_to,
    main_of,
    take,
    window_of,
    write_figures,
)
from playwright.sync_api import Browser, Page, expect
from web.installations import ROLES, Installed

VILLAGES, REVIEW = "先锋工程先进村党组织考核办法", "村党组织年度工作评议办法"
LAST, THIS = "2024", "2025"
AS_OF = "2025-12-31"
# What the late correction of the demo says of the funds of the secretary's village.
WRONG, RIGHT = "206,830元", "186,147元"
# Its income of the second period as it was typed, just below the line of 4,500 yuan, and as it is: 10 points more.
MISTYPED, INCOME = "4480", "4840"


@dataclass(frozen=True)
class Walkers:
    """The windows of the four, the secretary's as wide as a phone."""

    desk: Page
    its: Page
    hers: Page
    theirs: Page
    address: str

    def open(self, page: Page, path: str) -> int:
        """Go to a page and return the status of the answer."""
        answer = page.goto(self.address + path)
        assert answer is not None
        return answer.status


def live_through(demo: Installed, browser: Browser, folder: Path) -> None:
    """Walk the whole life, one act after another."""
    windows = [
        window_of(browser, demo.visitors[role], width=390 if role == "secretary" else 1440) for role in ROLES
    ]
    walkers = Walkers(
        *(each.new_page() for each in windows), f"http://127.0.0.1:{demo.visitors['department'].port}"
    )
    [[last, seal]] = demo.ask(f"SELECT id, seal FROM appraisals_appraisal WHERE period = '{LAST}'")
    [[this]] = demo.ask(
        f"SELECT id FROM appraisals_appraisal WHERE period = '{THIS}' AND scheme LIKE 'pioneer%'"
    )
    [[village, name]] = demo.ask(
        "SELECT r.organization_id, r.name FROM appraisals_latecorrection l "
        "JOIN results_result r ON r.organization_id = l.organization_id AND r.evaluation_id = 1"
    )
    look_back(walkers, int(str(last)), str(seal))
    give_marks(walkers, str(name))
    prepare(walkers, demo, folder, int(str(village)))
    raised = decide_and_publish(walkers)
    object_and_correct(walkers, demo, folder, int(str(this)), (int(str(village)), str(name)), raised)
    sealed = seal_and_take(walkers, folder, str(seal))
    look_again(walkers, int(str(this)), sealed, str(name))
    for window in windows:
        window.close()


def look_back(walkers: Walkers, last: int, seal: str) -> None:
    """The sealed appraisal of the last period, as each of the four sees it."""
    desk = walkers.desk
    walkers.open(desk, "/")
    go_to(desk, "考核")
    desk.get_by_role("row", name=LAST).get_by_role("link", name=VILLAGES).click()
    expect(main_of(desk)).to_contain_text(seal)
    overrides = desk.locator("#overrides-table tbody tr")
    expect(overrides).to_have_count(2)
    expect(overrides.filter(has_text="先进")).to_have_count(2)
    expect(desk.locator("#objections-table")).to_contain_text("年报数为4,620元")
    expect(desk.locator("#late-table")).to_contain_text(RIGHT)

    walkers.open(walkers.its, f"/appraisals/{last}")
    expect(main_of(walkers.its)).to_contain_text(seal)
    expect(walkers.its.locator("#objections-table tbody tr")).to_have_count(2)
    assert walkers.open(walkers.its, f"/appraisals/{last + 1}") == 404

    walkers.open(walkers.hers, f"/appraisals/{last}")
    expect(walkers.hers.locator("#objections-table tbody tr")).to_have_count(1)
    walkers.hers.get_by_role("link", name="看本单位结果").click()
    expect(main_of(walkers.hers)).to_contain_text("80.00")
    expect(walkers.hers.locator("#late-table")).to_contain_text("还没有核对")

    walkers.open(walkers.theirs, "/")
    go_to(walkers.theirs, "操作记录")
    expect(main_of(walkers.theirs)).to_contain_text("评分数")
    assert walkers.open(walkers.theirs, f"/appraisals/{last}") == 403


def give_marks(walkers: Walkers, village: str) -> None:
    """The secretary gives her own marks; the township, which sees them, differs and has to say why."""
    hers, its = walkers.hers, walkers.its
    walkers.open(hers, "/")
    main_of(hers).get_by_role("link", name=re.compile("要您评分的考核")).click()
    for part, words in (("年度计划和实施", "24"), ("为群众办实事", "23")):
        hers.get_by_role("textbox", name=re.compile(f"{village} · {part}")).fill(words)
    hers.get_by_role("button", name="保存评分").click()
    expect(hers.get_by_role("textbox", name=re.compile("为群众办实事"))).to_have_value("23")

    walkers.open(its, "/")
    main_of(its).get_by_role("link", name=re.compile("要您评分的考核")).click()
    its.get_by_label("名称、拼音首字母或代码").fill(village)
    its.get_by_role("button", name="筛选").click()
    row = its.get_by_role("row", name=village)
    expect(row).to_contain_text("24")
    row.get_by_role("textbox", name=re.compile("年度计划和实施")).fill("24")
    row.get_by_role("textbox", name=re.compile("为群众办实事")).fill("20")
    its.get_by_role("button", name="保存评分").click()
    expect(its.get_by_role("alert")).to_contain_text("和自评23分不同，要写理由")
    row.get_by_role("textbox", name="理由").last.fill("两件承诺事项还没有办完。")
    its.get_by_role("button", name="保存评分").click()
    expect(its.get_by_role("alert")).to_have_count(0)
    expect(row.get_by_role("textbox", name="理由").last).to_have_value("两件承诺事项还没有办完。")


def prepare(walkers: Walkers, demo: Installed, folder: Path, village: int) -> None:
    """The department sees who has not handed in, has the figures brought in, and looks at the late correction."""
    desk = walkers.desk
    go_to(desk, "考核")
    desk.get_by_role("row", name=re.compile(f"{VILLAGES}.*{THIS}")).get_by_role("link", name=VILLAGES).click()
    here = desk.url
    desk.get_by_role("link", name="看名单").click()
    expect(desk.get_by_text("共800个")).to_be_visible()
    expect(main_of(desk)).to_contain_text("份填报表没有采用")

    before, known = figures_of(demo.folder, LAST), figures_of(demo.folder, THIS)
    figures = {
        number: {**held, "net_income": str(round(float(held["net_income"]) * 1.06))}
        if "net_income" in held
        else held
        for number, held in before.items()
        if number not in known
    }
    figures[village]["collective_funds_total"] = RIGHT.strip("元").replace(",", "")
    figures[village]["net_income"] = MISTYPED
    bring_in(desk, write_figures(demo.folder, folder / "figures.xlsx", figures), period=THIS, as_of=AS_OF)

    desk.goto(here)
    desk.locator("#carried-over-table").get_by_role("link", name="核对…").click()
    desk.get_by_role("combobox", name="结论").select_option("CARRIED")
    desk.get_by_label("说明").fill("本年度按审计数填报。")
    desk.get_by_role("button", name="确定").click()
    expect(desk.locator("#carried-over-table")).to_contain_text("已带入")
    compute(desk, "试算", "登记集体研究结果")


def decide_and_publish(walkers: Walkers) -> str:
    """The department looks at the trial run, enters what a meeting decided, and puts it on notice; return whom it raised."""
    desk = walkers.desk
    here = desk.url
    desk.get_by_role("link", name="看结果", exact=True).click()
    expect(main_of(desk)).to_contain_text("总分分布")
    expect(main_of(desk)).to_contain_text("各乡镇（街道）的等次")
    desk.get_by_label("等次", exact=True).select_option(label="中间")
    desk.get_by_role("button", name="筛选").click()
    raised = desk.locator("#results tbody th").first.inner_text()
    desk.get_by_role("link", name="可疑数据").click()
    expect(main_of(desk)).to_contain_text("可疑数据")

    desk.goto(here)
    desk.get_by_role("link", name="登记集体研究结果").click()
    add_grade(desk, raised, "先进", "牵头七个村联合治水，市里现场会推广。")
    enter_decision(desk, day_before(9), "同意试算结果；一个村经集体研究调整等次。")
    desk.get_by_role("link", name="公示…").click()
    desk.get_by_label("公示开始").fill(day_before(8))
    desk.get_by_label("公示结束").fill(day_before(2))
    desk.get_by_label("受理异议的单位和电话").fill("组织科 0000-0000000")
    desk.get_by_role("button", name="确定").click()
    expect(main_of(desk)).to_contain_text("没有异议。")
    return raised


def object_and_correct(
    walkers: Walkers, demo: Installed, folder: Path, this: int, village: tuple[int, str], raised: str
) -> None:
    """The secretary objects to a cell; the figure is corrected, and everybody whom it concerns is seen before and after."""
    desk, hers, (number, name) = walkers.desk, walkers.hers, village
    here = desk.url
    walkers.open(hers, f"/appraisals/{this}")
    hers.get_by_role("link", name="看本单位结果").click()
    hers.get_by_role("link", name="提出异议").first.click()
    hers.get_by_label("对哪一项有异议").select_option("strength.income")
    hers.get_by_label("异议内容和依据").fill("人均纯收入应为4840元，录入时两位数字颠倒了。")
    hers.get_by_role("button", name="确定").click()
    expect(main_of(hers)).to_contain_text("待答复")

    right = {number: {"net_income": INCOME}}
    bring_in(desk, write_figures(demo.folder, folder / "right.xlsx", right), period=THIS, as_of=AS_OF)
    desk.goto(here)
    desk.get_by_role("link", name="答复", exact=True).click()
    desk.get_by_role("combobox", name="结论").select_option("UPHELD")
    desk.get_by_role("textbox", name="答复").fill("年报为4840元，已更正。")
    desk.get_by_role("button", name="确定").click()
    compute(desk, "更正后重新计算", "看更正影响了谁，并确认")
    desk.get_by_role("link", name="看更正影响了谁，并确认").click()
    # Its 10 points, and the grade of the other village, which falls away unless this meeting sets it again.
    changed = desk.locator("#changes tbody tr")
    expect(changed).to_have_count(2)
    expect(changed.filter(has_text=name)).to_contain_text(re.compile(r"90\.00.*100\.00.*先进", re.DOTALL))
    expect(changed.filter(has_text=raised)).to_contain_text(re.compile(r"先进.*中间", re.DOTALL))
    add_grade(desk, raised, "先进", "牵头七个村联合治水，市里现场会推广。")
    enter_decision(desk, day_before(1), "同意更正，其余不变。")
    expect(main_of(desk)).to_contain_text("已由更正后的研究代替")
    walkers.open(hers, f"/appraisals/{this}")
    expect(main_of(hers)).to_contain_text("年报为4840元，已更正。")


def seal_and_take(walkers: Walkers, folder: Path, earlier: str) -> str:
    """The department seals; what is taken away carries the seal, and the archive proves it without the web product."""
    desk = walkers.desk
    desk.get_by_role("link", name="封存最终结果…").click()
    desk.get_by_role("button", name="封存最终结果").click()
    expect(desk.locator("#seal")).to_be_visible(timeout=PATIENCE)
    seal = desk.locator("p.code").inner_text()
    assert re.fullmatch("[0-9a-f]{64}", seal)
    assert seal != earlier
    for name in ("letters.docx", "list.docx", "list.xlsx", "notice.docx"):
        assert seal in words_in(take(desk, name, folder)), name
    here = desk.url
    desk.get_by_role("link", name="看结果", exact=True).click()
    with zipfile.ZipFile(take(desk, "public.zip", folder)) as archive:
        archive.extractall(folder / "archive")
    [results] = (folder / "archive").iterdir()
    command = [sys.executable, "-c", "from guben.cli import main; main()", "verify", str(results)]
    said = subprocess.run([*command, "--from", "measures"], capture_output=True, text=True, check=True).stdout
    assert "800" in said
    assert seal in said
    desk.goto(here)
    return seal


def look_again(walkers: Walkers, this: int, seal: str, village: str) -> None:
    """What was corrected late stands on the sealed result of the last period, with the appraisal that counts it."""
    hers = walkers.hers
    walkers.open(hers, f"/appraisals/{this}")
    expect(main_of(hers)).to_contain_text(seal)
    hers.get_by_role("link", name="看本单位结果").click()
    expect(main_of(hers)).to_contain_text("100.00")
    main_of(hers).get_by_role("link", name=LAST, exact=True).click()
    expect(main_of(hers)).to_contain_text("80.00")
    expect(hers.locator("#late-table")).to_contain_text(WRONG)
    expect(hers.locator("#late-table")).to_contain_text("已带入")
    expect(hers.locator("#late-table")).to_contain_text(THIS)
    expect(hers.get_by_role("heading", level=1)).to_have_text(village)

    walkers.open(walkers.its, f"/appraisals/{this}")
    expect(main_of(walkers.its)).to_contain_text(seal)
    walkers.open(walkers.theirs, "/record")
    expect(main_of(walkers.theirs)).to_contain_text(seal)


def day_before(days: int) -> str:
    """Return the day so many days ago, as forms take it."""
    return (date.today() - timedelta(days=days)).isoformat()


def words_in(path: Path) -> str:
    """Return all that a Word or Excel file says, without its look."""
    with zipfile.ZipFile(path) as parts:
        return re.sub(
            r"<[^>]+>",
            "",
            "".join(parts.read(each).decode() for each in parts.namelist() if each.endswith(".xml")),
        )
