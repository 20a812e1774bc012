"""The look: what browsers must be able to read, contrasts, no outside hosts, no inline code, and axe on the pages."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler
from web.browser import context_of
from web.builders import make_account

import guben_web
from guben_web.engine.texts import Text
from guben_web.shared.middleware import RefusalMiddleware
from guben_web.shared.navigation import Entry, Group, groups_for
from guben_web.shared.refusals import Refusal
from guben_web.words.language import label

PACKAGE = Path(guben_web.__file__).parent
STATIC = PACKAGE / "shared/static"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
OURS = sorted((STATIC / "guben").glob("*.css"))
STYLES = sorted(STATIC.glob("**/*.css"))
SCRIPTS = sorted((STATIC / "guben").glob("*.js"))

# Newer than Chromium 86, which offices still run.
TOO_NEW = re.compile(r"oklch\(|color-mix\(|light-dark\(|@layer|@container|:has\(")
# Bootstrap has a few of these for parts that we do not use.
TOO_NEW_FOR_OURS = re.compile(
    r":is\(|:where\(|[;{\s](?:inset|aspect-ratio|margin-inline|padding-inline|margin-block|padding-block):"
    r"|\d(?:dvh|svh|lvh)\b"
)
# `one=` belongs to our own tag for words, not to the browser.
INLINE = re.compile(
    r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son(?!e=)[a-z]+\s*=|javascript:", re.IGNORECASE
)
OUTSIDE = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)
NAMESPACES = "http://www.w3.org/"

THEMES = {
    "light": r":root \{(.*?)\n\}",
    "dark": r':root\[data-theme="dark"\] \{(.*?)\n\}',
    "dark, as the machine has it": r':root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}',
}
# Text on its ground.
TEXT_PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent")
        for ground in ("paper", "ground", "accent-wash")
    ),
    *((signal, ground) for signal in ("red", "amber", "green") for ground in ("paper", "ground")),
    *((signal, f"{signal}-wash") for signal in ("red", "amber", "green")),
    *(("ink", f"{signal}-wash") for signal in ("red", "amber", "green")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-deep"),
    ("red-ink", "red"),
    ("red-ink", "red-deep"),
    ("ink-soft", "line"),
]
# Edges of fields, and shapes in charts.
SHAPE_PAIRS = [("line-strong", "paper"), *((f"series-{n}", "paper") for n in range(1, 5))]


@pytest.fixture(autouse=True)
def chinese():
    """Speak Chinese: a request of an earlier test may have left another language behind."""
    with translation.override("zh-hans"):
        yield


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of a theme by their names."""
    block = re.search(THEMES[theme], (STATIC / "guben/tokens.css").read_text(), re.DOTALL)
    assert block
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block[1]))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG computes it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """Return where the pattern stands, one line a place."""
    return [
        f"{file.relative_to(PACKAGE)}: {hit[0].strip()}"
        for file in files
        for hit in pattern.finditer(file.read_text().replace(NAMESPACES, ""))
    ]


def test_the_styles_of_others_are_there():
    assert STATIC / "vendor/bootstrap/bootstrap.min.css" in STYLES


def test_chromium_86_can_read_every_style():
    assert found(TOO_NEW, STYLES) + found(TOO_NEW_FOR_OURS, OURS) == []


def test_chromium_86_can_read_our_scripts():
    assert (
        found(re.compile(r"\.at\(|\.replaceAll\(|\?\?=|\|\|=|structuredClone|Object\.hasOwn"), SCRIPTS) == []
    )


def test_no_template_carries_code_or_styles_of_its_own():
    assert found(INLINE, TEMPLATES) == []


def test_every_list_prints():
    lists = {path.name: path.read_text("utf-8") for path in TEMPLATES}

    assert [name for name, text in lists.items() if "<c-pages " in text and "data-print" not in text] == []


def test_nothing_of_ours_names_another_host():
    assert found(OUTSIDE, [*TEMPLATES, *OURS, *SCRIPTS, *(STATIC / "guben").glob("*.svg")]) == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_its_ground(theme):
    colours = tokens(theme)

    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in TEXT_PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_stand_out_from_the_page(theme):
    colours = tokens(theme)

    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in SHAPE_PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 3} == {}


def test_dark_is_the_same_whoever_chose_it():
    assert tokens("dark") == tokens("dark, as the machine has it")


