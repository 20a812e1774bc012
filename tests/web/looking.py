"""What a browser finds wrong with pages: axe, pages wider than the window, and what the console complains of."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from web.browser import context_of

from guben_web.accounts.models import Account

WIDTHS = {1440: 900, 390: 844}
_ASKED = 'axe.run({resultTypes: ["violations"]}).then(found => found.violations)'


def found_wrong(
    browser: Browser, url: str, account: Account, addresses: Iterable[str], *, language: str, theme: str
) -> dict[tuple[str, int], object]:
    """Return what is wrong with each address at each width; nothing where nothing is."""
    found: dict[tuple[str, int], object] = {}
    context = context_of(browser, url, account=account, language=language, theme=theme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    axe = Axe()
    for address in addresses:
        for is_first, (width, height) in zip((True, False), WIDTHS.items(), strict=True):
            # To narrow the window takes a tenth of the time of coming to the page again.
            page.set_viewport_size({"width": width, "height": height})
            if is_first:
                page.goto(url + address)
                page.evaluate(axe.axe_script)
            violations = page.evaluate(_ASKED)
            wrong = [(one["id"], node["html"]) for one in violations for node in one["nodes"]]
            is_wide = page.evaluate("document.documentElement.scrollWidth") > width
            if wrong or is_wide or complaints:
                found[address, width] = (wrong, is_wide, list(complaints))
                complaints.clear()
    context.close()
    return found
