"""Takes pictures of pages for docs/pictures/: wide and narrow, in both languages. Run by hand:

    .venv/bin/python scripts/take_pictures.py [NAME …]

It needs /usr/bin/chromium and a font with Chinese characters. It shows a demo, so everything on it is invented.
"""

import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
COUNTY = {"townships": 12, "villages": 180, "members": 8_000}


def take_pictures(wanted: set[str]) -> None:
    """Make the demo in an empty database and take the pictures that are wanted, or all."""
    from django.test.utils import setup_databases, setup_test_environment  # noqa: PLC0415
    from pytest_django.live_server_helper import LiveServer  # noqa: PLC0415
    from web.browser import context_of, open_browser  # noqa: PLC0415

    from guben_web.home import demo  # noqa: PLC0415

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    demo.make_demo(shown=_tell)
    server = LiveServer("localhost")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for name, (address, person, theme) in _pages().items():
            if wanted and name not in wanted:
                continue
            for language, code in LANGUAGES.items():
                for size, (width, height) in SIZES.items():
                    context = context_of(
                        browser,
                        server.url,
                        account=demo.account_of(person) if person else None,
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


def _pages():
    """Return the pictures by name: the address, who looks, and the theme."""
    from guben_web.home import demo  # noqa: PLC0415
    from guben_web.imports.models import Batch  # noqa: PLC0415
    from guben_web.results.enums import State  # noqa: PLC0415
    from guben_web.results.models import Result  # noqa: PLC0415

    village = demo.account_of(demo.SECRETARY).roles.get(ended_at=None).organization_id
    result = Result.objects.get(organization_id=village, evaluation__state=State.SHOWN)
    results = f"/results/{result.evaluation_id}"
    own = f"{results}/organizations/{village}"
    return {
        "sign-in": ("/sign-in", None, "light"),
        "workbench": ("/", demo.DEPARTMENT, "light"),
        "tree": ("/organizations/", demo.DEPARTMENT, "light"),
        "organization": (f"/organizations/{village}", demo.TOWNSHIP, "light"),
        "import": (f"/imports/{Batch.objects.earliest('pk').pk}", demo.DEPARTMENT, "light"),
        "results": (results, demo.DEPARTMENT, "light"),
        "result": (own, demo.SECRETARY, "light"),
        "explain": (f"{own}/why", demo.SECRETARY, "light"),
        "results-dark": (results, demo.DEPARTMENT, "dark"),
        "record": ("/record", demo.AUDITOR, "light"),
        "style": ("/style/", demo.DEPARTMENT, "light"),
        "style-dark": ("/style/", demo.DEPARTMENT, "dark"),
    }


def _tell(words: object, *, done: int = 0, of: int = 0) -> None:
    print(words)


if __name__ == "__main__":
    os.environ.update(DJANGO_SETTINGS_MODULE="guben_web.config.settings", DJANGO_ALLOW_ASYNC_UNSAFE="1")
    sys.path.insert(0, str(ROOT / "tests"))
    # Files that the demo makes go nowhere that lasts.
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        django.setup()
        from django.conf import settings

        settings.DEMO_SIZE, settings.MEDIA_ROOT = COUNTY, Path(folder) / "files"
        # A database in memory is one thread's at a time, and nobody waits for a sign of life.
        settings.JOB_SILENCE = timedelta(hours=1)
        take_pictures(set(sys.argv[1:]))
