"""Posts: of one organization with its terms, and all of them as a list."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.org import queries as org
from guben_web.org.access import holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.requests import day_asked, query_of
from guben_web.org.trails import Step, trail_of
from guben_web.people.access import need_people_scope, seen_members
from guben_web.people.models import Member
from guben_web.people.posts import POST_KINDS
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of
from guben_web.teams import access, actions, books, forms, queries
from guben_web.teams.enums import Outcome
from guben_web.teams.queries import Wanted
from guben_web.words.language import say

_COLUMNS = {"name": "member__name_initials", "since": "start_date", "organization": "organization__key"}
_TEAM, _HOLD = Text("班子和任职", "Posts and terms"), Text("登记任职", "Enter a post")
_END, _TERM = Text("免去职务", "End a post"), Text("登记换届", "Enter an election")


@require_GET
def team(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show who holds and held posts in an organization, and its terms."""
    day = day_asked(request)
    version = access.get_organization(request.account, organization_id, day)
    posts = list(queries.posts_of(organization_id))
    context = {
        "organization": version,
        "posts": posts,
        "seen": seen_members(request.account, (each.member_id for each in posts)),
        "terms": queries.terms_of(organization_id),
        "may_enter": access.is_editor_of(request.account, organization_id, timezone.localdate()),
        "trail": _trail(request, version, _TEAM),
        "day": day,
        "on": query_of(day),
    }
    return render(request, "teams/team.html", context)


@require_http_methods(["GET", "POST"])
def hold(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Let somebody hold a post."""
    today = timezone.localdate()
    version = access.get_kept_organization(request.account, organization_id, today)
    people = Member.objects.filter(within(need_people_scope(request.account), today))
    form = forms.HoldPost(request.POST or None, organization_id=organization_id, people=people)
    if request.method == "POST" and form.is_valid():
        actions.hold_post(
            organization=version.organization, holding=form.holding(), by=request.account, now=timezone.now()
        )
        return redirect("teams:team", organization_id)
    return _form(request, form, _HOLD, version)


@require_http_methods(["GET", "POST"])
def end(request: AccountRequest, post_id: int) -> HttpResponse:
    """End a post."""
    today = timezone.localdate()
    post = access.get_kept_post(request.account, post_id, today)
    form = forms.EndPost(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.end_post(
            post=post,
            day=said["day"],
            outcome=Outcome(said["outcome"]),
            note=said["note"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("teams:team", post.organization_id)
    version = access.get_kept_organization(request.account, post.organization_id, today)
    return _form(request, form, _END, version, post.member.name)


@require_http_methods(["GET", "POST"])
def term(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Keep that a team was elected."""
    version = access.get_kept_organization(request.account, organization_id, timezone.localdate())
    form = forms.BeginTerm(request.POST or None, organization_id=organization_id)
    if request.method == "POST" and form.is_valid():
        actions.begin_term(
            organization=version.organization, facts=form.cleaned_data, by=request.account, now=timezone.now()
        )
        return redirect("teams:team", organization_id)
    return _form(request, form, _TERM, version)


@require_GET
def posts(request: AccountRequest) -> HttpResponse:
    """Show who holds which post, in all organizations that this account sees."""
    day, wanted = day_asked(request), _wanted(request)
    rows = queries.narrowed(access.visible_posts(request.account, day), day, wanted)
    page = page_of(in_order(rows, request, _COLUMNS), request)
    context = {
        "page": page,
        "seen": seen_members(request.account, (post.member_id for post in page)),
        "wanted": wanted,
        "kinds": POST_KINDS.items(),
        "townships": _townships(request, day),
        "query": request.GET.urlencode(),
        "day": day,
        "on": query_of(day),
    }
    return render_page(request, "teams/posts.html", context, part="found")


@require_GET
def posts_book(request: AccountRequest) -> HttpResponse:
    """Give the same list as a workbook; that it was taken is recorded."""
    day, now = day_asked(request), timezone.now()
    rows = list(queries.narrowed(access.visible_posts(request.account, day), day, _wanted(request)))
    actions.record_download(rows=len(rows), by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {day.isoformat()}"
    return HttpResponse(
        books.posts_book(rows, mark=mark),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="posts.xlsx"'},
    )


def _form(
    request: AccountRequest, form: Any, title: Text, version: OrganizationVersion, who: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": say(title),
        "organization": version,
        "who": who,
        "trail": _trail(request, version, title),
    }
    return render(request, "teams/form.html", context, status=422 if form.errors else 200)


def _trail(request: AccountRequest, version: OrganizationVersion, last: Text) -> list[Step]:
    today = timezone.localdate()
    above = org.ancestors_on(today, version.organization_id)
    return trail_of(above, version, scope=need_people_scope(request.account), day=today, last=say(last))


def _townships(request: AccountRequest, day: date) -> Any:
    scope = need_people_scope(request.account)
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day), level="township")
    return rows.order_by("name_pinyin", "id")


def _wanted(request: AccountRequest) -> Wanted:
    post, township = request.GET.get("post", ""), request.GET.get("township", "")
    return Wanted(
        request.GET.get("q", ""),
        post if post in POST_KINDS else "",
        int(township) if township.isdecimal() and len(township) < 10 else None,
        request.GET.get("ended") == "1",
        request.GET.get("ended") == "over",
    )
