"""Reads about runs."""

from datetime import datetime

from django.db.models import Count, QuerySet

from guben_web.jobs.enums import State
from guben_web.jobs.models import Pulse, Run


def find_run_of(*, account_id: int | None, run_id: int) -> Run | None:
    """Return the run if this account started it."""
    return Run.objects.filter(pk=run_id, started_by_id=account_id).first() if account_id else None


def open_runs_of(account_id: int) -> QuerySet[Run]:
    """Return the runs that this account started and that are not over, the oldest first."""
    runs = Run.objects.filter(started_by_id=account_id, state__in=(State.QUEUED, State.RUNNING))
    return runs.order_by("queued_at", "id")


def latest_run_of(job: str) -> Run | None:
    """Return the run of a job that was asked for last."""
    return Run.objects.filter(job=job).order_by("-queued_at", "-id").first()


def all_runs(state: str = "") -> QuerySet[Run]:
    """Return the runs of everybody, the latest first; only those in a state where one is named."""
    runs = Run.objects.order_by("-queued_at", "-id")
    return runs.filter(state=state) if state else runs


def count_by_state() -> dict[str, int]:
    """Return how many runs are in each state; states that no run is in are left out."""
    counted = Run.objects.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in counted}


def last_pulse() -> datetime | None:
    """Return when the background worker last said that it lives; None if it never did."""
    return Pulse.objects.values_list("seen_at", flat=True).first()
