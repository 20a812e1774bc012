"""What the worker does: the run that has waited longest, and taking up what a dead worker left."""

import logging
import threading
import time

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.utils import timezone

from guben_web.engine.texts import CoreRefusal, Text
from guben_web.jobs import actions
from guben_web.jobs.actions import RunWasTakenAway
from guben_web.jobs.models import Run
from guben_web.jobs.registry import Progress, beats, get_handler
from guben_web.shared.refusals import Refusal

_log = logging.getLogger(__name__)
# Progress is stored no oftener than this.
_SHOWN_EVERY_SECONDS = 0.5
_PAUSE_SECONDS = 0.5


class RightsAreGone(Refusal):
    """Whoever asked for a run may not do any more what it does."""

    code = "jobs.rights-are-gone"
    message = Text(
        "发起人现在已无权这样做，没有写入任何内容。",
        "Whoever asked for this may no longer do it; nothing was stored.",
    )
    hint = Text("请由现在负责的人办理。", "Let whoever is responsible now do it.")


def perform_next() -> None:
    """Do the run that has waited longest, if any waits."""
    run = actions.claim_next(now=timezone.now())
    if run is not None:
        perform(run)


def perform_here(run: Run, shown: Progress) -> Run:
    """Do a run, and those that wait before it, in this process, and return it once it is over.

    For commands that fill an installation which nobody serves yet; `shown` is told the progress too. A run that an
    earlier process died over is taken up as soon as that one has been silent long enough.
    """
    while not run.is_over:
        actions.recover(now=timezone.now())
        claimed = actions.claim_next(now=timezone.now())
        if claimed is not None:
            perform(claimed, shown=shown)
        else:
            time.sleep(_PAUSE_SECONDS)
        run.refresh_from_db()
    return run


def perform(run: Run, *, shown: Progress | None = None) -> None:
    """Do a run that was claimed, and store how it ended. A fault of ours is stored as such and rises on."""
    try:
        with _Heart(run):
            result = get_handler(run.job)(_Shown(run, shown), **run.arguments)
        actions.finish(run=run, result=result, now=timezone.now())
    except RunWasTakenAway:
        _log.info("Run %s of %s was taken away.", run.pk, run.job)
    except (Refusal, CoreRefusal) as refusal:
        _fail(run, refusal)
    except PermissionDenied:
        # What one could ask for, one may have lost the right to meanwhile.
        _fail(run, RightsAreGone())
    except BaseException:
        _fail(run, None)
        raise


@beats(every_seconds=3)
def recover() -> None:
    """Take up what a dead worker left."""
    actions.recover(now=timezone.now())


@beats(every_seconds=5)
def show_pulse() -> None:
    """Say that the worker lives, for the page that the system administrator watches."""
    actions.show_pulse(now=timezone.now())


def _fail(run: Run, reason: Refusal | CoreRefusal | None) -> None:
    try:
        actions.fail(run=run, reason=reason, now=timezone.now())
    except RunWasTakenAway:
        _log.info("Run %s of %s was taken away.", run.pk, run.job)


class _Shown:
    """The progress of one run: stored now and then, and told to whoever else wants to hear it."""

    def __init__(self, run: Run, also: Progress | None) -> None:
        self._run = run
        self._also = also
        self._stored = 0.0

    def __call__(self, words: Text, *, done: int = 0, of: int = 0) -> None:
        if self._also is not None:
            self._also(words, done=done, of=of)
        now = time.monotonic()
        if now - self._stored >= _SHOWN_EVERY_SECONDS or (of and done == of):
            self._stored = now
            actions.show_progress(run=self._run, words=words, done=done, of=of, now=timezone.now())


class _Heart:
    """Says in a thread of its own that the worker lives, for as long as the work lasts."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(settings.JOB_SILENCE.total_seconds() / 5):
                self._say_alive()
        except RunWasTakenAway:
            return  # The work itself hears of it when it next shows its progress or finishes.
        finally:
            connection.close()

    def _say_alive(self) -> None:
        try:
            actions.say_alive(run=self._run, now=timezone.now())
        except OperationalError:
            # The database was busy or away for a moment; the next beat tells it.
            _log.warning("Run %s could not say that it lives.", self._run.pk)
            connection.close()
