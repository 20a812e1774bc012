"""A browser for tests that look at pages, the same one for all of a process; and windows of it that have signed in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open a browser; on a machine without one its tests are left out, but not where CI runs."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip("These tests need /usr/bin/chromium: install the package chromium.")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with open_browser() as opened:
        yield opened
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


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
