"""Members: lists of them, and one member's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.bands import AGE_BANDS
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import list_of
from guben_web.org import queries as org
from guben_web.org.access import Scope
from guben_web.org.pickers import shown_organization
from guben_web.org.requests import day_asked, organization_asked, query_of
from guben_web.org.trails import trail_of
from guben_web.people import access, actions, forms, lists, pages, prefilled, queries
from guben_web.people.enums import TRANSITIONS, Floating
from guben_web.people.matters import Matter
from guben_web.people.models import Member
from guben_web.people.queries import Wanted
from guben_web.people.secrecy import masked
from guben_web.shared import htmx
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of_wide
from guben_web.shared.refusals import Refusal
from guben_web.words.language import current_language, label, say

# Who is older was born earlier.
_ORDER = {
    "name": "name_initials",
    "age": "-birth_date",
    "joined": "joined_date",
    "organization": "here__organization__key",
}
_ORGANIZATION = Text("所在党组织", "Organization")
_SECONDS_SHOWN = 30
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHOSEN = ("status", "sex", "education", "field")
_MATTERS = [
    (Matter.PROBATION, Text("预备期满或30天内期满的", "Probation over, or within 30 days")),
    (Matter.CAME, Text("近30天转入的", "Came from another organization in 30 days")),
]


@require_GET
def everybody(request: AccountRequest) -> HttpResponse:
    """Show the members of all organizations that this account sees, numbers masked."""
    scope, day = access.need_people_scope(request.account), day_asked(request)
    return _list(request, scope, day, _wanted(request), {})


@require_GET
def members(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show the members of an organization and of all below it, numbers masked."""
    scope, day = access.need_people_scope(request.account), day_asked(request)
    version = org.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    only = organization_id if request.GET.get("reach") == "own" else None
    words = str(label("党员", "Members"))
    above = org.ancestors_on(day, organization_id)
    context = {
        "organization": version,
        "trail": trail_of(above, version, scope=scope, day=day, last=words),
    }
    here = Scope(is_whole=False, tops=frozenset({organization_id}))
    return _list(request, here, day, _wanted(request, organization_id=only), context)


