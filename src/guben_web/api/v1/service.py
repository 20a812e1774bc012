"""The API: who asks, by what right, how often, and what a question looks like."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Path, Query
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from pydantic import BeforeValidator

from guben_web.accounts.models import Account
from guben_web.api import access, actions
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.api.queries import find_token
from guben_web.api.v1.description import Description
from guben_web.api.v1.problems import RightIsLacking, TooManyQuestions, answer_problems, refuse_unknown
from guben_web.api.v1.shapes import ProblemShape

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DESCRIPTION = """
读取组织、考核结果、结果的理由和存档。全部数字就是系统里存的数字。没有党员的信息。
令牌在“接口令牌”页面生成，放在请求头 `Authorization: Bearer …` 里。

Reads organizations, results, the reasons for them, and archives. All numbers are those that are stored. Nothing is about members.
A token, from the page "API tokens", goes into the header `Authorization: Bearer …`.
"""


class ShownToken(HttpBearer):
    """A token made on the page of tokens."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token that is shown, if it lets anybody in.

        Raises TooManyQuestions if it asks too often, and QuestionIsWrong if it asks what is not known.
        """
        today = timezone.localdate()
        found = find_token(token, today)
        if found is not None:
            _need_patience(found)
            if found.last_used_on != today:
                actions.note_use(token=found, day=today)
            assert request.resolver_match is not None
            refuse_unknown(request.GET, request.resolver_match.func.query_names)  # type: ignore[attr-defined]
        return found


class _Renderer(JSONRenderer):
    """Writes Chinese as Chinese."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class _Api(NinjaAPI):
    """Calls an operation what its function is called, which a client generator makes its functions of."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation."""
        return operation.view_func.__name__


api = _Api(
    title="固本 Guben",
    version="1",
    description=_DESCRIPTION.strip(),
    urls_namespace="api-v1",
    auth=ShownToken(),
    renderer=_Renderer(),
    docs=Description(),
)
answer_problems(api)

PROBLEMS: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): ProblemShape}

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many rows at most")]
# A NUL is in no key, and PostgreSQL takes none.
_NO_NUL = r"^[^\x00]*$"
Key = Annotated[
    str, Query(min_length=1, max_length=400, pattern=_NO_NUL, description="The key of an organization")
]
After = Annotated[
    str, Query(max_length=400, pattern=_NO_NUL, description="`next` of the page before; empty for the first")
]
SchemeName = Annotated[str, Path(max_length=64, pattern=_NO_NUL)]
AfterNumber = Annotated[
    int, Query(ge=0, le=2**63 - 1, description="`next` of the page before; 0 for the first")
]


def _written_day(value: object) -> object:
    """Return a day as it is written; moments and counts of seconds are none, though they could be read as such."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("A day is written as YYYY-MM-DD.")
    return value


Day = Annotated[
    date, BeforeValidator(_written_day), Query(description="A day, YYYY-MM-DD; today where it is left out")
]


def need_right(request: HttpRequest, right: Right) -> Account:
    """Return the account of the token that was shown.

    Raises RightIsLacking, and PermissionDenied where the account may not have tokens any more.
    """
    token = token_of(request)
    access.need_token_holder(token.account)
    if right.value not in token.rights:
        raise RightIsLacking(right=right.value)
    return token.account


def token_of(request: HttpRequest) -> Token:
    """Return the token that was shown."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token


def record(request: HttpRequest, what: str) -> datetime:
    """Record that something was read with the token, and return when."""
    now = timezone.now()
    actions.record_reading(token=token_of(request), what=what, at=now)
    return now


def _need_patience(token: Token) -> None:
    """Raise TooManyQuestions if a token asked too often in this minute."""
    most: int = settings.API_QUESTIONS_A_MINUTE
    if not actions.count_question(token=token, most=most, now=timezone.now()):
        raise TooManyQuestions(most=most)
