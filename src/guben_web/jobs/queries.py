"""Reads about runs."""

from guben_web.jobs.models import Run


def find_run_of(*, account_id: int | None, run_id: int) -> Run | None:
    """Return the run if this account started it."""
    return Run.objects.filter(pk=run_id, started_by_id=account_id).first() if account_id else None
