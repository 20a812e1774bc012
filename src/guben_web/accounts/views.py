"""Signing in and out, and the record of acts for the administrator of audit."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts import access, actions, ceremonies, forms, provider, queries
from guben_web.accounts import entry_actions as entry
from guben_web.accounts import factor_actions as factors
from guben_web.accounts import passkey_actions as keys
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.middleware import allowed_without_password, allowed_without_second_factor
from guben_web.accounts.models import Account
from guben_web.accounts.requests import AccountRequest
from guben_web.audit import queries as audit
from guben_web.audit.actions import VERIFY
from guben_web.audit.details import shown
from guben_web.jobs.queries import latest_run_of
from guben_web.shared.pages import page_of
from guben_web.words.language import label, say


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in with a user name and a password."""
    form, page = forms.SignIn(request.POST or None), _next_page(request)
    if form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if isinstance(account, Account):
            is_in = entry.sign_in_by_password(request=request, account=account, page=page, now=timezone.now())
            return redirect(page if is_in else "accounts:code")
        entry.record_failed_sign_in(
            username=form.cleaned_data["username"],
            is_locked=getattr(request, "axes_locked_out", False),
            now=timezone.now(),
        )
        form.add_error(None, str(label("用户名或密码不对。", "The user name or the password is wrong.")))
    context = {
        "form": form,
        "next": page,
        "next_query": urlencode({"next": page}),
        "provider": settings.OIDC_TITLE if provider.is_set_up() else "",
    }
    return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of somebody whose first was right, then let her in."""
    now = timezone.now()
    _, account = entry.get_half(request=request, now=now)
    answer, problem = request.POST.get("passkey"), None
    form = forms.Code(None if answer is not None else request.POST or None)
    try:
        if answer is not None:
            return redirect(entry.sign_in_by_passkey(request=request, answer=answer, now=now))
        if form.is_valid():
            return redirect(entry.sign_in_by_code(request=request, code=form.cleaned_data["code"], now=now))
    except keys.PasskeyIsRefused as refused:
        problem = refused
    except factors.CodeIsWrong as wrong:
        form.add_error("code", say(wrong.words))
    context = {
        "form": form,
        "account": account,
        "factor": queries.find_second_factor(account),
        "problem": problem,
        "ceremony": ceremonies.answer_of(request, account, now),
    }
    return render(request, "accounts/code.html", context, status=422 if request.method == "POST" else 200)


@login_not_required
@never_cache
@require_GET
def provider_there(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    _need_provider()
    return redirect(provider.way_there(request, back=_way_back(request), page=_next_page(request)))


@login_not_required
@never_cache
@require_GET
def provider_back(request: HttpRequest) -> HttpResponse:
    """Let in whom the identity provider names, if there is an account of that name."""
    _need_provider()
    told, now = provider.told_by(request, back=_way_back(request)), timezone.now()
    is_in = entry.sign_in_by_provider(request=request, username=told.username, page=told.page, now=now)
    return redirect(told.page if is_in else "accounts:code")


def locked_out(request: HttpRequest, *arguments: Any, **facts: Any) -> HttpResponse:
    """Return the page for somebody who failed too often."""
    return render(request, "errors/429.html", status=429)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the holder of a one-time link to confirm, then let her in.

    Only the POST uses the link up: previews of messengers and virus scanners open links too.
    """
    now = timezone.now()
    if request.method == "POST":
        is_in = entry.sign_in_by_link(request=request, token=token, now=now)
        return redirect("home:home" if is_in else "accounts:code")
    return render(request, "accounts/link.html", {"link": actions.get_open_link(token=token, now=now)})


@allowed_without_password
@allowed_without_second_factor
@require_POST
def sign_out(request: AccountRequest) -> HttpResponse:
    """End the session."""
    entry.sign_out(request=request, by=request.account, now=timezone.now())
    return redirect("accounts:sign_in")


@allowed_without_password
@allowed_without_second_factor
@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def set_password(request: AccountRequest) -> HttpResponse:
    """Let a person choose a password."""
    form = forms.NewPassword(
        request.POST or None, account=request.account, is_right=lambda typed: _is_own_password(request, typed)
    )
    if form.is_valid():
        entry.set_password(
            request=request,
            account=request.account,
            password=form.cleaned_data["password"],
            by=request.account,
            now=timezone.now(),
        )
        messages.success(request, str(label("密码已设置。", "The password is set.")))
        return redirect("home:home")
    return render(request, "accounts/set_password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def record(request: AccountRequest) -> HttpResponse:
    """Show the acts on record, and how far they are sealed."""
    access.need_role(request.account, RoleCode.AUDIT_ADMIN)
    form = forms.RecordFilter(request.GET)
    page = page_of(audit.entries(form.wanted()), request)
    context = {
        "form": form,
        "page": page,
        "rows": shown(page),
        "sealed": audit.sealed(),
        "run": latest_run_of(VERIFY),
    }
    return render(request, "accounts/record.html", context)


@require_POST
def verify_record(request: AccountRequest) -> HttpResponse:
    """Have the whole record read again in the background."""
    access.need_role(request.account, RoleCode.AUDIT_ADMIN)
    actions.ask_for_verification(by=request.account, now=timezone.now())
    return redirect("accounts:record")


def _is_own_password(request: AccountRequest, typed: str) -> bool:
    """Return whether somebody who is signed in typed her password; wrong ones count as failed sign-ins."""
    return authenticate(request, username=request.account.username, password=typed) is not None


def _need_provider() -> None:
    if not provider.is_set_up():
        raise Http404


def _way_back(request: HttpRequest) -> str:
    return request.build_absolute_uri(resolve_url("accounts:provider_back"))


def _next_page(request: HttpRequest) -> str:
    """Return the page that was asked for before sign-in, if it is one of ours."""
    page = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else resolve_url("home:home")
