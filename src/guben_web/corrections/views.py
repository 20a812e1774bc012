"""The own page of a member, and the answers of the township."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.corrections import access, actions, forms, queries
from guben_web.corrections.enums import State
from guben_web.people import access as people
from guben_web.people import pages
from guben_web.shared import htmx
from guben_web.shared.pages import page_of
from guben_web.shared.refusals import Refusal
from guben_web.words.language import label, say


@never_cache
@require_http_methods(["GET", "POST"])
def own(request: AccountRequest) -> HttpResponse:
    """Show a member what is held about her or him, masked, and take what is wrong."""
    member = access.find_own_member(request.account)
    form = forms.Ask(request.POST or None)
    if member is None:
        return render(request, "corrections/own.html", {"form": form})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        actions.ask_for_correction(member=member, words=words, by=request.account, now=timezone.now())
        return htmx.redirect(request, "corrections:own")
    context = pages.of_member(member, timezone.localdate()) | {
        "form": form,
        "asked": queries.shown(queries.corrections_of(member)),
    }
    return render(request, "corrections/own.html", context, status=422 if form.errors else 200)


@require_GET
def corrections(request: AccountRequest) -> HttpResponse:
    """Show what members ask for, what waits first."""
    rows = access.visible_corrections(request.account)
    page = page_of(queries.open_first(rows), request)
    context = {
        "page": page,
        "corrections": queries.shown(page.object_list),
        "waiting": rows.filter(state=State.OPEN).count(),
    }
    return render(request, "corrections/list.html", context)


@require_http_methods(["GET", "POST"])
def correction(request: AccountRequest, key: UUID) -> HttpResponse:
    """Show what a member asks for, and take the answer."""
    row = access.get_correction(request.account, key)
    form = forms.Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_correction(
            correction=row,
            state=State(form.cleaned_data["state"]),
            answer=form.cleaned_data["answer"],
            by=request.account,
            now=timezone.now(),
        )
        return htmx.redirect(request, "corrections:list")
    title = str(label("更正申请", "Corrections asked for"))
    [shown] = queries.shown([row])
    context = {
        "shown": shown,
        "form": form,
        "trail": [{"name": title, "url": reverse("corrections:list")}, {"name": shown.name, "url": ""}],
    }
    return render(request, "corrections/correction.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def link(request: AccountRequest, key: UUID) -> HttpResponse:
    """Give a member an account to see what is held."""
    member = people.get_kept_member(request.account, key)
    form = forms.AccountName(request.POST or None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        try:
            actions.link_account(member=member, username=username, by=request.account, now=timezone.now())
        except Refusal as refusal:
            form.add_error("username", say(refusal.words) + (say(refusal.advice) if refusal.advice else ""))
        else:
            return htmx.redirect(request, "corrections:link", member.key)
    context = {
        "member": member,
        "form": form,
        "link": queries.find_link(member),
        "back": reverse("people:member", args=[member.key]),
    }
    return render(request, "corrections/link.html", context, status=422 if form.errors else 200)
