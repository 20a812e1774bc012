"""What is tidied up in the background."""

from django.core.management import call_command

from guben_web.jobs.registry import beats


@beats(every_seconds=3600)
def clear_sessions() -> None:
    """Delete sessions that have ended."""
    call_command("clearsessions")
