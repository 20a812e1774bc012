"""Many people at once on a demo that `guben serve` serves on this machine: no error, no lost write, and how long pages take.

Run by itself: `python -m benchmarks.soak` makes a demo on SQLite with 15 people at work and then one on PostgreSQL with
50, for 60 seconds each; `--database`, `--users`, `--seconds` and `--small` ask for something else. Each looks at a page
and types a figure into a form by turns, with a pause of up to twice `--pause` seconds between. Every figure is another
one, and whoever was told that it is stored finds it afterwards in the history of its cell, exactly once.

The people, the server and the database share the processors of this machine, so that times are those of a busy one.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from benchmarks.timing import median_and_95th

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import postgresql  # noqa: E402 - among the tests
from web.installations import Installation, Visitor, answer, free_port, make_installation, until  # noqa: E402

USERS = {"sqlite": 15, "postgresql": 50}
_MEASURE = "net_income"
# How often each is chosen; a figure is typed as often as anything is looked at.
_WEIGHTS = {"workbench": 4, "members": 2, "search": 2, "results": 2, "explanation": 1}
_CELL_CHANGES = (
    "SELECT s.id, h.after FROM reporting_cellchange h JOIN reporting_cell c ON c.id = h.cell_id"
    " JOIN reporting_sheet s ON s.id = c.sheet_id JOIN reporting_collection k ON k.id = s.collection_id"
    f" WHERE k.period = '2099' AND c.measure = '{_MEASURE}'"
)


@dataclass
class Report:
    """What happened: how long each page took in seconds, what went wrong, and which figures are stored, by form."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    stored: Counter[tuple[int, int]] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person(threading.Thread):
    """Somebody at work until the end."""

    def __init__(self, place: int, facts: dict, port: int, pause: float, report: Report) -> None:
        super().__init__(name=f"person {place}")
        self.facts, self.pause, self.report = facts, pause, report
        self.visitor = Visitor(port)
        self.draw = random.Random(place)
        self.end = 0.0
        self.typed = 0

    def sign_in(self) -> None:
        """Sign in with the link, and open the form."""
        self.visitor.sign_in(self.facts["token"])
        self.form = f"/reporting/sheets/{self.facts['form']}"
        if self.facts["form"]:
            page = self.visitor.get(self.form)
            self.cell = re.search(rf'hx-post="([^"]+/{_MEASURE})"', page)[1]  # type: ignore[index]
            self.input = re.search(rf'name="(v-[^"]*{_MEASURE})"', page)[1]  # type: ignore[index]
            self.secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]

    def run(self) -> None:
        """Look and type by turns."""
        while time.monotonic() < self.end:
            if self.facts["form"] and self.draw.random() < 0.5:
                self._timed("a figure stored", self._type)
            else:
                name = self.draw.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
                path = quote(self.facts["pages"][name], safe="/?=")
                self._timed(name, lambda path=path: self.visitor.get(path))
            time.sleep(self.draw.uniform(0, 2 * self.pause))

    def _type(self) -> None:
        self.typed += 1
        # Another one each time, and no other than the scheme allows.
        number = 10_000 + self.typed
        said = self.visitor.send(self.cell, {self.input: str(number), "csrfmiddlewaretoken": self.secret})
        if "Stored" not in said:
            raise ValueError(f"not stored: {' '.join(re.sub('<[^>]+>', ' ', said).split())[:200]}")
        with self.report.lock:
            self.report.stored[self.facts["form"], number] += 1

    def _timed(self, what: str, work) -> None:  # type: ignore[no-untyped-def]
        begun = time.perf_counter()
        wrong = ""
        try:
            work()
        except (OSError, ValueError, urllib.error.HTTPError) as error:
            wrong = f"{what}: {error}"
        with self.report.lock:
            self.report.seconds[what].append(time.perf_counter() - begun)
            if wrong:
                self.report.errors[wrong] += 1


