"""`make run` does what both READMEs say: what it prints, and what each role sees."""

import html
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from docs.county_life import live_through
from docs.tours import READMES, ROOT, as_pattern, steps_of
from web.installations import ROLES, Installed, Visitor, free_port, tokens, until

pytestmark = pytest.mark.slow
SERVING = "make run"
LANGUAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
LAST_LINE = ("Guben runs at", "固本运行在")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The data folder of a demo that both languages share: the first of them makes it."""
    return tmp_path_factory.mktemp("make-run") / "demo"


@contextmanager
def running(folder: Path, language: str) -> Iterator[tuple[int, str]]:
    """Yield the port and what `make run` has printed until it serves; Ctrl-C ends it."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUBEN_")}
    sources = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment |= {"GUBEN_LANG": language, "PYTHONPATH": os.pathsep.join(filter(None, sources))}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    # Everything but the installation, which has happened: the tests run from it.
    command = ["make", "-s", "-o", "setup", "run", f"BIN={Path(sys.executable).parent}", f"DATA={folder}"]
    process = subprocess.Popen(
        [*command, f"PORT={port}"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    printed = ""
    try:
        for line in process.stdout:
            printed += line
            if line.startswith(LAST_LINE):
                break
        yield port, printed
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert process.stdout.read().splitlines()[-1] in ("Guben has stopped.", "固本已停止。")


def words_of(page: str) -> str:
    """Return what stands on a page."""
    main = re.search(r"<main.*</main>", page, re.S)
    assert main
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main[0])))


@pytest.mark.parametrize("name", READMES)
def test_make_run_prints_what_the_readme_shows(name, folder):
    shown = next(step for step in steps_of(ROOT / name) if step.command == SERVING)

    with running(folder, LANGUAGES[name]) as (port, printed):
        assert re.fullmatch(as_pattern(shown.printed), printed.replace(str(port), "8000")), printed


@pytest.fixture(scope="class")
def offices(folder) -> Iterator[Installed]:
    """The served demo, with the first page of each of four who have signed in."""
    with running(folder, "en") as (port, printed):
        links = tokens(printed)
        first = {}
        visitors = {}
        for role, link in zip(ROLES, (links[0], links[1], links[2], links[-1]), strict=True):
            visitors[role] = Visitor(port)
            first[role] = words_of(visitors[role].sign_in(link))
        yield Installed(folder, visitors, first)


class TestServed:
    """What is seen and done in one demo that is served."""

    def test_each_role_sees_what_the_readme_says_and_the_first_trial_run_is_that_of_the_tour(self, offices):
        visitors, first = offices.visitors, offices.first_pages
        results = {role: words_of(visitors[role].get("/results/2")) for role in ROLES[:3]}
        visitors["auditor"].post("/record/verify", page="/record")
        until(lambda: "The record is sound: " in visitors["auditor"].get("/record"))
        [[digest], *_] = offices.ask("SELECT result_digest FROM results_evaluation ORDER BY id")

        assert "Organizations 1,506 Members 40,000" in first["department"]
        assert "Organizations 28 Members 563" in first["township"]
        assert "Organizations 1 Members 20" in first["secretary"]
        assert "Organizations" not in first["auditor"]
        assert "Organizations 800 " in results["department"]
        assert "Organizations 24 " in results["township"]
        assert "Grade Middle Total 80.00 of 100" in results["secretary"]
        assert re.search(r"Strong service 0\.00 / 20 20\.00 not won", results["secretary"])
        for words in ("1,506", "40,000", "800", "28", "563", "24", "20", "80", digest):
            assert all(words in (ROOT / name).read_text(encoding="utf-8") for name in READMES)

    def test_four_roles_live_through_two_periods_of_the_county(self, offices, browser, tmp_path):
        live_through(offices, browser, tmp_path)
