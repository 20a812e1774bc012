"""A job that waits, and an import that waits in the middle of its transaction."""

import os
import time
from pathlib import Path

from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.people import actions as people

_store_members = people.store_members


@handles("test.wait")
def wait(progress: Progress, seconds: float) -> dict[str, object]:
    """Wait, showing progress."""
    for tenth in range(int(seconds * 10)):
        progress(Text("等待", "Waiting"), done=tenth, of=int(seconds * 10))
        time.sleep(0.1)
    return {"waited": seconds}


def store_members_slowly(**rows: object) -> None:
    """Store members as ever, but wait first, when organizations and figures are stored and nothing is committed.

    `TEST_PAUSES` names files: each makes one caller wait to be killed, with its process id in the file. `TEST_SECONDS`
    makes everybody wait that long.
    """
    for name in filter(None, os.environ.get("TEST_PAUSES", "").split(os.pathsep)):
        if not (mark := Path(name)).exists():
            draft = mark.with_suffix(".draft")
            draft.write_text(str(os.getpid()))
            draft.rename(mark)
            time.sleep(600)
    time.sleep(float(os.environ.get("TEST_SECONDS", "0")))
    _store_members(**rows)


people.store_members = store_members_slowly
