"""Background work as the system administrator sees it: what kind, how it went, never what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from guben_web.engine.texts import Text
from guben_web.jobs.enums import State
from guben_web.jobs.models import Run

_COLOURS = {State.FAILED: "red", State.DONE: "green", State.RUNNING: "amber"}
# Reasons of ours name nothing of the county; those of other apps may.
_OURS = "jobs."
_OF_BUSINESS = Text(
    "因内容方面的原因停止；发起人看得到说明。",
    "Stopped for a reason in what it is about; whoever asked for it can read it.",
)


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run without what it is about."""

    run: Run
    colour: str
    reason: Text | None
    code: str


def shown_runs(runs: Iterable[Run]) -> list[ShownRun]:
    """Return runs for somebody who sees no business data."""
    return [_shown(run) for run in runs]


def _shown(run: Run) -> ShownRun:
    refusal = run.refusal
    colour = _COLOURS.get(State(run.state), "none")
    if not refusal:
        return ShownRun(run, colour, None, "")
    code = str(refusal["code"])
    reason = Text(refusal["zh"], refusal["en"]) if code.startswith(_OURS) else _OF_BUSINESS
    return ShownRun(run, colour, reason, code)
