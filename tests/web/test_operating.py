"""The commands as an operator uses them, in processes of their own: init, demo, link, serve, audit verify."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.slow
TESTS = Path(__file__).parent.parent
PATIENCE_SECONDS = 30


class Installation:
    """A data folder of a test's own, with a PostgreSQL database of its own where the tests run on that."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.database_url = database_url
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUBEN_")},
            "GUBEN_LANG": "en",
            "GUBEN_DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "web.settings_with_slow_job",
            "PYTHONPATH": str(TESTS),
        }

    def command(self, *arguments: str) -> list[str]:
        start = "from guben.cli import main; main()"
        return [sys.executable, "-c", start, *arguments, "--data", str(self.folder)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def query(self, sql: str) -> list[tuple[object, ...]]:
        if self.database_url:
            with psycopg.connect(self.database_url) as there:
                return there.execute(sql).fetchall()
        with closing(sqlite3.connect(self.folder / "guben.sqlite3")) as there:
            return there.execute(sql).fetchall()

    def ask_for_job(self, seconds: float) -> None:
        code = (
            "import django; django.setup()\n"
            "from django.utils import timezone\n"
            "from guben_web.jobs import actions\n"
            f"actions.enqueue('test.wait', by=None, now=timezone.now(), seconds={seconds})\n"
        )
        environment = {**self.environment, "GUBEN_DATA": str(self.folder)}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)


@pytest.fixture
def installation(tmp_path, request) -> Installation:
    url = os.environ.get("GUBEN_DATABASE_URL", "")
    if url:
        name = f"installation_{os.getpid()}_{time.monotonic_ns()}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        url = url.replace("/postgres?", f"/{name}?")
    return Installation(tmp_path / "data", url)


@pytest.fixture
def serving(installation) -> Callable[[], tuple[subprocess.Popen[str], int]]:
    """Return a function that starts `guben serve` and waits until it answers."""
    started: list[subprocess.Popen[str]] = []

    def serve() -> tuple[subprocess.Popen[str], int]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            installation.command("serve", "--port", str(port), "--workers", "1"),
            env=installation.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        until(lambda: answer(port, "/health") == 200)
        return process, port

    yield serve
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def answer(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end, "It did not come about in time."
        time.sleep(0.1)


def children_of(pid: int) -> dict[str, int]:
    """Return the worker and the web server under `guben serve`."""
    command = ["ps", "-ww", "--ppid", str(pid), "-o", "pid=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {
        "worker" if "guben_web.config.worker" in line else "web": int(line.split()[0])
        for line in listed.splitlines()
        if "<defunct>" not in line
    }


def tokens(output: str) -> list[str]:
    return re.findall(r"/link/(\S+)", output)


def test_init_makes_three_administrators_once_and_mixes_nothing(installation):
    first = installation.run("init")
    second = installation.run("init")
    demo = installation.run("demo")
    link = installation.run("link", "security")
    nobody = installation.run("link", "nobody")

    assert (first.returncode, len(tokens(first.stdout))) == (0, 3), first.stderr
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.splitlines()[0] == "There is a real installation here already; nothing was changed."
    assert (demo.returncode, demo.stdout) == (1, "")
    assert demo.stderr.splitlines()[0] == (
        "The data folder 'data' holds a real installation; nothing was changed."
    )
    assert (link.returncode, len(tokens(link.stdout))) == (0, 1)
    assert nobody.stderr.splitlines()[0] == "No account has the user name 'nobody'."
    roles = "SELECT username, code FROM accounts_role r JOIN accounts_account a ON a.id = r.account_id"
    assert sorted(installation.query(roles)) == [
        ("audit", "audit_admin"),
        ("security", "security_admin"),
        ("system", "system_admin"),
    ]
    assert {
        name: oct((installation.folder / name).stat().st_mode & 0o777) for name in ("secret.key", "field.key")
    } == {"secret.key": "0o600", "field.key": "0o600"}


def test_a_demo_is_made_once_and_gives_new_links_every_time(installation):
    first, second = installation.run("demo"), installation.run("demo")
    real = installation.run("init")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert len({*tokens(first.stdout), *tokens(second.stdout)}) == 8
    assert installation.query("SELECT count(*) FROM accounts_account") == [(4,)]
    assert real.returncode == 1
    assert real.stderr.splitlines()[0] == (
        "The data folder 'data' holds a demo installation; nothing was changed."
    )
    assert json.loads((installation.folder / "installation.json").read_text()) == {"kind": "demo"}


def test_without_an_installation_nothing_is_served_or_made(installation):
    for arguments in (("serve",), ("link", "system"), ("audit", "verify")):
        ended = installation.run(*arguments)

        assert ended.returncode == 1
        assert ended.stderr.splitlines()[0] == "The data folder 'data' holds no installation yet."
    assert not installation.folder.exists()


def test_serve_runs_web_and_worker_and_survives_the_death_of_either(installation, serving):
    installation.run("demo")
    process, port = serving()
    installation.ask_for_job(4)
    until(lambda: installation.query("SELECT state FROM jobs_run") == [("RUNNING",)])
    worker = children_of(process.pid)["worker"]

    os.kill(worker, signal.SIGKILL)
    until(lambda: children_of(process.pid).get("worker", worker) != worker)
    os.kill(children_of(process.pid)["web"], signal.SIGKILL)
    until(lambda: installation.query("SELECT state FROM jobs_run") == [("DONE",)])
    until(lambda: answer(port, "/health") == 200)

    assert installation.query("SELECT attempts FROM jobs_run") == [(2,)]
    until(lambda: "sealed, 0 not sealed yet" in installation.run("audit", "verify").stdout)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert children_of(process.pid) == {}
    assert answer(port, "/health") == 0


def test_a_port_in_use_is_said_in_words(installation):
    installation.run("demo")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = installation.run("serve", "--port", port)

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[0] == (
        f"Port {port} of 127.0.0.1 cannot be used; something else may be using it."
    )


def test_tests_run_on_the_database_that_was_asked_for():
    asked = os.environ.get("GUBEN_TEST_DATABASE", "sqlite")

    assert connection.vendor == asked
