"""Installations in processes of their own, as an operator has them; and a visitor who uses one over the network."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

TESTS = Path(__file__).parent.parent
PATIENCE_SECONDS = 60
ROLES = ("department", "township", "secretary", "auditor")


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
            "PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "TEST_PAUSES": str(self.pauses),
        }

    @property
    def pauses(self) -> Path:
        """Where tests say which acts shall wait (`slow_job.tasks.pause`)."""
        return self.folder.with_name(f"{self.folder.name}-pauses")

    def command(self, *arguments: str) -> list[str]:
        start = "from guben.cli import main; main()"
        # An installed command does not look for modules where it is called either.
        return [sys.executable, "-P", "-c", start, *arguments, "--data", str(self.folder)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a folder with a module of somebody else's, which nothing should import."""
        elsewhere = self.folder.with_name(f"{self.folder.name}-elsewhere")
        elsewhere.mkdir(exist_ok=True)
        (elsewhere / "fractions.py").write_text("raise SystemExit('imported from the working folder')\n")
        return subprocess.Popen(
            self.command(*arguments),
            cwd=elsewhere,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def module(self, name: str) -> list[str]:
        return [sys.executable, "-c", f"from {name} import app; app()", "--data", str(self.folder)]

    def run_module(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run a command by its module, whether or not the installed package knows it yet."""
        return subprocess.run(
            self.module(name), env=self.environment, capture_output=True, text=True, timeout=90, check=False
        )

    def start_module(self, name: str) -> subprocess.Popen[str]:
        return subprocess.Popen(self.module(name), env=self.environment, stderr=subprocess.DEVNULL)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        if self.database_url:
            with psycopg.connect(self.database_url) as there:
                return there.execute(sql).fetchall()
        with closing(sqlite3.connect(self.folder / "guben.sqlite3")) as there:
            return there.execute(sql).fetchall()

    def hold(self, point: str) -> Callable[[], int]:
        """Let whoever comes to a point next wait there; return a function that waits for it and gives its process."""
        self.pauses.mkdir(exist_ok=True)
        asked = self.pauses / f"{point}.{time.monotonic_ns()}.asked"
        asked.touch()
        held = asked.with_suffix(".held")

        def held_by() -> int:
            until(held.exists)
            return int(held.read_text())

        return held_by

    @contextmanager
    def slowed(self, point: str, seconds: float) -> Iterator[None]:
        """Let everybody who comes to a point wait for a while."""
        self.pauses.mkdir(exist_ok=True)
        said = self.pauses / f"{point}.seconds"
        said.write_text(str(seconds))
        yield
        said.unlink()

    def ask_for_job(self, seconds: float) -> None:
        code = (
            "import django; django.setup()\n"
            "from django.utils import timezone\n"
            "from guben_web.jobs import actions\n"
            f"actions.enqueue('test.wait', by=None, now=timezone.now(), seconds={seconds})\n"
        )
        environment = {**self.environment, "GUBEN_DATA": str(self.folder)}
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)


def make_installation(folder: Path, copied_from: Installation | None = None) -> Installation:
    """Return an installation that is not there yet, or a copy of one that nobody uses."""
    url = os.environ.get("GUBEN_DATABASE_URL", "")
    if url:
        name = f"installation_{os.getpid()}_{time.monotonic_ns()}"
        template = f" TEMPLATE {copied_from.database_url.split('?')[0].split('/')[-1]}" if copied_from else ""
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}{template}")
        url = url.replace("/postgres?", f"/{name}?")
    if copied_from:
        shutil.copytree(copied_from.folder, folder)
    return Installation(folder, url)


class Visitor:
    """Somebody with a browser that speaks English and runs no script."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        return self.take(path).decode()

    def take(self, path: str) -> bytes:
        return self._open(path, None, {})[1]

    def post(self, path: str, *, page: str, **fields: str | list[str]) -> tuple[str, str]:
        """Send a form that stands on `page`, and return where that leads and what is there."""
        return self._send(path, page, fields, {})

    def send(self, path: str, fields: dict[str, str]) -> str:
        """Send fields as a script of a page does, and return what comes back."""
        return self._open(path, urlencode(fields).encode(), {"HX-Request": "true"})[1].decode()

    def upload(self, workbook: Path, *, period: str, as_of: str) -> str:
        """Bring a workbook in and return the address of its batch."""
        return self.bring("/imports/", workbook=workbook, period=period, as_of=as_of)

    def bring(self, page: str, *, workbook: Path, field: str = "workbook", **fields: str) -> str:
        """Bring a workbook in where `page` asks for one, and return where that leads."""
        return self._send(page, page, fields, {field: workbook})[0]

    def sign_in(self, token: str) -> str:
        return self.post(f"/link/{token}", page=f"/link/{token}")[1]

    def _send(
        self, path: str, page: str, fields: Mapping[str, str | list[str]], files: dict[str, Path]
    ) -> tuple[str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page))
        assert token, f"There is no form on {page}."
        line = "a-line-that-stands-nowhere-else"
        parts = [
            f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, values in {**fields, "csrfmiddlewaretoken": token[1]}.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        for name, file in files.items():
            head = (
                f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n\r\n'
            )
            parts.append(head.encode() + file.read_bytes() + b"\r\n")
        body = b"".join([*parts, f"--{line}--\r\n".encode()])
        there, page = self._open(path, body, {"Content-Type": f"multipart/form-data; boundary={line}"})
        return there, page.decode()

    def _open(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[str, bytes]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", body, {"Accept-Language": "en", **headers}
        )
        with self.opener.open(request, timeout=30) as response:
            return urlsplit(response.url).path, response.read()


def serve(installation: Installation, port: int | None = None) -> tuple[subprocess.Popen[str], int]:
    """Start `guben serve`, on any port unless told, and wait until it answers."""
    port = port or free_port()
    process = installation.start("serve", "--port", str(port), "--workers", "1")
    try:
        until(lambda: answer(port, "/health") == 200)
    except BaseException:
        end(process)
        raise
    return process, port


def end(process: subprocess.Popen[str]) -> None:
    """Stop a server, if it runs."""
    if process.poll() is None:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True)
class Installed:
    """A demo that is served: its folder, who has signed in, and the first page that each saw."""

    folder: Path
    visitors: dict[str, Visitor]
    first_pages: dict[str, str]

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Ask its database."""
        with closing(sqlite3.connect(self.folder / "guben.sqlite3")) as there:
            return there.execute(sql).fetchall()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


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


def is_running(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


def tokens(output: str) -> list[str]:
    return re.findall(r"/link/(\S+)", output)
