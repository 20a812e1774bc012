"""The security administrator's pages, and everybody's own account."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts import actions as account_actions
from guben_web.accounts import entry_actions as entry
from guben_web.accounts import passing
from guben_web.accounts import queries as account_queries
from guben_web.accounts.drawing import qr_code
from guben_web.accounts.enums import LinkPurpose, RoleCode
from guben_web.accounts.models import Account
from guben_web.accounts.queries import Wanted
from guben_web.accounts.requests import AccountRequest
from guben_web.administration import access, actions, consequences, forms, queries
from guben_web.administration.places import choice_of, ids_under
from guben_web.administration.trails import trail_of
from guben_web.engine.texts import Text
from guben_web.org import pickers
from guben_web.org.access import ids_below
from guben_web.shared.addresses import Id
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of
from guben_web.words.language import label, say
from guben_web.words.searching import search_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_COLUMNS = {"name": "display_name", "username": "username", "last": "last_login"}
_MOST_SUCCESSORS = 20
_NUMBER = re.compile(Id.regex)


@require_GET
def accounts(request: AccountRequest) -> HttpResponse:
    """Show the accounts, narrowed down by name, organization with those below, role and state."""
    scope = access.need_reader_of_accounts(request.account)
    today, form = timezone.localdate(), forms.AccountFilter(request.GET)
    asked = form.asked()
    place = asked.pop("place")
    reach = None if scope.is_whole else ids_below(scope.tops, today)
    wanted = Wanted(**asked, organization_ids=ids_under(place, scope, today) if place else reach)
    rows = in_order(account_queries.wanted_accounts(wanted), request, _COLUMNS)
    page = page_of(rows, request)
    context = {
        "form": form,
        "page": page,
        "rows": queries.shown_accounts(page, today, scope),
        "may_change": access.is_security_administrator(request.account),
    }
    return render_page(request, "administration/accounts.html", context, part="found")


@require_GET
def pick(request: AccountRequest) -> HttpResponse:
    """Offer the organizations that match what is typed to somebody who looks after accounts: names, nothing else."""
    scope = access.need_reader_of_accounts(request.account)
    typed = next((request.GET.get(name, "") for name in request.GET), "")
    options = pickers.offered(typed, scope, timezone.localdate())
    return render(request, "shared/options.html", {"options": options})


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: AccountRequest) -> HttpResponse:
    """Let somebody in for an organization of the township's own, and show the link, this once, as a slip to print."""
    form = forms.Invitation(request.POST or None, scope=access.need_inviter(request.account))
    if form.is_valid():
        said = form.cleaned_data
        made = actions.invite(
            display_name=said["display_name"],
            username=said["username"],
            role=RoleCode(said["role"]),
            organization_id=said["organization"].organization_id,
            by=request.account,
            now=timezone.now(),
        )
        return _slip(request, made)
    context = {"form": form, "trail": trail_of(None, label("邀请", "Invite"))}
    return render(request, "administration/invite.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def invitation(request: AccountRequest, account_id: int) -> HttpResponse:
    """Make a new link for somebody whom the township invited and who has not signed in yet."""
    return _slip(request, access.get_invited(request.account, account_id, timezone.localdate()))


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Make an account; roles and the invitation follow."""
    access.need_security_administrator(request.account)
    form = forms.NewAccount(request.POST or None)
    if form.is_valid():
        made = account_actions.create_account(**form.cleaned_data, by=request.account, now=timezone.now())
        return redirect("administration:new_role", made.pk)
    context = {"form": form, "trail": trail_of(None, label("建立账号", "Make an account"))}
    return render(request, "administration/new.html", context, status=422 if form.is_bound else 200)


@require_GET
def account(request: AccountRequest, account_id: int) -> HttpResponse:
    """Show an account: its roles now and before, what lets it in, where it is signed in."""
    shown = access.get_account(request.account, account_id)
    context = {
        **_facts(shown),
        "locks": account_queries.locks_of(shown, timezone.now()),
        "trail": trail_of(shown),
    }
    return render(request, "administration/account.html", context)


@require_http_methods(["GET", "POST"])
def new_role(request: AccountRequest, account_id: int) -> HttpResponse:
    """Grant a role, for an organization that is found by name or in the tree."""
    shown = access.get_account(request.account, account_id)
    form = forms.NewRole(request.POST or None)
    if form.is_valid():
        actions.need_active(account=shown)
        account_actions.grant_role(
            account=shown,
            code=RoleCode(form.cleaned_data["role"]),
            organization_id=form.cleaned_data["organization"],
            by=request.account,
            now=timezone.now(),
        )
        messages.success(request, str(label("角色已授予。", "The role is granted.")))
        return redirect("administration:account", shown.pk)
    words, today = search_words(request.GET.get("q", "")), timezone.localdate()
    context = {
        "account": shown,
        "form": form,
        "words": words,
        "choice": choice_of(words=words, under=_number(request.GET.get("under")), day=today),
        "is_first": shown.last_login is None and not shown.role_codes(),
        "trail": trail_of(shown, label("授予角色", "Grant a role")),
    }
    if form.is_bound:
        return render(request, "administration/new_role.html", context, status=422)
    return render_page(request, "administration/new_role.html", context, part="found")


@require_http_methods(["GET", "POST"])
def end_role(request: AccountRequest, account_id: int, role_id: int) -> HttpResponse:
    """Say what ending a role means, then end it."""
    shown = access.get_account(request.account, account_id)
    role = access.get_held_role(shown, role_id)
    if request.method == "GET":
        [named] = queries.shown_roles([role], timezone.localdate())
        return _ask(request, shown, consequences.of_ending(named), label("终止角色", "End the role"))
    account_actions.end_role(role=role, by=request.account, now=timezone.now())
    return redirect("administration:account", shown.pk)


@require_http_methods(["GET", "POST"])
def hand_over(request: AccountRequest, account_id: int) -> HttpResponse:
    """Move roles to a successor in one act."""
    shown, today = access.get_account(request.account, account_id), timezone.localdate()
    held = queries.shown_roles(account_queries.roles_of(shown), today)
    form = forms.HandOver(request.POST or None, held=held)
    if form.is_valid():
        made = actions.hand_over(
            predecessor=shown,
            successor=form.cleaned_data["successor"],
            roles=form.chosen_roles(),
            on_date=form.cleaned_data["on_date"],
            reason=form.cleaned_data["reason"],
            is_leaving=form.cleaned_data["is_leaving"],
            by=request.account,
            now=timezone.now(),
        )
        messages.success(request, str(label("角色已交接。", "The roles are handed over.")))
        return redirect("administration:account", made.successor_id)
    words = search_words(request.GET.get("q", ""))
    found = account_queries.wanted_accounts(Wanted(words=words, state="active")).exclude(pk=shown.pk)
    context = {
        "account": shown,
        "held": held,
        "form": form,
        "words": words,
        "successors": queries.shown_accounts(found[:_MOST_SUCCESSORS], today) if words else [],
        "trail": trail_of(shown, label("交接", "Hand over")),
    }
    if form.is_bound:
        return render(request, "administration/hand_over.html", context, status=422)
    return render_page(request, "administration/hand_over.html", context, part="found")


@never_cache
@require_POST
def link(request: AccountRequest, account_id: int) -> HttpResponse:
    """Make a one-time link and show it, this once, as a slip to print."""
    shown = access.get_account(request.account, account_id)
    actions.need_active(account=shown)
    return _slip(request, shown)


@require_http_methods(["GET", "POST"])
def deactivate(request: AccountRequest, account_id: int) -> HttpResponse:
    """Say what deactivating means, then let the account in no more."""
    shown, now = access.get_account(request.account, account_id), timezone.now()
    if request.method == "GET":
        sessions = account_queries.open_sessions_of(shown, now).count()
        changes = consequences.of_deactivating(shown, sessions)
        return _ask(request, shown, changes, label("停用账号", "Deactivate"))
    actions.deactivate(account=shown, by=request.account, now=now)
    return redirect("administration:account", shown.pk)


@require_POST
def activate(request: AccountRequest, account_id: int) -> HttpResponse:
    """Let a deactivated account in again."""
    shown = access.get_account(request.account, account_id)
    actions.activate(account=shown, by=request.account, now=timezone.now())
    return redirect("administration:account", shown.pk)


@require_http_methods(["GET", "POST"])
def release(request: AccountRequest, account_id: int) -> HttpResponse:
    """Say what removing somebody's second factor means, then remove all of it for a reason."""
    shown = access.get_account(request.account, account_id)
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.release_from_second_factor(
            account=shown, reason=reason, by=request.account, now=timezone.now()
        )
        return redirect("administration:account", shown.pk)
    is_demanded = account_queries.is_second_factor_demanded(shown)
    changes = consequences.of_releasing(shown, is_demanded, account_queries.passkeys_of(shown).count())
    return _ask(request, shown, changes, label("撤除第二因素", "Remove the second factor"), form)


@require_http_methods(["GET", "POST"])
def release_passkey(request: AccountRequest, account_id: int, passkey_id: int) -> HttpResponse:
    """Say what removing one of somebody's passkeys means, then remove it for a reason."""
    shown = access.get_account(request.account, account_id)
    passkey = access.get_passkey(shown, passkey_id)
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.release_from_passkey(passkey=passkey, reason=reason, by=request.account, now=timezone.now())
        return redirect("administration:account", shown.pk)
    others = account_queries.passkeys_of(shown).count() - 1
    is_demanded = account_queries.is_second_factor_demanded(shown)
    if others or passkey.factor.has_authenticator:
        changes = consequences.of_releasing_passkey(passkey)
    else:
        changes = consequences.of_releasing(shown, is_demanded, 1)
    return _ask(request, shown, changes, label("撤除通行密钥", "Remove the passkey"), form)


@require_POST
def unlock(request: AccountRequest, account_id: int) -> HttpResponse:
    """Let somebody try again at once who failed too often."""
    shown = access.get_account(request.account, account_id)
    actions.unlock(account=shown, by=request.account, now=timezone.now())
    messages.success(request, str(label("锁定已解除。", "The lock is removed.")))
    return redirect("administration:account", shown.pk)


@require_POST
def end_session(request: AccountRequest, account_id: int, session_id: int) -> HttpResponse:
    """Sign somebody out in one of her browsers."""
    shown = access.get_account(request.account, account_id)
    session = access.get_session(shown, session_id)
    entry.end_session(session=session, by=request.account, now=timezone.now())
    return redirect("administration:account", shown.pk)


@require_GET
def me(request: AccountRequest) -> HttpResponse:
    """Show a person her own account: her roles, what lets her in, where she is signed in."""
    own = request.account
    context = {**_facts(own), "key": request.session.session_key, "passed": passing.has_passed(request)}
    return render(request, "administration/me.html", context)


@require_POST
def end_own_session(request: AccountRequest, session_id: int) -> HttpResponse:
    """Sign oneself out in another browser."""
    session = access.get_session(request.account, session_id)
    entry.end_session(session=session, by=request.account, now=timezone.now())
    return redirect("administration:me")


def _slip(request: AccountRequest, shown: Account) -> HttpResponse:
    """Make a one-time link into an account and show it."""
    now = timezone.now()
    purpose = LinkPurpose.FIRST_SIGN_IN if shown.last_login is None else LinkPurpose.NEW_PASSWORD
    token = account_actions.create_link(
        account=shown, purpose=purpose, lifetime=settings.SIGN_IN_LINK_LIFETIME, by=request.account, now=now
    )
    address = request.build_absolute_uri(reverse("accounts:link", args=[token]))
    may_change = access.is_security_administrator(request.account)
    context = {
        "account": shown,
        "may_change": may_change,
        "purpose": purpose.label,
        "roles": queries.shown_roles(account_queries.roles_of(shown), timezone.localdate()),
        "address": address,
        "picture": qr_code(address),
        "until": now + settings.SIGN_IN_LINK_LIFETIME,
        "trail": trail_of(shown if may_change else None, label("登录链接", "Sign-in link")),
    }
    return render(request, "administration/slip.html", context)


def _facts(shown: Account) -> Mapping[str, object]:
    now, today = timezone.now(), timezone.localdate()
    return {
        "account": shown,
        "roles": queries.shown_roles(account_queries.roles_of(shown), today),
        "ended": queries.ended_roles_of(shown, today),
        "hand_overs": queries.hand_overs_of(shown),
        "factor": account_queries.find_second_factor(shown),
        "passkeys": account_queries.passkeys_of(shown),
        "codes_left": account_queries.recovery_codes_left(shown),
        "is_demanded": account_queries.is_second_factor_demanded(shown),
        "sessions": account_queries.open_sessions_of(shown, now),
        "idle_minutes": int(settings.IDLE_TIMEOUT.total_seconds()) // 60,
        "failures": settings.AXES_FAILURE_LIMIT,
        "pause_minutes": int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60,
    }


def _ask(
    request: AccountRequest,
    shown: Account,
    changes: list[Text],
    act: "StrPromise",
    form: forms.Reason | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": f"{act} · {shown.display_name}",
        "changes": [say(each) for each in changes],
        "act": str(act),
        "back": reverse("administration:account", args=[shown.pk]),
        "trail": trail_of(shown, act),
    }
    is_refused = form is not None and form.is_bound
    return render(request, "shared/confirm.html", context, status=422 if is_refused else 200)


def _number(words: str | None) -> int | None:
    return int(words) if words and _NUMBER.fullmatch(words) else None
