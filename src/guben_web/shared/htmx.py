"""Answers to htmx."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as go_to
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def redirect(request: HttpRequest, to: str, *arguments: object) -> HttpResponse:
    """Return the answer that takes the browser to another page, whether or not htmx asked."""
    if is_htmx(request):
        return HttpResponseClientRedirect(resolve_url(to, *arguments))
    return go_to(to, *arguments)


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str
) -> HttpResponse:
    """Return the page, or only its named part where htmx asked; the browser keeps the two apart."""
    response = render(request, f"{template}#{part}" if is_htmx(request) else template, dict(context))
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_htmx(request: HttpRequest) -> bool:
    """Return whether htmx asked for a part of a page."""
    whole = ("HX-Boosted", "HX-History-Restore-Request")
    return request.headers.get("HX-Request") == "true" and not any(
        request.headers.get(name) == "true" for name in whole
    )
