"""A ledger of 132,000 entries with 510 fields each, taken out as a workbook over the page that everybody uses.

Run by itself, `python -m benchmarks.export`, since it starts Django on a data folder of its own. Printed are the time, the size, the most
memory that the process held while it sent the workbook, over what it held before, and whether as many rows are in the
sheet as there are entries: by what the product counted itself, and by counting the rows of the sheet that was sent.
`--entries 13200` is a quick look.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

ENTRIES, FIELDS = 132_000, 510
_LIMIT_MB = 300
_HEAD_ROWS = 2
_AT_ONCE = 1_000


def main() -> None:
    """Print how long the workbook takes, how much memory, and whether it is whole."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--send", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.send:
        start(asked.send)
        _send(Path(asked.send), asked.entries)
        return
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        start(folder)
        fill(Path(folder), asked.entries, FIELDS)
        # What filling takes is not to be counted.
        again = [sys.executable, "-m", "benchmarks.export", "--entries", str(asked.entries), "--send", folder]
        subprocess.run(again, check=True)


def start(folder: str) -> None:
    """Start Django on a data folder."""
    os.environ["GUBEN_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
    import django

    django.setup()


def _send(folder: Path, entries: int) -> None:
    from django.conf import settings
    from django.test import Client

    from guben_web.accounts.models import Account
    from guben_web.audit.models import Entry as Act

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Account.objects.get(username="bench"))
    assert client.get("/ledgers/bench/wide/?q=没有").status_code == 200
    before = _most_held()
    path = folder / "taken.xlsx"
    began = time.perf_counter()
    first = 0.0
    with path.open("wb") as file:
        for piece in client.get("/ledgers/bench/wide/entries.xlsx").streaming_content:
            first = first or time.perf_counter() - began
            file.write(piece)
    taken, most = time.perf_counter() - began, _most_held()
    counted = Act.objects.filter(action="entries.book_written").latest("pk").detail
    rows = _rows_in(path) - _HEAD_ROWS
    assert counted == {"rows": entries, "written": entries}
    assert rows == entries
    print(
        f"{entries} entries × {FIELDS} fields: {taken:.0f} s, first bytes after {first:.1f} s, {path.stat().st_size >> 20} MB"
    )
    print(
        f"most memory {most:.0f} MB, {before:.0f} MB before; / limit of {_LIMIT_MB} MB: {most / _LIMIT_MB:.2f}"
    )
    print(f"rows in the sheet {rows}, counted by the product {counted['written']} of {counted['rows']}")


def _most_held() -> float:
    """Return the most memory that this process has held, in MB; its parent's does not count, as it does in getrusage."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    held = dict(line.split(":", 1) for line in lines)["VmHWM"]
    return int(held.removesuffix("kB")) / 1024


def _rows_in(path: Path) -> int:
    """Count the rows of the sheet without reading it into memory."""
    number, rest = 0, b""
    with zipfile.ZipFile(path) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        while piece := sheet.read(1 << 20):
            rest += piece
            number += rest.count(b"<row ")
            rest = rest[-4:]
    return number


def fill(folder: Path, entries: int, fields: int) -> None:
    """Make an installation with a ledger of so many entries and fields, and an account that may take it out."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.org.models import Organization, OrganizationVersion
    from guben_web.packs import actions as packs
    from guben_web.packs.models import Ledger

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    _write_pack(folder / "packs" / "bench", fields)
    packs.read_packs(own=folder / "packs", by=None, now=now)
    ledger = Ledger.objects.select_related("definition").get(name="bench/wide")
    Ledger.objects.filter(pk=ledger.pk).update(is_kept=True)
    account = accounts.create_account(username="bench", display_name="bench", by=None, now=now)
    accounts.grant_role(account=account, code=RoleCode.DEPARTMENT, by=None, now=now)
    accounts.need_no_password(account=account, by=None, now=now)
    village = Organization.objects.create(key="V1", code="V1")
    OrganizationVersion.objects.create(
        organization=village,
        name="荻汀村党支部",
        name_pinyin="dt",
        name_initials="dt",
        type="branch",
        level="village",
        field="rural",
    )
    first, moment = date(2020, 1, 1), now.isoformat(sep=" ")[:26]
    names = list(ledger.type.fields)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        for place in range(0, entries, _AT_ONCE):
            rows = []
            for number in range(place, min(place + _AT_ONCE, entries)):
                values = {
                    name: f"第{number}条" if at % 10 == 0 else (number + at) * 100
                    for at, name in enumerate(names)
                }
                day = first + timedelta(days=number % 2000)
                rows.append(
                    (
                        ledger.pk,
                        ledger.definition_id,
                        village.pk,
                        day.isoformat(),
                        "recorded",
                        json.dumps(values),
                        "",
                        0,
                        1,
                        moment,
                        moment,
                    )
                )
            cursor.executemany(
                "INSERT INTO ledgers_entry (ledger_id, definition_id, organization_id, day, state, fields, words, is_removed, revision,"
                " created_at, changed_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                rows,
            )
        cursor.execute("COMMIT")


def _write_pack(folder: Path, fields: int) -> None:
    (folder / "ledgers").mkdir(parents=True)
    (folder / "pack.yaml").write_text("pack: bench\ntitle: {zh: 测速, en: Bench}\n", encoding="utf-8")
    lines = [
        "ledger: bench/wide",
        'version: "1"',
        "title: {zh: 宽表, en: Wide}",
        "kept_by: [village]",
        "close: year",
        "fields:",
    ]
    for number in range(fields):
        kind = "text" if number % 10 == 0 else "number"
        lines.append(f"  f{number}: {{type: {kind}, title: {{zh: 第{number}项, en: Field {number}}}}}")
    (folder / "ledgers" / "wide.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
