"""The addresses of the first version of the API. Whoever asks shows a token, so that none needs a session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja import Router

from guben_web.api.v1 import appraisals, evaluations, files, organizations, schemes, tokens
from guben_web.api.v1.problems import NothingIsThere, OnlyReading, problem
from guben_web.api.v1.service import api

Operation = dict[str, Any]
View = Callable[..., HttpResponseBase]
NAMESPACE = api.urls_namespace
_WORDS = {
    "openapi-json": "Describe the API, as OpenAPI 3.1.",
    "openapi-view": "Show the description of the API, to read and to try.",
    "api-root": "Say that nothing is there.",
    "nowhere": "Say that an address leads nowhere.",
}
# Must come last: it takes every address that leads nowhere.
_lost = Router()


@_lost.api_operation(["GET"], "/{path:rest}", auth=None, url_name="nowhere", include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> None:
    """Say that an address leads nowhere."""
    raise Http404


for module in (tokens, organizations, evaluations, appraisals, files, schemes):
    api.add_router("", module.router)
api.add_router("", _lost)


def _described(pattern: URLPattern, operation: Operation) -> URLPattern:
    """Return the pattern with a view that answers every problem in one shape and says what it does."""
    view: View = pattern.callback
    known = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}

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

    answering.__doc__ = operation["description"]
    answering.query_names = known  # type: ignore[attr-defined]
    return URLPattern(pattern.pattern, login_not_required(csrf_exempt(answering)), name=pattern.name)


def _patterns() -> list[URLPattern]:
    found = [each for each in api.urls[0] if isinstance(each, URLPattern)]
    described = api.get_openapi_schema(path_prefix="")["paths"].values()
    operations: dict[str, Operation] = {each["get"]["operationId"]: each["get"] for each in described}
    others: dict[str, Operation] = {name: {"description": words} for name, words in _WORDS.items()}
    return [_described(each, (operations | others)[each.name or ""]) for each in found]


patterns = _patterns()