@require_http_methods(["GET", "POST"])
def export(request: AccountRequest) -> HttpResponse:
    """Ask why a list is taken out, then give it with that reason on every page; the act is recorded."""
    scope, day = access.need_people_scope(request.account), day_asked(request)
    asked = organization_asked(request)
    if asked is not None:
        if org.find_version_on(day, asked, scope) is None:
            raise Http404
        scope = Scope(is_whole=False, tops=frozenset({asked}))
    own = asked if request.GET.get("reach") == "own" else None
    rows = queries.members_on(day, scope, _wanted(request, organization_id=own))
    form = forms.Export(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, with_numbers = form.cleaned_data["reason"], form.cleaned_data["with_numbers"]
        kind, now = form.cleaned_data["kind"], timezone.now()
        found = queries.shown(list(rows), day, timezone.localdate())
        actions.record_download(
            reason=reason, rows=len(found), with_numbers=with_numbers, kind=kind, by=request.account, now=now
        )
        mark = lists.mark_of(request.account, now, reason, current_language())
        if kind == "prefilled":
            book = prefilled.members_book(
                [each.member for each in found],
                access.need_people_scope(request.account),
                day,
                mark=mark,
                with_numbers=with_numbers,
                language=current_language(),
            )
        else:
            book = lists.members_book(
                found,
                lists.columns_asked(request.GET.getlist("column")),
                organization_title=_ORGANIZATION,
                mark=mark,
                with_numbers=with_numbers,
                language=current_language(),
            )
        name = f"members-{day.isoformat()}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(book, content_type=_EXCEL, headers=headers)
    context = {"form": form, "number": rows.count(), "back": _list_address(request, asked), "day": day}
    return render(request, "people/export.html", context, status=422 if form.errors else 200)


@require_POST
def save_filter(request: AccountRequest) -> HttpResponse:
    """Keep what the list is narrowed down to, under a name."""
    access.need_people_scope(request.account)
    form = forms.FilterName(request.POST)
    if form.is_valid():
        actions.save_filter(**form.cleaned_data, by=request.account, now=timezone.now())
        return htmx.redirect(request, f"{reverse('people:list')}?{form.cleaned_data['query']}")
    messages.error(request, str(label("请给筛选条件起个名称。", "Give the filter a name.")))
    return htmx.redirect(request, "people:list")


@require_POST
def remove_filter(request: AccountRequest, filter_id: int) -> HttpResponse:
    """Let a kept filter go."""
    saved = access.get_saved_filter(request.account, filter_id)
    actions.remove_filter(saved=saved, by=request.account, now=timezone.now())
    return htmx.redirect(request, "people:list")


@require_GET
def member(request: AccountRequest, key: UUID) -> HttpResponse:
    """Show what is held about a member, numbers masked, and everything that was changed."""
    row = access.get_member(request.account, key)
    is_keeper = access.is_keeper_of(request.account, row)
    context = pages.of_member(row, timezone.localdate()) | {
        "trail": _trail(request, row),
        "is_keeper": is_keeper,
        "may_become": TRANSITIONS.get(row.status, ()),
    }
    return render(request, "people/member.html", context)


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Take somebody in."""
    scope, inside = access.need_keeper_scope(request.account), organization_asked(request, "in")
    first = {"organization": shown_organization(inside, timezone.localdate(), scope)} if inside else {}
    form = forms.NewMember(request.POST or None, scope=scope, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            added = actions.add_member(
                facts=form.facts(),
                organization_id=said["organization"].organization_id,
                status=said["status"],
                on=said["on"],
                by=request.account,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, say(refusal.words))
        else:
            return htmx.redirect(request, "people:member", added.key)
    title = str(label("新增党员或申请人", "Add a member or applicant"))
    trail = [
        {"name": str(label("党员", "Members")), "url": reverse("people:list")},
        {"name": title, "url": ""},
    ]
    return _form(
        request, form, title=title, act=label("保存", "Save"), back=reverse("people:list"), trail=trail
    )


@require_http_methods(["GET", "POST"])
def edit(request: AccountRequest, key: UUID) -> HttpResponse:
    """Change what is known of a member."""
    row = access.get_kept_member(request.account, key)
    now_held = {
        name: masked(name, lists.number_of_member(row, name)) for name in ("identity", "phone", "address")
    }
    first = forms.facts_of(row) | {"revision": row.revision}
    form = forms.Edited(request.POST or None, initial=first, masked=now_held)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        return _done(
            request,
            row,
            form,
            lambda: actions.change_member(
                member=row, facts=form.facts(), revision=revision, by=request.account, now=timezone.now()
            ),
        ) or _member_form(request, row, form, _EDIT)
    return _member_form(request, row, form, _EDIT)


@require_http_methods(["GET", "POST"])
def move(request: AccountRequest, key: UUID) -> HttpResponse:
    """Transfer a member to another organization."""
    row = access.get_kept_member(request.account, key)
    today = timezone.localdate()
    scope = access.need_keeper_scope(request.account)
    form = forms.Transfer(request.POST or None, scope=scope, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _done(
            request,
            row,
            form,
            lambda: actions.move_member(
                member=row,
                organization_id=said["organization"].organization_id,
                on=said["on"],
                by=request.account,
                now=timezone.now(),
            ),
        ) or _member_form(request, row, form, _MOVE)
    return _member_form(request, row, form, _MOVE)


@require_http_methods(["GET", "POST"])
def status(request: AccountRequest, key: UUID) -> HttpResponse:
    """Let a member become something else."""
    row = access.get_kept_member(request.account, key)
    allowed = TRANSITIONS.get(row.status, ())
    form = forms.NewStatus(request.POST or None, allowed=allowed, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _done(
            request,
            row,
            form,
            lambda: actions.set_status(
                member=row, status=said["status"], on=said["on"], by=request.account, now=timezone.now()
            ),
        ) or _member_form(request, row, form, _STATUS)
    return _member_form(request, row, form, _STATUS)


@never_cache
@require_http_methods(["GET", "POST"])
def number(request: AccountRequest, key: UUID, field: str) -> HttpResponse:
    """Ask why, then show one number of one member for half a minute; the act is recorded."""
    row = access.get_member(request.account, key)
    if field not in ("identity", "phone", "address") or not getattr(row, field):
        raise Http404
    form = forms.Reason(request.POST or None)
    back = reverse("people:member", args=[row.key])
    context: dict[str, Any] = {
        "member": row,
        "field": field,
        "form": form,
        "back": back,
        "trail": _trail(request, row),
    }
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        words = actions.unmask(member=row, field=field, reason=reason, by=request.account, now=timezone.now())
        context |= {"words": words, "seconds": _SECONDS_SHOWN}
        response = render(request, "people/number.html", context)
        response.headers["Refresh"] = f"{_SECONDS_SHOWN}; url={back}"
        return response
    return render(request, "people/number.html", context, status=422 if form.errors else 200)


_EDIT = (Text("修改党员信息", "Change what is known"), Text("保存", "Save"))
_MOVE = (Text("转移组织关系", "Transfer"), Text("转移", "Transfer"))
_STATUS = (Text("变更人员类别", "Change the status"), Text("变更", "Change"))


def _done(request: AccountRequest, row: Member, form: Any, act: Any) -> HttpResponse | None:
    """Act and return to the member's page; None where it is refused, with the reason on the form."""
    try:
        act()
    except Refusal as refusal:
        advice = say(refusal.advice) if refusal.advice else ""
        form.add_error(None, f"{say(refusal.words)}{advice}")
        return None
    return htmx.redirect(request, "people:member", row.key)


def _member_form(request: AccountRequest, row: Member, form: Any, words: tuple[Text, Text]) -> HttpResponse:
    title, act = map(say, words)
    trail = [*_trail(request, row, is_last=False), {"name": title, "url": ""}]
    back = reverse("people:member", args=[row.key])
    return _form(request, form, title=f"{row.name}：{title}", act=act, back=back, trail=trail)


def _form(request: AccountRequest, form: Any, **context: Any) -> HttpResponse:
    return render(request, "people/form.html", {"form": form, **context}, status=422 if form.errors else 200)


def _trail(request: AccountRequest, row: Member, *, is_last: bool = True) -> list[dict[str, str]]:
    scope, today = access.need_people_scope(request.account), timezone.localdate()
    version = org.find_version_on(today, row.organization_id, scope)
    last = "" if is_last else reverse("people:member", args=[row.key])
    step = {"name": row.name or "—", "url": last}
    if version is None:
        return [{"name": str(label("党员", "Members")), "url": reverse("people:list")}, step]
    above = org.ancestors_on(today, row.organization_id)
    return [*trail_of(above, version, scope=scope, day=today), step]


def _list(
    request: AccountRequest, scope: Scope, day: date, wanted: Wanted, context: dict[str, Any]
) -> HttpResponse:
    found = in_order(queries.members_on(day, scope, wanted), request, _ORDER)
    page = page_of_wide(found, request)
    columns = lists.columns_asked(request.GET.getlist("column"))
    query = request.GET.copy()
    query.pop("page", None)
    context |= {
        "page": page,
        "members": [
            {"shown": each, "cells": [(column.looks, column.cell(each)) for column in columns]}
            for each in queries.shown(list(page.object_list), day, timezone.localdate())
        ],
        "columns": columns,
        "every_column": lists.COLUMNS,
        "wanted": wanted,
        "selects": _selects(wanted),
        "count": queries.headcount_on(day, scope),
        "day": day,
        "on": query_of(day),
        "query": query.urlencode(),
        "saved": access.saved_filters(request.account),
        "is_keeper": access.is_keeper(request.account),
    }
    return render_page(request, "people/members.html", context, part="found")


def _selects(wanted: Wanted) -> list[Mapping[str, Any]]:
    """Return the lists to choose from above the list: name, title, what may be chosen, what is."""
    known = [
        {
            "name": name,
            "title": list_of(name).title,
            "choices": [(each.code, each.title) for each in list_of(name)],
        }
        for name in _CHOSEN
    ]
    ages = {
        "name": "age",
        "title": Text("年龄段", "Age band"),
        "choices": [(e.code, e.title) for e in AGE_BANDS],
    }
    floating = {
        "name": "floating",
        "title": Text("流动", "Floating"),
        "choices": [(Floating.OUT.value, Text("流出", "Gone")), (Floating.IN.value, Text("流入", "Come"))],
    }
    matter = {"name": "matter", "title": Text("待办", "To do"), "choices": _MATTERS}
    everything: list[dict[str, Any]] = [*known, ages, floating, matter]
    return [{**each, "chosen": getattr(wanted, each["name"])} for each in everything]


def _wanted(request: HttpRequest, organization_id: int | None = None) -> Wanted:
    asked = {name: request.GET.get(name, "") for name in (*_CHOSEN, "age", "floating", "matter")}
    known = {name: {each.code for each in list_of(name)} for name in _CHOSEN}
    known |= {"age": {each.code for each in AGE_BANDS}, "floating": set(Floating.values)}
    known |= {"matter": set(Matter)}
    return Wanted(
        words=request.GET.get("q", ""),
        is_holding=bool(request.GET.get("holding")),
        is_in_hardship=bool(request.GET.get("hardship")),
        organization_id=organization_id,
        **{name: code if code in known[name] else "" for name, code in asked.items()},
    )


def _list_address(request: HttpRequest, within: int | None) -> str:
    query = request.GET.copy()
    query.pop("within", None)
    page = reverse("people:members", args=[within]) if within else reverse("people:list")
    return f"{page}?{query.urlencode()}"
