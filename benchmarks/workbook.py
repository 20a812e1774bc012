"""A workbook of a ledger with 5,000 rows of 100 fields, each row changed, read and held against the ledger as the background does.

Run by itself, `python -m benchmarks.workbook`, since it starts Django on a data folder of its own. The workbook is the one that the
product gives out; afterwards every entry is changed in one field, so that each row of the workbook says something else.
"""

import tempfile
import time
from pathlib import Path

from benchmarks.export import fill, start

ROWS, FIELDS = 5_000, 100
_LIMIT_S = 5.0


def main() -> None:
    """Print how long the dry run takes."""
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        start(folder)
        fill(Path(folder), ROWS, FIELDS)
        _measure()


def _measure() -> None:
    from django.db import connection
    from django.utils import timezone

    from guben_web.accounts.models import Account
    from guben_web.jobs.models import Run
    from guben_web.ledgers import books, upload_actions
    from guben_web.ledgers.access import Reader
    from guben_web.ledgers.models import Entry
    from guben_web.packs.models import Ledger

    now, today = timezone.now(), timezone.localdate()
    reader = Reader(Account.objects.get(username="bench"), today)
    ledger = Ledger.objects.kept().get(name="bench/wide")
    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    content = b"".join(books.entries_book(ledger, ids, reader, now=now))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledgers_entry SET fields = json_set(fields, '$.f1', 701)")
    upload = upload_actions.bring_in(
        ledger=ledger, file_name="wide.xlsx", content=content, by=reader, now=now
    )
    Run.objects.update(state="DONE")
    began, own = time.perf_counter(), time.process_time()
    upload_actions.compare_upload(upload=upload, day=today, progress=_quiet)
    taken, own = time.perf_counter() - began, time.process_time() - own
    assert upload.lines.filter(outcome="CHANGED").count() == ROWS
    print(f"workbook of {ROWS} × {FIELDS}, every row changed: read, compared and stored in {taken:.2f} s")
    print(f"own time of the process {own:.2f} s; / limit of {_LIMIT_S:.0f} s: {own / _LIMIT_S:.2f}")


def _quiet(words: object, *, done: int = 0, of: int = 0) -> None: ...


if __name__ == "__main__":
    main()