@contextmanager
def served(installation: Installation) -> Iterator[int]:
    """Serve an installation, and yield the port."""
    port = free_port()
    log = installation.folder.parent / "server.log"
    with log.open("w") as written:
        command = installation.command("serve", "--port", str(port))
        process = subprocess.Popen(command, env=installation.environment, stdout=written, stderr=written)
        try:
            until(lambda: answer(port, "/health") == 200)
            yield port
        finally:
            process.terminate()
            process.wait(30)
    faults = [line for line in log.read_text().splitlines() if "ERROR" in line or "Error:" in line]
    for line in faults[:10]:
        print(f"  server: {line}")


def soak(database: str, *, users: int, seconds: float, pause: float, is_small: bool) -> bool:
    """Make a demo, have people at work on it, print what came of it, and return whether all was well."""
    os.environ.pop("GUBEN_DATABASE_URL", None)
    if database == "postgresql":
        os.environ["GUBEN_DATABASE_URL"] = postgresql.start()
    with tempfile.TemporaryDirectory(prefix="guben-soak-") as folder:
        installation = make_installation(Path(folder) / "data")
        settings = "benchmarks.small_county" if is_small else "guben_web.config.settings"
        environment = installation.environment
        environment["DJANGO_SETTINGS_MODULE"] = settings
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), environment["PYTHONPATH"]])
        made = installation.command("demo")
        subprocess.run(made, env=environment, check=True, capture_output=True)
        facts = _people(installation, users)
        report = Report()
        with served(installation) as port:
            people = [Person(place, each, port, pause, report) for place, each in enumerate(facts)]
            for person in people:
                person.sign_in()
            end = time.monotonic() + seconds
            for person in people:
                person.end = end
                person.start()
            for person in people:
                person.join()
        return _print(database, users, seconds, report, _found(installation))


def _people(installation: Installation, number: int) -> list[dict]:
    environment = {**installation.environment, "GUBEN_DATA": str(installation.folder)}
    command = [sys.executable, "-m", "benchmarks.soak_people", str(number)]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    people: list[dict] = json.loads(printed)
    return people


def _found(installation: Installation) -> Counter[tuple[int, int]]:
    """Return the figures in the history of the forms, with how often each is there."""
    found: Counter[tuple[int, int]] = Counter()
    for form, after in installation.query(_CELL_CHANGES):
        value = json.loads(after) if isinstance(after, str) else after
        number, scale = value[:2]
        found[int(str(form)), number // 10**scale] += 1
    return found


def _print(
    database: str, users: int, seconds: float, report: Report, found: Counter[tuple[int, int]]
) -> bool:
    lost = [key for key in report.stored if found[key] != 1]
    unasked = [key for key in found if key not in report.stored and not report.errors]
    answers = sum(map(len, report.seconds.values()))
    print(
        f"{database}: {users} people for {seconds:g} s, {answers} answers, {answers / seconds:.1f} a second"
    )
    for what, taken in sorted(report.seconds.items()):
        middle, high = median_and_95th(taken)
        print(
            f"  {what:18} {len(taken):6} times   median {1000 * middle:6.0f} ms   95th percentile {1000 * high:6.0f} ms"
        )
    print(f"  errors: {sum(report.errors.values())}")
    for words, number in report.errors.most_common(10):
        print(f"    {number} × {words}")
    print(
        f"  writes acknowledged: {len(report.stored)}, not found exactly once: {len(lost)}, never asked: {len(unasked)}"
    )
    return not (report.errors or lost or unasked)


def main() -> None:
    """Soak each database that is asked for; exits with 1 if something was wrong."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", choices=sorted(USERS), action="append")
    asked.add_argument("--users", type=int)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--pause", type=float, default=1)
    asked.add_argument("--small", action="store_true")
    said = asked.parse_args()
    outcomes = [
        soak(
            each, users=said.users or USERS[each], seconds=said.seconds, pause=said.pause, is_small=said.small
        )
        for each in said.database or ("sqlite", "postgresql")
    ]
    sys.exit(0 if all(outcomes) else 1)


if __name__ == "__main__":
    main()
