"""A job that waits, and acts that wait in the middle of their transaction."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.ledgers import entry_actions as entries
from guben_web.ledgers.models import UploadLine as LedgerLine
from guben_web.people import actions as people
from guben_web.reporting import sheet_actions as sheets
from guben_web.reporting.models import UploadLine as FormLine
from guben_web.results import actions as results
from guben_web.results import tasks as computing


@handles("test.wait")
def wait(progress: Progress, seconds: float) -> dict[str, object]:
    """Wait, showing progress."""
    for tenth in range(int(seconds * 10)):
        progress(Text("等待", "Waiting"), done=tenth, of=int(seconds * 10))
        time.sleep(0.1)
    return {"waited": seconds}


def pause(point: str) -> None:
    """Wait to be killed if a test has asked for that (`Installation.hold`), or as long as it wants everybody to wait."""
    folder = os.environ.get("TEST_PAUSES")
    if not folder:
        return
    for asked in sorted(Path(folder).glob(f"{point}.*.asked")):
        asked.write_text(str(os.getpid()))
        asked.rename(asked.with_suffix(".held"))
        time.sleep(600)
    for seconds in Path(folder).glob(f"{point}.seconds"):
        time.sleep(float(seconds.read_text()))


def pausing(point: str, act: Callable[..., Any], *, before: bool = False) -> Callable[..., Any]:
    """Return an act that pauses after it, or before, while nothing of its transaction is committed."""

    def slow(*arguments: object, **named: object) -> object:
        if before:
            pause(point)
        result = act(*arguments, **named)
        if not before:
            pause(point)
        return result

    return slow


# Organizations and figures are stored then, and members are next.
people.store_members = pausing("members", people.store_members, before=True)
LedgerLine.objects.bulk_create = pausing("ledger-compared", LedgerLine.objects.bulk_create)
FormLine.objects.bulk_create = pausing("form-compared", FormLine.objects.bulk_create)
# Entries are stored, or given back, then, and what was decided is next.
entries.store_drafts = pausing("ledger-stored", entries.store_drafts)
entries.put_back = pausing("ledger-undone", entries.put_back)
# The records are frozen then and nothing is computed yet; and every result is stored, but not which folder they are of.
computing.freeze_snapshot = pausing("evaluation-frozen", computing.freeze_snapshot)
results._move = pausing("evaluation-stored", results._move, before=True)
# The first form is stored then.
sheets.fill = pausing("form-stored", sheets.fill)
