"""Many people at once on a demo that `guben serve` serves on this machine: no error, no lost write, and how long pages take.

Run by itself: `python -m benchmarks.soak` makes a demo on SQLite with 15 people at work and then one on PostgreSQL with
50, for 60 seconds each; `--database`, `--users`, `--seconds` and `--small` ask for something else. Each looks at a page
and writes by turns, with a pause of up to twice `--pause` seconds between: types a figure into a form, enters a meeting into a
ledger, or, for a township, marks a village in an appraisal. Everything written is another one: whoever was told that it is stored finds the
figure in the history of its cell and the meeting in the ledger exactly once, and of the marks of a village the last one.

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
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.timing import median_and_95th

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import postgresql  # noqa: E402 - among the tests
from web.installations import Installation, Visitor, answer, free_port, make_installation, until  # noqa: E402

USERS = {"sqlite": 15, "postgresql": 50}
_MEASURE = "net_income"
# How often each is chosen; something is written as often as anything is looked at.
_WEIGHTS = {
    **{"workbench": 6, "members": 3, "search": 3, "organization": 2, "ledger": 3, "burden": 2},
    **{"results": 3, "one result": 2, "explanation": 2, "appraisals": 1, "promotion": 1, "statistics": 1},
}
_ENTRIES = (
    "SELECT e.fields FROM ledgers_entry e JOIN packs_ledger l ON l.id = e.ledger_id"
    " WHERE l.name = 'base/meetings'"
)
_MARKS = (
    "SELECT m.organization_id, m.number, m.scale FROM appraisals_mark m"
    " JOIN appraisals_appraisal a ON a.id = m.appraisal_id WHERE a.period = '2099'"
)
_CELL_CHANGES = (
    "SELECT s.id, h.after FROM reporting_cellchange h JOIN reporting_cell c ON c.id = h.cell_id"
    " JOIN reporting_sheet s ON s.id = c.sheet_id JOIN reporting_collection k ON k.id = s.collection_id"
    f" WHERE k.period = '2099' AND c.measure = '{_MEASURE}'"
)


@dataclass
class Report:
    """What happened: how long each page took in seconds, what went wrong, and what is stored.

    `stored` are the figures by form and the meetings by topic, `marks` the last mark of each village in hundredths.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    stored: Counter[tuple[object, object]] = field(default_factory=Counter)
    marks: dict[int, int] = field(default_factory=dict)
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

        self.writes = [("a figure stored", self._type)] if self.facts["form"] else []
        if self.facts["ledger"]:
            page = self.visitor.get(f"{self.facts['ledger']}new?organization={self.facts['village']}")
            self.organization = unescape(re.search(r'name="organization"[^>]* value="([^"]*)"', page)[1])  # type: ignore[index]
            self.writes.append(("an entry stored", self._enter))
        if self.facts["marks"]:
            self.writes.append(("a mark stored", self._mark))

    def run(self) -> None:
        """Look and write by turns."""
        while time.monotonic() < self.end:
            if self.writes and self.draw.random() < 0.5:
                self._timed(*self.draw.choice(self.writes))
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
        _need("Stored" in said, said)
        with self.report.lock:
            self.report.stored[self.facts["form"], number] += 1

    def _enter(self) -> None:
        self.typed += 1
        topic = f"soak {self.name} {self.typed}"
        fields = {
            **{"organization": self.organization, "day": date.today().isoformat()},
            **{"f-kind": "lecture", "f-topic": topic, "f-due": "9", "f-came": "8"},
        }
        said = self.visitor.send(f"{self.facts['ledger']}new", {**fields, "csrfmiddlewaretoken": self.secret})
        # What comes back is the page of the entry.
        _need(topic in said and 'name="f-topic"' not in said, said)
        with self.report.lock:
            self.report.stored["meeting", topic] += 1

    def _mark(self) -> None:
        self.typed += 1
        hundredths, village = self.typed % 1_000, self.facts["village"]
        words = f"{hundredths / 100:.2f}"
        fields = {f"m-{village}-0": words, "csrfmiddlewaretoken": self.secret}
        said = self.visitor.send(self.facts["marks"], fields)
        _need(f'name="m-{village}-0"' in said and 'role="alert"' not in said, said)
        with self.report.lock:
            self.report.marks[village] = hundredths

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


def _need(is_stored: bool, said: str) -> None:
    """Raise ValueError with what a page says where something was not stored."""
    if not is_stored:
        raise ValueError(f"not stored: {' '.join(re.sub('<[^>]+>', ' ', said).split())[:200]}")


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
        return _print(database, users, seconds, report, _found(installation), _marked(installation))


def _people(installation: Installation, number: int) -> list[dict]:
    environment = {**installation.environment, "GUBEN_DATA": str(installation.folder)}
    command = [sys.executable, "-m", "benchmarks.soak_people", str(number)]
    printed = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    people: list[dict] = json.loads(printed)
    return people


def _found(installation: Installation) -> Counter[tuple[object, object]]:
    """Return the figures in the history of the forms and the meetings in the ledger, with how often each is there."""
    found: Counter[tuple[object, object]] = Counter()
    for form, after in installation.query(_CELL_CHANGES):
        number, scale = _data(after)[:2]
        found[int(str(form)), number // 10**scale] += 1
    for (fields,) in installation.query(_ENTRIES):
        topic = str(_data(fields).get("topic", ""))
        if topic.startswith("soak "):
            found["meeting", topic] += 1
    return found


def _marked(installation: Installation) -> dict[int, int]:
    """Return the marks of the villages, in hundredths."""
    rows = [[int(str(each)) for each in row] for row in installation.query(_MARKS)]
    return {village: number * 100 // 10**scale for village, number, scale in rows}


def _data(held: object) -> Any:
    return json.loads(held) if isinstance(held, str) else held


def _print(
    database: str,
    users: int,
    seconds: float,
    report: Report,
    found: Counter[tuple[object, object]],
    marked: dict[int, int],
) -> bool:
    lost: list[object] = [key for key in report.stored if found[key] != 1]
    lost += [village for village, number in report.marks.items() if marked.get(village) != number]
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
        f"  writes acknowledged: {len(report.stored)} figures and meetings, marks of {len(report.marks)} villages;"
        f" lost: {len(lost)}, never asked: {len(unasked)}"
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
