"""The pages about tokens."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.api import access, actions, forms, queries
from guben_web.api.enums import Right, Standing
from guben_web.api.models import Token
from guben_web.engine.texts import Text
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import page_of
from guben_web.words.language import label, say
from guben_web.words.searching import search_words

_TOKENS = Text("接口令牌", "API tokens")
_REVOKE = Text("撤销令牌“{name}”", "Revoke the token '{name}'")
_REVOKED = Text(
    "用它的程序马上读不到任何数据；令牌不能恢复，需要时另外生成。",
    "The program that uses it reads nothing from now on; it cannot be restored, only another one made.",
)
_TOLD = Text(
    "“{account}”会在自己的令牌页看到是谁撤销的和事由。",
    "{account} sees on the page of tokens who revoked it and why.",
)
_LONGEST_NUMBER = 10


@require_GET
def tokens(request: AccountRequest) -> HttpResponse:
    """Show the tokens of one's own, the latest first."""
    access.need_token_holder(request.account)
    today = timezone.localdate()
    page = page_of(access.own_tokens(request.account), request)
    rows = [(each, _rights(each), each.standing_on(today)) for each in page]
    context = {"page": page, "rows": rows, "good": Standing.GOOD}
    return render(request, "api/tokens.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Make a token, and show it, this once."""
    access.need_token_holder(request.account)
    form = forms.NewToken(request.POST or None, rights=access.rights_of(request.account))
    if form.is_valid():
        said = form.cleaned_data
        token, secret = actions.make_token(
            name=said["name"],
            rights=[Right(each) for each in said["rights"]],
            last_day=said["last_day"],
            by=request.account,
            now=timezone.now(),
        )
        context = {"token": token, "secret": secret, "rights": _rights(token), "trail": _trail(token.name)}
        return render(request, "api/made.html", context)
    context = {"form": form, "trail": _trail(str(label("生成令牌", "Make a token")))}
    return render(request, "api/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def revoke(request: AccountRequest, token_id: int) -> HttpResponse:
    """Revoke a token of one's own, after asking."""
    access.need_token_holder(request.account)
    token = access.get_own_token(request.account, token_id)
    if request.method == "POST":
        actions.revoke_token(token=token, by=request.account, now=timezone.now())
        return redirect("api:tokens")
    context = {
        "title": say(_REVOKE.filled(name=token.name)),
        "changes": [say(_REVOKED)],
        "act": str(label("撤销", "Revoke it")),
        "back": reverse("api:tokens"),
        "trail": _trail(token.name),
    }
    return render(request, "shared/confirm.html", context)


@require_GET
def everybodys(request: AccountRequest) -> HttpResponse:
    """Show everybody's tokens to whoever looks after accounts: whose they are, what they may, when they were used."""
    access.need_keeper_of_tokens(request.account)
    asked, today = request.GET.get("account", ""), timezone.localdate()
    account_id = int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else None
    words = search_words(request.GET.get("q", ""))
    page = page_of(queries.wanted_tokens(words, account_id), request)
    context = {
        "page": page,
        "rows": [(each, _rights(each), each.standing_on(today)) for each in page],
        "good": Standing.GOOD,
        "words": words,
        "account_id": account_id,
    }
    return render_page(request, "api/everybodys.html", context, part="found")


@require_http_methods(["GET", "POST"])
def revoke_for_holder(request: AccountRequest, token_id: int) -> HttpResponse:
    """Revoke the token of somebody else for a reason, after asking."""
    token = access.get_token(request.account, token_id)
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.revoke_for_holder(token=token, reason=reason, by=request.account, now=timezone.now())
        return redirect("api:all")
    context = {
        "title": say(_REVOKE.filled(name=token.name)),
        "lead": f"{token.account.display_name} · {token.account.username}",
        "changes": [say(_REVOKED), say(_TOLD.filled(account=token.account.display_name))],
        "form": form,
        "act": str(label("撤销", "Revoke it")),
        "back": reverse("api:all"),
        "trail": [{"name": say(_TOKENS), "url": reverse("api:all")}, {"name": token.name, "url": ""}],
    }
    return render(request, "shared/confirm.html", context, status=422 if form.is_bound else 200)


def _rights(token: Token) -> list[str]:
    return [str(right.label) for right in Right if right.value in token.rights]


def _trail(here: str) -> list[dict[str, str]]:
    return [{"name": say(_TOKENS), "url": reverse("api:tokens")}, {"name": here, "url": ""}]
