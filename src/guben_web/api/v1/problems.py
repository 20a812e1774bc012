"""Everything that goes wrong is answered in one shape, in words, and never with a traceback."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from guben_web.api.v1.shapes import PlaceShape, ProblemShape, words_of
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

_LOG = logging.getLogger("django.request")


class TokenIsUnknown(Refusal):
    """No token was shown, or one that lets nobody in."""

    code = "api.token-is-unknown"
    status = 401
    message = Text(
        "没有出示令牌，或者令牌不存在、已到期、已撤销，或者它的账号已停用。",
        "No token was shown, or it is unknown, past its last day or revoked, or its account is deactivated.",
    )
    hint = Text(
        "请在请求头写 Authorization: Bearer 加令牌；令牌在“接口令牌”页面生成。",
        "Send the header Authorization: Bearer with a token; tokens are made on the page 'API tokens'.",
    )


class RightIsLacking(Refusal):
    """The token does not have the right for what was asked."""

    code = "api.right-is-lacking"
    status = 403
    message = Text("这个令牌没有“{right}”的权限。", "This token lacks the right '{right}'.")
    hint = Text("请生成有这项权限的令牌。", "Make a token that has it.")


class RoleIsLacking(Refusal):
    """The account of the token may not see what was asked, or may not have tokens any more."""

    code = "api.role-is-lacking"
    status = 403
    message = Text("令牌所属的账号无权查看。", "The account of this token may not see this.")


class NothingIsThere(Refusal):
    """The address leads nowhere, or nowhere that the account sees."""

    code = "api.nothing-is-there"
    status = 404
    message = Text(
        "没有这个地址，或者令牌所属的账号看不到。",
        "Nothing is there, or nothing that the account of this token sees.",
    )


class OnlyReading(Refusal):
    """Something else than GET was asked for."""

    code = "api.only-reading"
    status = 405
    message = Text("这里只能读取（GET）。", "This can only be read, with GET.")


class QuestionIsWrong(Refusal):
    """A part of the question cannot be understood."""

    code = "api.question-is-wrong"
    status = 422
    message = Text("请求里有{number}处不对。", "The question is wrong in {number} places.")

    def __init__(self, places: Sequence[tuple[str, Text]]) -> None:
        super().__init__(number=len(places))
        self.places = places


_WRONG = Text("这一项不对。", "This is wrong.")
_A_NUMBER = Text("应为整数。", "It must be a whole number.")
# By the kind of mistake, as pydantic names it.
_SAID = {
    "greater_than_equal": Text("不能小于{ge}。", "It must be at least {ge}."),
    "int_from_float": _A_NUMBER,
    "int_parsing": _A_NUMBER,
    "int_parsing_size": _A_NUMBER,
    "less_than_equal": Text("不能大于{le}。", "It must be at most {le}."),
    "missing": Text("必须写明。", "It must be given."),
    "string_pattern_mismatch": Text("含有不允许的字符。", "It has characters that are in none."),
    "string_too_long": Text(
        "不能超过{max_length}个字。", "It must be no longer than {max_length} characters."
    ),
    "string_too_short": Text("不能为空。", "It must not be empty."),
    "value_error": Text("日期写作 YYYY-MM-DD。", "A day is written as YYYY-MM-DD."),
    "date_from_datetime_parsing": Text("没有这一天。", "There is no such day."),
}
_UNKNOWN = Text("没有这一项，可以写的有：{names}。", "There is no such thing to ask; there is: {names}.")
_NONE = Text("这里没有可以写的。", "Nothing can be asked here.")


class TooManyQuestions(Refusal):
    """A token asked more often than it may."""

    code = "api.too-many-questions"
    status = 429
    message = Text(
        "这个令牌一分钟内请求超过{most}次。", "This token asked more than {most} times within a minute."
    )
    hint = Text("请等一分钟再试。", "Wait a minute.")


def refuse_unknown(asked: Iterable[str], known: Collection[str]) -> None:
    """Raise QuestionIsWrong if something is asked that is not known, which else would silently change nothing."""
    words = _UNKNOWN.filled(names=", ".join(sorted(known))) if known else _NONE
    unknown = [each for each in asked if each not in known]
    if unknown:
        raise QuestionIsWrong([(f"query.{each}", words) for each in unknown])


class OurFault(Refusal):
    """Something went wrong that should not."""

    code = "api.our-fault"
    status = 500
    message = Text("系统出错了。", "Something went wrong here.")
    hint = Text(
        "请把时间告诉系统管理员，日志里有详情。", "Tell the system administrator the time; the log says more."
    )


def problem(refusal: Refusal) -> HttpResponse:
    """Return a refusal as an answer."""
    advice = refusal.advice
    places = refusal.places if isinstance(refusal, QuestionIsWrong) else ()
    said = ProblemShape(
        code=refusal.code,
        status=refusal.status,
        message=words_of(refusal.words),
        advice=words_of(advice) if advice else None,
        places=[PlaceShape(where=where, said=words_of(said)) for where, said in places],
    )
    options = {"ensure_ascii": False}
    answer = JsonResponse(said.model_dump(), status=refusal.status, json_dumps_params=options)
    if refusal.status == TokenIsUnknown.status:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Have everything that views of an API raise answered in the shape of problems."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(AuthenticationError, lambda request, raised: problem(TokenIsUnknown()))
    api.add_exception_handler(PermissionDenied, lambda request, raised: problem(RoleIsLacking()))
    api.add_exception_handler(Http404, lambda request, raised: problem(NothingIsThere()))
    api.add_exception_handler(ValidationError, _wrong_question)
    # As Django does for pages: whoever asks learns that it was our fault, and the log learns why.
    api.add_exception_handler(Exception, _fault)


def _refused(request: HttpRequest, raised: Any) -> HttpResponse:
    return problem(raised)


def _wrong_question(request: HttpRequest, raised: Any) -> HttpResponse:
    places = [(".".join(map(str, error["loc"])), _said(error)) for error in raised.errors]
    return problem(QuestionIsWrong(places))


def _said(error: Mapping[str, Any]) -> Text:
    return _SAID.get(error["type"], _WRONG).filled(**error.get("ctx", {}))


def _fault(request: HttpRequest, raised: Any) -> HttpResponse:
    _LOG.error("Internal Server Error: %s", request.path, exc_info=raised, extra={"status_code": 500})
    return problem(OurFault())
