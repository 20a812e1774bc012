"""Signing in and out, and the record of acts for the administrator of audit."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts import access, actions, forms
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.middleware import allowed_without_password
from guben_web.accounts.models import Account
from guben_web.accounts.requests import AccountRequest
from guben_web.audit import queries as audit
from guben_web.audit.actions import VERIFY
from guben_web.audit.details import shown
from guben_web.jobs.queries import latest_run_of
from guben_web.shared.pages import page_of
from guben_web.words.language import label


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in with a user name and a password."""
    form = forms.SignIn(request.POST or None)
    if form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if isinstance(account, Account):
            actions.sign_in_by_password(request=request, account=account, now=timezone.now())
            return redirect(_next_page(request))
        actions.record_failed_sign_in(
            username=form.cleaned_data["username"],
            is_locked=getattr(request, "axes_locked_out", False),
            now=timezone.now(),
        )
        form.add_error(None, str(label("用户名或密码不对。", "The user name or the password is wrong.")))
    status = 422 if form.is_bound else 200
    return render(
        request, "accounts/sign_in.html", {"form": form, "next": _next_page(request)}, status=status
    )


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
        actions.sign_in_by_link(request=request, token=token, now=now)
        return redirect("home:home")
    return render(request, "accounts/link.html", {"link": actions.get_open_link(token=token, now=now)})


@allowed_without_password
@require_POST
def sign_out(request: AccountRequest) -> HttpResponse:
    """End the session."""
    actions.sign_out(request=request, by=request.account, now=timezone.now())
    return redirect("accounts:sign_in")


@allowed_without_password
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def set_password(request: AccountRequest) -> HttpResponse:
    """Let a person choose a password."""
    form = forms.NewPassword(request.POST or None, account=request.account)
    if form.is_valid():
        actions.set_password(
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


def _next_page(request: HttpRequest) -> str:
    """Return the page that was asked for before sign-in, if it is one of ours."""
    page = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else resolve_url("home:home")
