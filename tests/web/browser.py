"""A browser that has signed in, for tests that look at pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from guben_web.accounts.models import Account

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open the machine's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        yield browser
        browser.close()


def context_of(
    browser: Browser,
    url: str,
    *,
    account: Account | None = None,
    language: str = "zh-hans",
    theme: str = "light",
    width: int = 1440,
    height: int = 900,
) -> BrowserContext:
    """Return a window of its own, signed in as the account if one is given."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    cookies = {settings.LANGUAGE_COOKIE_NAME: language, "guben_theme": theme}
    if account is not None:
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    return context
