"""What is tidied up in the background."""

from django.core.management import call_command
from django.utils import timezone

from guben_web.accounts import entry_actions as entry
from guben_web.jobs.registry import beats


@beats(every_seconds=3600)
def clear_sessions() -> None:
    """Delete sessions that have ended."""
    entry.tidy_sessions(now=timezone.now())
    call_command("clearsessions")
