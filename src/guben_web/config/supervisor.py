"""Keeping processes alive: started together, restarted when they die, stopped together."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_log = logging.getLogger(__name__)
_PAUSE_SECONDS = 0.2
_STOP_SECONDS = 20.0
# One that dies this soon after its start, so many times running, will not get better by itself.
_SOON_SECONDS = 5.0
_MOST_SOON_DEATHS = 5
# Where this program lies. The web server imports from the folder that it is started in before all others, and whoever
# can write to the folder of the person at the terminal could have a module of his imported.
_OWN_FOLDER = Path(__file__).resolve().parents[2]


@dataclass
class Child:
    """A process to keep alive."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    soon_deaths: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start the process, in a group of its own so that none of its children outlives it."""
        self.process = subprocess.Popen(
            self.command, start_new_session=True, cwd=_OWN_FOLDER, env={**os.environ, **self.environment}
        )
        self.started = time.monotonic()

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and all its children, those left behind included."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


@dataclass(frozen=True, slots=True)
class Notices:
    """What to tell the person at the terminal: that all is there, that it stops, that something was killed for that."""

    ready: Callable[[], None]
    stopping: Callable[[], None]
    killed: Callable[[], None]


class Supervisor:
    """Runs the children until it is told to stop, and tells how that goes."""

    def __init__(self, children: list[Child], *, is_ready: Callable[[], bool], notices: Notices) -> None:
        self.children = children
        self._is_ready = is_ready
        self._notices = notices
        self._is_told_to_stop = False

    def run(self) -> int:
        """Keep the children alive until SIGINT or SIGTERM; return 0 then, 1 if one cannot be kept alive."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        was_ready = False
        try:
            while not self._is_told_to_stop:
                for child in self.children:
                    if not child.is_alive() and not self._restart(child):
                        return 1
                if not was_ready and self._is_ready():
                    was_ready = True
                    self._notices.ready()
                time.sleep(_PAUSE_SECONDS)
            self._notices.stopping()
            return 0
        finally:
            self._stop_children()

    def _restart(self, child: Child) -> bool:
        if self._is_told_to_stop:
            return True
        is_soon = time.monotonic() - child.started < _SOON_SECONDS
        child.soon_deaths = child.soon_deaths + 1 if is_soon else 0
        child.signal_group(signal.SIGKILL)
        if child.soon_deaths >= _MOST_SOON_DEATHS:
            _log.error("%s cannot be kept alive.", child.name)
            return False
        _log.warning("%s died and is started again.", child.name)
        child.start()
        return True

    def _stop_children(self) -> None:
        for child in self.children:
            if child.is_alive() and child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self._notices.killed()
                child.signal_group(signal.SIGKILL)
                child.process.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._is_told_to_stop = True


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python, which looks for modules in no working folder."""
    return [sys.executable, "-P", "-m", module, *arguments]
