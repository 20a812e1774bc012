"""The second factor of whoever is signed in: authenticator, passkeys, recovery codes, and turning it off."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guben_web.accounts import ceremonies, drawing, forms, passing, passkeys, queries, totp
from guben_web.accounts import entry_actions as entry
from guben_web.accounts import factor_actions as factors
from guben_web.accounts import passkey_actions as keys
from guben_web.accounts.middleware import allowed_without_second_factor
from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal
from guben_web.words.language import label, say

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_CONFIRM = label("请先在这里再验一次第二因素。", "Give your second factor here once more first.")
_REMOVED = Text("“{name}”不能再用来登录。", "'{name}' no longer signs in.")
_OFF = Text(
    "这是最后一把：第二因素随之关闭，备用码全部失效，以后登录只需要密码。",
    "It is the last one: the second factor is off with it, the recovery codes end, and the password alone lets you in.",
)


@allowed_without_second_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: AccountRequest) -> HttpResponse:
    """Set an authenticator up: show what it needs, and take its first code."""
    account, now = request.account, timezone.now()
    held = queries.find_second_factor(account)
    is_change = held is not None and held.has_authenticator
    if held and not is_change and not passing.is_confirmed(request, now):
        messages.info(request, str(_CONFIRM))
        return redirect("accounts:passkeys")
    secret = passing.secret_offered(request)
    form = (forms.NewPhone if is_change else forms.Code)(request.POST or None)
    if form.is_valid():
        try:
            if is_change:
                factors.use_code(account=account, code=form.cleaned_data["current"], now=now)
            codes = entry.complete_with_second_factor(
                request=request, secret=secret, code=form.cleaned_data["code"], by=account, now=now
            )
        except factors.CodeIsWrong as wrong:
            form.add_error(None, say(wrong.words))
        else:
            passing.forget_offer(request)
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "held": held,
        "is_change": is_change,
        "trail": _trail(label("第二因素", "Second factor")),
        "is_demanded": queries.is_second_factor_demanded(account),
        "secret": totp.words_of(secret),
        "picture": drawing.qr_code(
            totp.address_of(secret, username=account.username, issuer=str(label("固本", "Guben")))
        ),
        "no_passkeys": passkeys.why_not(request),
    }
    return render(request, "accounts/second_factor.html", context, status=422 if form.is_bound else 200)


@allowed_without_second_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def passkeys_page(request: AccountRequest) -> HttpResponse:
    """List the passkeys, and add one; whoever has a second factor gives it first."""
    account, now = request.account, timezone.now()
    held = queries.find_second_factor(account)
    if held and not passing.is_confirmed(request, now):
        form, problem, is_given = _factor_in(request, now)
        if is_given:
            return redirect("accounts:passkeys")
        return _show_passkeys(request, now, form=form, problem=problem, is_open=False)
    new = forms.NewPasskey(request.POST or None)
    if not new.is_valid():
        return _show_passkeys(request, now, form=new, problem=None, is_open=True)
    try:
        codes = entry.complete_with_passkey(
            request=request,
            answer=new.cleaned_data["passkey"],
            name=new.cleaned_data["name"],
            by=account,
            now=now,
        )
    except (keys.PasskeyIsRefused, keys.PasskeyIsThere) as refused:
        return _show_passkeys(request, now, form=new, problem=refused, is_open=True)
    if codes:
        return render(request, "accounts/recovery_codes.html", {"codes": codes})
    messages.success(request, str(label("通行密钥已添加。", "The passkey is added.")))
    return redirect("accounts:passkeys")


@require_http_methods(["GET", "POST"])
def remove_passkey(request: AccountRequest, passkey_id: int) -> HttpResponse:
    """Say what removing a passkey means, then remove it; the second factor was given before."""
    account, now = request.account, timezone.now()
    passkey = queries.passkeys_of(account).filter(pk=passkey_id).select_related("factor").first()
    if passkey is None:
        raise Http404
    if not passing.is_confirmed(request, now):
        messages.info(request, str(_CONFIRM))
        return redirect("accounts:passkeys")
    if request.method == "POST":
        keys.remove_passkey(passkey=passkey, by=account, now=now)
        messages.success(request, str(label("通行密钥已移除。", "The passkey is removed.")))
        return redirect("accounts:passkeys")
    is_last = not passkey.factor.has_authenticator and len(queries.passkeys_of(account)) == 1
    words = label("移除通行密钥", "Remove the passkey")
    context = {
        "title": words,
        "act": words,
        "lead": passkey.name,
        "changes": [say(_REMOVED.filled(name=passkey.name)), *([say(_OFF)] if is_last else [])],
        "back": resolve_url("accounts:passkeys"),
        "trail": _trail(words),
    }
    return render(request, "shared/confirm.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def recovery_codes(request: AccountRequest) -> HttpResponse:
    """Make new recovery codes for whoever gives her second factor."""
    return _with_factor(request, is_off=False)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor_off(request: AccountRequest) -> HttpResponse:
    """Turn the second factor off for whoever gives it."""
    return _with_factor(request, is_off=True)


def _with_factor(request: AccountRequest, *, is_off: bool) -> HttpResponse:
    """Do what needs the second factor: turn it off, or make new recovery codes."""
    account, now = request.account, timezone.now()
    if queries.find_second_factor(account) is None:
        return redirect("accounts:second_factor")
    if is_off and queries.is_second_factor_demanded(account):
        raise factors.SecondFactorIsDemanded
    form, problem, is_given = _factor_in(request, now)
    if is_given and not is_off:
        codes = factors.renew_recovery_codes(account=account, by=account, now=now)
        return render(request, "accounts/recovery_codes.html", {"codes": codes})
    if is_given:
        factors.turn_second_factor_off(account=account, by=account, now=now)
        messages.success(request, str(label("第二因素已关闭。", "The second factor is off.")))
        return redirect("administration:me")
    context = {
        "form": form,
        "is_off": is_off,
        "problem": problem,
        "ceremony": ceremonies.answer_of(request, account, now),
        "trail": _trail(label("第二因素", "Second factor")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/with_code.html", context, status=status)


def _factor_in(request: AccountRequest, now: datetime) -> tuple[forms.Code, Refusal | None, bool]:
    """Return the form for a code, what is wrong with the passkey that was sent, and whether either was right."""
    answer = request.POST.get("passkey")
    form = forms.Code(None if answer is not None else request.POST or None)
    try:
        if answer is not None:
            entry.confirm_by_passkey(request=request, answer=answer, by=request.account, now=now)
            return form, None, True
        if form.is_valid():
            entry.confirm_by_code(
                request=request, code=form.cleaned_data["code"], by=request.account, now=now
            )
            return form, None, True
    except keys.PasskeyIsRefused as refused:
        return form, refused, False
    except factors.CodeIsWrong as wrong:
        form.add_error("code", say(wrong.words))
    return form, None, False


def _show_passkeys(
    request: AccountRequest,
    now: datetime,
    *,
    form: forms.Code | forms.NewPasskey,
    problem: Refusal | None,
    is_open: bool,
) -> HttpResponse:
    """Show the passkeys; below them what adds one where that is open, else what asks for the second factor."""
    ceremony = ceremonies.creation_for if is_open else ceremonies.answer_of
    held = queries.find_second_factor(request.account)
    context = {
        "form": form,
        "held": held,
        "is_open": is_open,
        "problem": problem,
        "passkeys": list(queries.passkeys_of(request.account)),
        "ceremony": ceremony(request, request.account, now),
        "is_demanded": queries.is_second_factor_demanded(request.account),
        "trail": _trail(label("通行密钥", "Passkeys")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/passkeys.html", context, status=status)


def _trail(words: "StrPromise") -> list[dict[str, object]]:
    return [
        {"name": label("我的账号", "My account"), "url": resolve_url("administration:me")},
        {"name": words},
    ]
