"""What people do on the pages of a demo that is really served, step by step: signing in, importing, marking, deciding.

The demo's worker computes in the background, so that whoever waits does so as people do: the page shows the result by itself.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from web.installations import Visitor

from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.vocabulary import title_of

# What the worker does takes seconds, more while other tests share the machine.
PATIENCE = 120_000
_KINDS = ("组织代码", "党组织名称", "组织类别", "层级", "领域")
_FIGURES = {
    "trust": "群众信任率",
    "rights_kept": "四项权利落实数",
    "satisfaction": "群众满意率",
    "net_income": "年人均纯收入",
    "collective_funds_total": "可支配集体资金",
    "collective_income": "村集体经济年收入",
    "serious_violation": "班子成员严重违纪违法",
}
_VILLAGES = """
    SELECT o.id, o.code, v.name, v.type, v.level, v.field FROM org_organizationversion v JOIN org_organization o ON o.id = v.organization_id
    WHERE v.valid_to IS NULL AND v.level = 'village' AND v.field = 'rural' ORDER BY o.key
"""


def window_of(browser: Browser, visitor: Visitor, *, width: int = 1440) -> BrowserContext:
    """Return a window of somebody who has signed in already, in Chinese."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    url = f"http://127.0.0.1:{visitor.port}"
    context.add_cookies(
        [{"name": each.name, "value": each.value or "", "url": url} for each in visitor.cookies]
    )
    context.set_default_timeout(30_000)
    return context


def main_of(page: Page) -> Locator:
    """Return what stands on a page beside the navigation."""
    return page.get_by_role("main")


def go_to(page: Page, words: str) -> None:
    """Follow a link of the navigation."""
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=words, exact=True).click()


def figures_of(folder: Path, period: str) -> dict[int, dict[str, str]]:
    """Return the figures of a period as an office writes them, by organization and measure."""
    with closing(sqlite3.connect(folder / "guben.sqlite3")) as there:
        rows = there.execute(
            "SELECT organization_id, measure, number, scale FROM ledgers_reportedvalue WHERE period = ?",
            [period],
        ).fetchall()
    found: dict[int, dict[str, str]] = {}
    for organization, measure, number, scale in rows:
        if measure in _FIGURES:
            found.setdefault(organization, {})[measure] = _words(measure, number, scale)
    return found


def write_figures(folder: Path, path: Path, figures: dict[int, dict[str, str]]) -> Path:
    """Write the figures of some villages as a list, as an office sends it."""
    with closing(sqlite3.connect(folder / "guben.sqlite3")) as there:
        villages = [row for row in there.execute(_VILLAGES).fetchall() if row[0] in figures]
    lines = [
        [
            *(
                code,
                name,
                title_of("type", kind).zh,
                title_of("level", level).zh,
                title_of("field", field).zh,
            ),
            *(figures[number].get(measure) for measure in _FIGURES),
        ]
        for number, code, name, kind, level, field in villages
    ]
    path.write_bytes(list_book([ListSheet("组织", [*_KINDS, *_FIGURES.values()], lines)], mark=path.name))
    return path


def bring_in(page: Page, book: Path, *, period: str, as_of: str) -> None:
    """Upload a list, look at what it would change, and apply it."""
    go_to(page, "导入")
    page.locator("#id_workbook").set_input_files(book)
    page.get_by_label("考核期").fill(period)
    page.get_by_label("截止日期").fill(as_of)
    page.get_by_role("button", name="上传并核对").click()
    expect(main_of(page)).to_contain_text("还没有写入。如果写入：", timeout=PATIENCE)
    page.get_by_role("link", name="写入…").click()
    page.get_by_role("button", name=re.compile("写入")).click()
    expect(main_of(page)).to_contain_text("已写入", timeout=PATIENCE)


def compute(page: Page, button: str, then: str) -> None:
    """Have something computed, and wait for the link to what comes next."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("link", name=then, exact=True)).to_be_visible(timeout=PATIENCE)


def add_grade(page: Page, village: str, grade: str, reason: str) -> None:
    """Say that a meeting set another grade for a village."""
    page.get_by_label("加一个组织").fill(village)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name=village).click()
    page.get_by_label("评定的等次").select_option(label=grade)
    page.get_by_label("理由", exact=True).fill(reason)


def enter_decision(page: Page, day: str, minutes: str) -> None:
    """Enter what a meeting decided, on its form."""
    page.get_by_role("combobox", name="会议").select_option("DEPARTMENT_MEETING")
    page.get_by_label("会议日期").fill(day)
    page.get_by_label("纪要内容").fill(minutes)
    page.get_by_role("button", name="登记", exact=True).click()


def take(page: Page, name: str, folder: Path) -> Path:
    """Download a file by the link that is called so."""
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("link", name=name, exact=True).click()
    path = folder / name
    taken.value.save_as(path)
    return path


def _words(measure: str, number: int, scale: int) -> str:
    if measure == "serious_violation":
        return "是" if number else "否"
    whole = f"{number / 10**scale:.6f}".rstrip("0").rstrip(".")
    return f"{number / 10 ** (scale - 2):.2f}%" if measure in ("trust", "satisfaction") else whole
