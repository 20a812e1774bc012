"""Takes pictures of pages for docs/pictures/: wide and narrow, in both languages. Run by hand:

    .venv/bin/python scripts/take_pictures.py

It needs /usr/bin/chromium and a font with Chinese characters. Everything it shows is invented.
"""

import os
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
# The name of the picture, the address, whether somebody is signed in, and the theme.
PAGES = (
    ("sign-in", "/sign-in", False, "light"),
    ("style", "/style/", True, "light"),
    ("style-dark", "/style/", True, "dark"),
)


def take_pictures() -> None:
    """Start the application on an empty database and take every picture."""
    from django.test.utils import setup_databases, setup_test_environment  # noqa: PLC0415
    from pytest_django.live_server_helper import LiveServer  # noqa: PLC0415
    from web.browser import context_of, open_browser  # noqa: PLC0415
    from web.builders import make_account  # noqa: PLC0415

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    account = make_account("department")
    account.display_name = "王岚"
    account.save()
    server = LiveServer("localhost")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for name, address, is_signed_in, theme in PAGES:
            for language, code in LANGUAGES.items():
                for size, (width, height) in SIZES.items():
                    context = context_of(
                        browser,
                        server.url,
                        account=account if is_signed_in else None,
                        language=code,
                        theme=theme,
                        width=width,
                        height=height,
                    )
                    page = context.new_page()
                    page.goto(server.url + address)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=PICTURES / f"{name}-{language}-{size}.png")
                    context.close()
    server.stop()


if __name__ == "__main__":
    os.environ.update(DJANGO_SETTINGS_MODULE="guben_web.config.settings", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    sys.path.insert(0, str(ROOT / "tests"))
    # Uploaded files, if a page makes any, go nowhere that lasts.
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        django.setup()
        take_pictures()
