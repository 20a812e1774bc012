"""Reads about runs."""

from django.db.models import QuerySet

from guben_web.jobs.enums import State
from guben_web.jobs.models import Run


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