def shown(source: str, query: str = "", **facts: object) -> str:
    """Return what a template of components shows, on one line."""
    template = engines["django"].from_string(CottonCompiler().process(source))
    return " ".join(template.render(facts, RequestFactory().get("/x/" + query)).split())


@pytest.mark.django_db
def test_a_stranger_sees_no_navigation():
    assert groups_for(RequestFactory().get("/")) == []


class Person:
    """Somebody who is signed in, as the navigation needs to know her."""

    def __init__(self, *roles: str) -> None:
        self.roles = roles

    def role_codes(self) -> list[str]:
        return list(self.roles)


def test_the_navigation_shows_what_the_roles_see_and_marks_where_one_is():
    everyone = Entry(Group.WORKBENCH, label("工作台", "Workbench"), "home:home")
    style = Entry(Group.STATISTICS, label("样式", "Style"), "shared:style", frozenset({"department"}))
    password = Entry(
        Group.ORGANIZATIONS, label("密码", "Password"), "accounts:set_password", frozenset({"member"})
    )
    request = RequestFactory().get("/style/part/")
    request.account = Person("department")

    groups = groups_for(request, [style, password, everyone])

    assert [(str(g.words), [(str(e.words), e.url, e.is_here) for e in g.entries]) for g in groups] == [
        ("工作台", [("工作台", "/", False)]),
        ("统计", [("样式", "/style/", True)]),
    ]


@pytest.mark.django_db
def test_the_theme_is_kept_in_a_cookie_until_the_machine_decides_again(sign_in):
    client = sign_in("department")

    client.post("/theme", {"theme": "dark", "next": "/style/"})
    dark = client.get("/").content.decode()
    client.post("/theme", {"theme": "", "next": "/"})
    free = client.get("/").content.decode()

    assert '<html lang="zh-Hans" data-theme="dark">' in dark
    assert '<html lang="zh-Hans">' in free


@pytest.mark.django_db
def test_the_theme_switch_leads_to_no_other_site(client):
    response = client.post("/theme", {"theme": "dark", "next": "//elsewhere.example/"})

    assert response.url == "/"


@pytest.mark.django_db
def test_the_style_page_has_a_branch_that_is_read_when_opened_and_a_bare_table(sign_in):
    client = sign_in("member")

    page, branch = client.get("/style/").content.decode(), client.get("/style/?branch=1").content.decode()

    assert 'hx-get="/style/?branch=1"' in page
    assert 'role="group" aria-label="各有多少行"' in page
    assert ("上林村党支部" in branch, "<html" in branch) == (True, False)


@pytest.mark.django_db
def test_the_style_page_is_for_those_who_are_signed_in(client, sign_in):
    stranger = client.get("/style/")
    page = sign_in("member").get("/style/")

    assert (stranger.status_code, page.status_code) == (302, 200)
    assert "<c-" not in page.content.decode()


def test_words_in_attributes_are_escaped_once():
    page = shown(
        '<c-page-head title="{{ name }}" /><c-fact label="{{ name }}">{{ name }}</c-fact>', name="<b>&"
    )

    assert page == (
        '<header class="page-head"><div><h1>&lt;b&gt;&amp;</h1></div></header> '
        "<dt>&lt;b&gt;&amp;</dt><dd>&lt;b&gt;&amp;</dd>"
    )


def test_a_head_that_sorts_turns_round_and_keeps_the_filter():
    first = shown('<c-th sort="points">P</c-th>', "?q=a&page=3")
    again = shown('<c-th sort="points">P</c-th>', "?q=a&sort=points")

    assert 'href="?q=a&amp;sort=points"' in first and "aria-sort" not in first
    assert 'href="?q=a&amp;sort=-points"' in again and 'aria-sort="ascending"' in again


def test_the_mark_of_the_median_lies_within_the_bar_at_full_points_too():
    page = shown('<c-points value="20" of="20" mark="20" />')

    wide = int(re.search(r'viewBox="0 0 (\d+) 8"', page)[1])
    left, width = map(int, re.search(r'class="mark" x="(\d+)" width="(\d+)"', page).groups())
    assert left + width <= wide


@pytest.mark.parametrize(
    ("value", "of", "width"),
    [("18.5", "20", 925), ("25", "20", 1000), ("-1", "20", 0), ("", "20", 0), ("1", "0", 0)],
)
def test_a_bar_is_as_long_as_its_share(value, of, width):
    assert Template("{% load look %}{{ value|share:of }}").render(Context({"value": value, "of": of})) == str(
        width
    )


