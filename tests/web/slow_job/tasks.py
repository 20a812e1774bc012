"""A job that waits."""

import time

from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles


@handles("test.wait")
def wait(progress: Progress, seconds: float) -> dict[str, object]:
    """Wait, showing progress."""
    for tenth in range(int(seconds * 10)):
        progress(Text("等待", "Waiting"), done=tenth, of=int(seconds * 10))
        time.sleep(0.1)
    return {"waited": seconds}
