"""The address that the request in hand came from, for the record."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_ADDRESS: ContextVar[str | None] = ContextVar("address", default=None)


class AddressMiddleware:
    """Remembers the address for as long as the request lasts, so that actions need not be told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _ADDRESS.set(request.META.get("REMOTE_ADDR") or None)
        try:
            return self.get_response(request)
        finally:
            _ADDRESS.reset(token)


def current_address() -> str | None:
    """Return the address of whoever asked; None outside a request."""
    return _ADDRESS.get()
