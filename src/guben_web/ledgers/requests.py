"""Who asks for a page of ledgers."""

from django.utils import timezone

from guben_web.accounts.requests import AccountRequest
from guben_web.ledgers.access import Reader


def reader_of(request: AccountRequest) -> Reader:
    """Return who asks, with what that account reads and enters today."""
    return Reader(request.account, timezone.localdate())