def test_a_value_that_is_missing_has_an_empty_bar_and_a_dash():
    page = shown('<c-points :value="value" of="20" />', value=None)

    assert '<rect class="fill" width="0"' in page
    assert "<b>—</b>" in page


@pytest.mark.parametrize("name", ["403", "404", "429", "500", "stale"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_an_error_leads_back(name, language):
    with translation.override(language):
        page = render_to_string(f"errors/{name}.html", request=RequestFactory().get("/"))

    assert "<c-" not in page
    assert 'href="/"' in page.split("<main")[1]


class Late(Refusal):
    """A refusal to show."""

    code = "test.late"
    message = Text("已于{day}截止。", "It closed on {day}.")
    hint = Text("请联系组织部。", "Ask the department.")


def test_a_refusal_says_what_is_wrong_and_what_to_do():
    facts = {"refusal": Late(day="<b>")}

    page = render_to_string("errors/refused.html", facts, RequestFactory().get("/"))
    part = render_to_string("errors/refused.html#words", facts, RequestFactory().get("/"))

    assert "<p>已于&lt;b&gt;截止。</p><p>请联系组织部。</p>" in page
    assert "<p>已于&lt;b&gt;截止。</p><p>请联系组织部。</p>" in part and "<html" not in part


def test_a_refusal_leads_back_to_the_page_it_was_asked_from_and_to_no_other_site(rf):
    inside, outside = (
        RefusalMiddleware(lambda request: HttpResponse()).process_exception(
            rf.get("/imports/1/apply", headers={"Referer": before}), Late(day="1")
        )
        for before in ("http://testserver/imports/1", "http://elsewhere.example/imports/1")
    )

    assert 'href="http://testserver/imports/1"' in inside.content.decode()
    assert "elsewhere" not in outside.content.decode()


def test_a_refused_act_leads_back_to_the_page_that_asked_for_it(rf):
    act = rf.post("/imports/1/apply", headers={"Referer": "http://testserver/imports/1/apply"})

    page = RefusalMiddleware(lambda request: HttpResponse()).process_exception(act, Late(day="1"))

    assert 'href="http://testserver/imports/1/apply"' in page.content.decode()


def test_what_cannot_be_undone_says_what_it_will_change():
    facts = {"title": "撤销导入", "changes": ["38人恢复原状。"], "act": "撤销", "back": "/imports/7/"}

    page = " ".join(render_to_string("shared/confirm.html", facts, RequestFactory().get("/")).split())

    assert "<span>38人恢复原状。</span>" in page
    assert '<button class="btn btn-danger" type="submit" >撤销</button>' in page
    assert '<a class="btn btn-secondary" href="/imports/7/" >' in page


@pytest.mark.parametrize(("is_over", "asks"), [(False, True), (True, False)])
def test_progress_asks_again_until_it_is_over(is_over, asks):
    page = shown('<c-progress id="r" words="w" url="/runs/1" :is_over="over" :percent="0" />', over=is_over)

    assert ('hx-get="/runs/1"' in page, "<progress" in page) == (asks, asks)


ADDRESSES = {
    "sign-in": "/sign-in",
    "home": "/",
    "style": "/style/?wrong=1&name=&places=3",
    "missing": "/no/such/page",
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(browser, live_server, name, language, theme):
    account = None if name == "sign-in" else make_account("department")
    context = context_of(browser, live_server.url, account=account, language=language, theme=theme)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + ADDRESSES[name])

    result = Axe().run(page)

    # A page that is not there says so on the console too.
    assert [words for words in complaints if "404" not in words] == []
    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in result.response["violations"]
    ] == []
    context.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ADDRESSES)
def test_on_a_phone_nothing_but_tables_scrolls_sideways(browser, live_server, name):
    account = None if name == "sign-in" else make_account("department")
    context = context_of(browser, live_server.url, account=account, language="en", width=390, height=844)
    page = context.new_page()
    page.goto(live_server.url + ADDRESSES[name])

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_the_navigation_opens_and_closes(browser, live_server):
    context = context_of(browser, live_server.url, account=make_account("department"), width=390, height=844)
    page = context.new_page()
    page.goto(live_server.url)
    entry = page.locator("#side a").first
    closed = entry.is_visible()

    page.click("#side-switch")
    opened = entry.is_visible()
    page.keyboard.press("Escape")

    assert (closed, opened, entry.is_visible()) == (False, True, False)
    context.close()
