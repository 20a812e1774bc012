"""What pages about the tree are asked for."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone


def day_asked(request: HttpRequest) -> date:
    """Return the day of `?on=2025-12-31`; today where there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def query_of(day: date) -> str:
    """Return what keeps the day in an address, `?on=2025-12-31`; nothing for today."""
    return "" if day == timezone.localdate() else f"?on={day.isoformat()}"
