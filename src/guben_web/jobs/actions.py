"""What happens to runs. The state of a run changes here and nowhere else, along the table in `enums`."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from guben_web.engine.texts import CoreRefusal, Text, finding_as_data
from guben_web.jobs.enums import TRANSITIONS, State
from guben_web.jobs.models import Pulse, Run
from guben_web.jobs.registry import get_handler
from guben_web.shared.refusals import Refusal

MOST_ATTEMPTS = 3
_DIED = Text(
    "后台程序在处理时中断了{attempts}次，已不再重试。没有留下半成品；请告诉系统管理员。",
    "The background worker died {attempts} times over this, so it is not tried again. Nothing half-done was left; tell the system administrator.",
)
_FAULT = Text(
    "系统出错，这项工作没有完成。没有留下半成品；请告诉系统管理员出错的时间。",
    "A fault of ours stopped this work. Nothing half-done was left; tell the system administrator when it happened.",
)
_PERFORM = "guben_web.jobs.tasks.perform_next"


class RunIsOver(Refusal):
    """The run cannot be cancelled any more."""

    code = "jobs.run-is-over"
    message = Text("这项工作已经结束。", "This work is already over.")


class RunWasTakenAway(Exception):
    """The run was cancelled, or another worker has it: whoever works on it stops."""


@transaction.atomic
def enqueue(job: str, *, by: AbstractBaseUser | None, now: datetime, **arguments: object) -> Run:
    """Ask for a job in the background, in the transaction of whoever calls; `arguments` must be JSON."""
    get_handler(job)
    run = Run.objects.create(job=job, arguments=arguments, started_by_id=by.pk if by else None, queued_at=now)
    _wake_worker()
    return run


@transaction.atomic
def claim_next(*, now: datetime) -> Run | None:
    """Take the run that has waited longest; None if none waits. No two workers get the same."""
    run = (
        Run.objects.select_for_update(skip_locked=True)
        .filter(state=State.QUEUED)
        .order_by("queued_at", "id")
        .first()
    )
    if run is None:
        return None
    run.attempts += 1
    run.started_at = run.heartbeat_at = now
    _move(run, State.RUNNING, "attempts", "started_at", "heartbeat_at")
    return run


def show_progress(*, run: Run, words: Text, done: int, of: int, now: datetime) -> None:
    """Store how far a run is.

    Raises RunWasTakenAway.
    """
    _keep(run, words_zh=words.zh, words_en=words.en, done=done, of=of, heartbeat_at=now)


def say_alive(*, run: Run, now: datetime) -> None:
    """Store that the worker of a run lives.

    Raises RunWasTakenAway.
    """
    _keep(run, heartbeat_at=now)


@transaction.atomic
def finish(*, run: Run, result: Mapping[str, object] | None, now: datetime) -> None:
    """Store what a run gave.

    Raises RunWasTakenAway.
    """
    run = _mine(run)
    run.result, run.ended_at = dict(result) if result is not None else None, now
    _move(run, State.DONE, "result", "ended_at")


@transaction.atomic
def fail(*, run: Run, reason: Refusal | CoreRefusal | None, now: datetime) -> None:
    """Store why a run stopped: in the words of the refusal, or that the fault is ours.

    Raises RunWasTakenAway.
    """
    _fail(_mine(run), _reason(reason), now)


@transaction.atomic
def cancel(*, run: Run, now: datetime) -> None:
    """Stop a run, or keep it from starting.

    Raises RunIsOver.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.is_over:
        raise RunIsOver
    run.ended_at = now
    _move(run, State.CANCELLED, "ended_at")


@transaction.atomic
def recover(*, now: datetime) -> int:
    """Take up again every run whose worker has been silent too long, and return how many waited or were taken up.

    A run that was tried three times fails, in words.
    """
    silent = Run.objects.select_for_update(skip_locked=True).filter(
        state=State.RUNNING, heartbeat_at__lt=now - settings.JOB_SILENCE
    )
    for run in silent:
        if run.attempts >= MOST_ATTEMPTS:
            _fail(run, _as_data("jobs.worker-died", _DIED.filled(attempts=run.attempts)), now)
        else:
            run.done = run.of = 0
            run.words_zh = run.words_en = ""
            _move(run, State.QUEUED, "done", "of", "words_zh", "words_en")
    waiting = Run.objects.filter(state=State.QUEUED).count()
    # A worker that was killed took its wake-up call with it.
    if waiting and not OrmQ.objects.filter(lock__lte=now).exists():
        _wake_worker()
    return waiting


def show_pulse(*, now: datetime) -> None:
    """Store that the worker lives, whether or not it has something to do."""
    Pulse.objects.update_or_create(pk=1, defaults={"seen_at": now})


def _wake_worker() -> None:
    """Have the queue call a worker. The call names no run: one too many finds nothing to do, and none is lost."""
    async_task(_PERFORM)


def _keep(run: Run, **values: object) -> None:
    mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)
    if not mine.update(**values):
        raise RunWasTakenAway


def _mine(run: Run) -> Run:
    mine = (
        Run.objects.select_for_update().filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts).first()
    )
    if mine is None:
        raise RunWasTakenAway
    return mine


def _fail(run: Run, reason: dict[str, object], now: datetime) -> None:
    run.refusal, run.ended_at = reason, now
    _move(run, State.FAILED, "refusal", "ended_at")


def _move(run: Run, state: State, *changed: str) -> None:
    if state not in TRANSITIONS[State(run.state)]:
        raise ValueError(f"a run does not go from {run.state} to {state}")
    run.state = state
    run.save(update_fields=["state", *changed])


def _reason(reason: Refusal | CoreRefusal | None) -> dict[str, object]:
    if reason is None:
        return _as_data("jobs.fault", _FAULT)
    if isinstance(reason, Refusal):
        return {**_as_data(reason.code, reason.words, reason.advice), "details": reason.details}
    first = reason.findings[0]
    findings = [finding_as_data(each) for each in reason.findings]
    return {**_as_data(first.code.number, first.message, first.hint), "findings": findings}


def _as_data(code: str, words: Text, hint: Text | None = None) -> dict[str, object]:
    advice = {"zh": hint.zh, "en": hint.en} if hint else None
    return {"code": code, "zh": words.zh, "en": words.en, "hint": advice}
