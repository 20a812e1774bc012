"""What pages about the tree are asked for."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

# More digits are no number of a row.
_LONGEST_NUMBER = 10


def day_asked(request: HttpRequest) -> date:
    """Return the day of `?on=2025-12-31`; today where there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def query_of(day: date) -> str:
    """Return what keeps the day in an address, `?on=2025-12-31`; nothing for today."""
    return "" if day == timezone.localdate() else f"?on={day.isoformat()}"


def organization_asked(request: HttpRequest, name: str = "within") -> int | None:
    """Return the organization of `?within=12`; None where there is none or it is no number of one."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else None
