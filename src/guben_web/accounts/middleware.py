"""Who acts; that she has a password and the second factor she needs; and that she is still there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from guben_web.accounts import entry_actions as entry
from guben_web.accounts import passing
from guben_web.accounts.enums import Ending
from guben_web.accounts.models import Account
from guben_web.accounts.queries import is_second_factor_demanded
from guben_web.engine.texts import Text
from guben_web.shared.htmx import is_htmx
from guben_web.words.language import say

V = TypeVar("V", bound=Callable[..., HttpResponse])
_SEEN = "seen_at"
# The session is not written at every request, only when this much has passed.
_FRESH = timedelta(minutes=1)
_ENDED = {
    Ending.IDLE: Text(
        "您离开较久，已自动退出，请重新登录。",
        "You were away for long and have been signed out; sign in again.",
    ),
    Ending.LONG: Text(
        "这次登录时间已满，请重新登录。", "You have been signed in for as long as it goes; sign in again."
    ),
}


def allowed_without_password(view: V) -> V:
    """Mark a page that somebody may use who has yet to choose a password."""
    view.allowed_without_password = True  # type: ignore[attr-defined]
    return view


def allowed_without_second_factor(view: V) -> V:
    """Mark a page that somebody may use who has yet to set up the second factor that her role demands."""
    view.allowed_without_second_factor = True  # type: ignore[attr-defined]
    return view


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page; asked by htmx, it sends the whole page there and not the part."""

    # The stubs promise a plain redirect; any answer will do.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Return the way to the sign-in page, and from there back to the page in the browser."""
        if not is_htmx(request):
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("HX-Current-URL", "/"))
        query = urlencode({"next": page.path + (f"?{page.query}" if page.query else "")})
        return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


class AccountMiddleware:
    """Puts the account on the request as `request.account`, ends idle sessions, and asks for a password and second factor first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.account = request.user  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Return the page to go to instead of the one asked for, if any."""
        account = getattr(request, "account", None)
        if not isinstance(account, Account):
            return None
        now = timezone.now()
        why = self._ending(request, now)
        if why is not None:
            entry.sign_out(request=request, by=account, now=now, why=why)
            del request.account  # type: ignore[attr-defined]
            messages.info(request, say(_ENDED[why]))
            return None
        if not getattr(view, "asked_by_the_page", False):
            self._keep_awake(request, now)
        return self._first_of_all(request, account, view)

    def _first_of_all(
        self, request: HttpRequest, account: Account, view: Callable[..., HttpResponse]
    ) -> HttpResponse | None:
        """Return the page where an account is completed, unless it is complete or the page is for everybody."""
        if not getattr(view, "login_required", True):
            return None
        if account.must_set_password and not getattr(view, "allowed_without_password", False):
            return redirect("accounts:set_password")
        if getattr(view, "allowed_without_second_factor", False) or passing.has_passed(request):
            return None
        return redirect("accounts:second_factor") if is_second_factor_demanded(account) else None

    def _ending(self, request: HttpRequest, now: datetime) -> Ending | None:
        """Return why the session is over; None while it is not."""
        seen, begun = request.session.get(_SEEN), passing.begun_at(request)
        if seen is not None and now - datetime.fromisoformat(seen) > settings.IDLE_TIMEOUT:
            return Ending.IDLE
        return Ending.LONG if begun and now - begun > settings.LONGEST_SESSION else None

    def _keep_awake(self, request: HttpRequest, now: datetime) -> None:
        seen = request.session.get(_SEEN)
        if seen is None or now - datetime.fromisoformat(seen) > _FRESH:
            request.session[_SEEN] = now.isoformat()
            entry.keep_session(request=request, now=now)
