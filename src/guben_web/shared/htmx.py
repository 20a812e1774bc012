"""Answers to htmx."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as go_to
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect


def redirect(request: HttpRequest, to: str, *arguments: object) -> HttpResponse:
    """Return the answer that takes the browser to another page, whether or not htmx asked."""
    if is_htmx(request):
        return HttpResponseClientRedirect(resolve_url(to, *arguments))
    return go_to(to, *arguments)


def is_htmx(request: HttpRequest) -> bool:
    """Return whether htmx asked for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
