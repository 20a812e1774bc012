"""The states of a run."""

from django.db import models

from guben_web.words.language import label


class State(models.TextChoices):
    """Where a run stands."""

    QUEUED = "QUEUED", label("排队中", "Waiting")
    RUNNING = "RUNNING", label("进行中", "Running")
    DONE = "DONE", label("已完成", "Done")
    FAILED = "FAILED", label("未完成", "Failed")
    CANCELLED = "CANCELLED", label("已取消", "Cancelled")


# From a state to those that may follow it. RUNNING → QUEUED: the worker died and the run is taken up again.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.CANCELLED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.QUEUED}),
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
