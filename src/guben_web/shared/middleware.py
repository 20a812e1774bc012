"""Turns a refusal into a page or, for htmx, into a message."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from guben_web.shared.htmx import is_htmx
from guben_web.shared.refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Shows a refusal in its own words; everything else that is raised rises on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal."""
        if not isinstance(exception, Refusal):
            return None
        template = "errors/refused.html#words" if is_htmx(request) else "errors/refused.html"
        context = {"refusal": exception, "back": _page_before(request)}
        return render(request, template, context, status=exception.status)


def _page_before(request: HttpRequest) -> str:
    """Return the page of ours that this was asked from; nothing where that is not known, or where it was refused itself."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    is_refused_itself = request.method == "GET" and before == request.build_absolute_uri()
    return before if is_ours and not is_refused_itself else ""
