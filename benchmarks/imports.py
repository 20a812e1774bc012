"""Importing a county's workbook into SQLite: 1,500 organizations and 40,000 members, and all tables out and in again.

Each step prints its seconds and the process's own, and those that have a limit what part of it they take.

Run by itself, `python -m benchmarks.imports`, since it starts Django on a data folder of its own.
"""

import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

MEMBERS = 40_000
_TOWNSHIPS, _VILLAGES = 20, 900
_DRY_RUN_LIMIT_S, _TRANSACTION_LIMIT_S = 10, 2


def main() -> None:
    """Print how long each step takes."""
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        os.environ["GUBEN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
        import django

        django.setup()
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from guben.synthesis import make_county, write_county_workbook
    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.engine.schemes import collected_measures
    from guben_web.imports import actions, tasks
    from guben_web.imports.enums import Kind
    from guben_web.imports.taking_out import book_to_correct
    from guben_web.jobs.models import Run
    from guben_web.org.access import Scope
    from guben_web.snapshots.freezing import freeze_snapshot

    call_command("migrate", verbosity=0)
    now = timezone.now()
    account = accounts.create_account(username="bench", display_name="bench", by=None, now=now)
    accounts.grant_role(account=account, code=RoleCode.DEPARTMENT, by=None, now=now)
    county = make_county(seed=1, townships=_TOWNSHIPS, villages=_VILLAGES, members=MEMBERS)
    path = folder / "county.xlsx"
    write_county_workbook(county, path, collected_measures())
    print(f"{len(county.organizations)} organizations, {len(county.members)} members")

    def timed(words: str, act: Any, *arguments: Any, limit: float | None = None, **named: Any) -> Any:
        # Beside other work on the machine the clock says nothing about a limit; the process's own time does.
        started, used = time.perf_counter(), time.process_time()
        result = act(*arguments, **named)
        taken, used = time.perf_counter() - started, time.process_time() - used
        ratio = f"   own time / limit of {limit:g} s: {used / limit:.2f}" if limit else ""
        print(f"{words:34} {taken:6.2f} s, own time {used:6.2f} s{ratio}")
        return result

    for name in ("_apply", "_undo"):
        whole = getattr(actions, name)
        setattr(
            actions,
            name,
            lambda *rows, whole=whole, name=name: timed(
                f"  transaction of {name}", whole, *rows, limit=_TRANSACTION_LIMIT_S
            ),
        )

    def quiet(words: object, *, done: int = 0, of: int = 0) -> None: ...

    def bring(as_of: Any, content: bytes | None = None) -> Any:
        batch = actions.upload(
            file_name="county.xlsx",
            content=content or path.read_bytes(),
            period="2025",
            as_of=as_of,
            by=account,
            now=now,
        )
        Run.objects.update(state="DONE")
        named = {"batch_id": batch.pk, "account_id": account.pk}
        timed("read and compare", tasks.read, quiet, limit=_DRY_RUN_LIMIT_S, **named)
        timed("apply", actions.apply, batch=batch, by=account, now=now)
        batch.refresh_from_db()
        print("  ", batch.state, batch.counts)
        return batch

    first = bring(county.as_of)
    bring(county.as_of)
    timed("freeze", freeze_snapshot, as_of=county.as_of, period="2025", folder=folder / "frozen")
    whole, day = Scope(is_whole=True), county.as_of
    named = {"mark": "benchmark", "with_numbers": True, "language": "zh"}
    book = timed("all tables taken out", book_to_correct, whole, day, list(Kind), **named)
    bring(day, book)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_member SET techniques = 7, revision = revision + 0")
    changed = bring(county.as_of)
    timed("undo of changes", actions.undo, batch=changed, by=account, now=now)
    timed("undo of everything", actions.undo, batch=first, by=account, now=now)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
