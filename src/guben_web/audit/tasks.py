"""The sealer, run by the worker every few seconds."""

from django.utils import timezone

from guben_web.audit.sealing import seal_entries
from guben_web.jobs.registry import beats


@beats(every_seconds=3)
def seal() -> None:
    """Seal everything that was recorded since the last time."""
    while seal_entries(now=timezone.now()) is not None:
        pass
