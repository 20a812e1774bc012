"""The addresses of the first version of the API. Whoever asks shows a token, so that none needs a session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import URLResolver
from django.views.decorators.csrf import csrf_exempt
from ninja import Router

from guben_web.api.v1 import appraisals, evaluations, files, organizations, schemes, tokens
from guben_web.api.v1.problems import NothingIsThere, OnlyReading, problem
from guben_web.api.v1.service import api

View = Callable[..., HttpResponseBase]
NAMESPACE = api.urls_namespace
# Must come last: it takes every address that leads nowhere.
_lost = Router()


@_lost.api_operation(["GET"], "/{path:rest}", auth=None, url_name="nowhere", include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> None:
    """Say that an address leads nowhere."""
    raise Http404


for module in (tokens, organizations, evaluations, appraisals, files, schemes):
    api.add_router("", module.router)
api.add_router("", _lost)


def _described(pattern: URLPattern | URLResolver, words: dict[str, str]) -> URLPattern:
    """Return the pattern with a view that answers every problem in one shape and says what it does."""
    assert isinstance(pattern, URLPattern)
    view: View = pattern.callback

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return problem(NothingIsThere())
        if answer.status_code == OnlyReading.status:
            refused = problem(OnlyReading())
            refused["Allow"] = answer["Allow"]
            return refused
        answer["Cache-Control"] = "no-store"
        return answer

    answering.__doc__ = words.get(pattern.name or "")
    return URLPattern(pattern.pattern, login_not_required(csrf_exempt(answering)), name=pattern.name)


def _patterns() -> list[URLPattern]:
    found: list[URLPattern | URLResolver] = api.urls[0]
    words = {
        operation.url_name: operation.view_func.__doc__ or ""
        for _, router in api._routers
        for path_view in router.path_operations.values()
        for operation in path_view.operations
    }
    return [_described(each, words) for each in found]


patterns = _patterns()
