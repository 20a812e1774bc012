"""Workplaces: the list, the coverage, and one of them."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import workplace_title
from guben_web.org.access import Scope, need_scope
from guben_web.org.requests import day_asked, query_of
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import ROWS_A_PAGE, in_order, page_of
from guben_web.structure.access import need_builder
from guben_web.structure.queries import townships
from guben_web.words.language import say
from guben_web.workplaces import access, actions, books, forms, queries
from guben_web.workplaces.coverage import Uncovered, coverage_on
from guben_web.workplaces.enums import COLOURS, State
from guben_web.workplaces.models import Plan
from guben_web.workplaces.queries import Wanted

_COLUMNS = {"name": "name_initials", "staff": "staff", "members": "members"}
_ADD, _CHANGE = Text("登记单位", "Enter a workplace"), Text("变更单位信息", "Change the workplace")
_END, _PLAN = Text("注销或迁出", "It is no more"), Text("组建计划", "What is to be formed")


@require_GET
def workplaces(request: AccountRequest) -> HttpResponse:
    """Show the workplaces that this account sees, those that are asked for."""
    day, wanted = day_asked(request), _wanted(request)
    rows = queries.narrowed(access.visible_workplaces(request.account, day), day, wanted)
    context = {
        "page": page_of(in_order(rows, request, _COLUMNS), request),
        "wanted": wanted,
        "may_enter": access.is_builder(request.account),
        **_filters(need_scope(request.account), day),
    }
    return render_page(request, "workplaces/list.html", context, part="found")


@require_GET
def coverage(request: AccountRequest) -> HttpResponse:
    """Show which workplaces have no organization although they could, and the rates by township and kind."""
    scope, day, wanted = need_scope(request.account), day_asked(request), _wanted(request)
    whole = coverage_on(day, scope)
    state = request.GET.get("state", "")
    context = {
        "coverage": whole,
        "page": Paginator(_chosen(whole.uncovered, wanted, state), ROWS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "wanted": wanted,
        "state": state,
        "states": State.choices,
        "colours": {code.value: colour for code, colour in COLOURS.items()},
        "query": request.GET.urlencode(),
        **_filters(scope, day),
    }
    return render_page(request, "workplaces/coverage.html", context, part="found")


@require_GET
def coverage_book(request: AccountRequest) -> HttpResponse:
    """Give the rates and the list as a workbook; that it was taken is recorded."""
    day, now = day_asked(request), timezone.now()
    whole = coverage_on(day, need_scope(request.account))
    chosen = _chosen(whole.uncovered, _wanted(request), request.GET.get("state", ""))
    actions.record_download(rows=len(chosen), by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {day.isoformat()}"
    return HttpResponse(
        books.coverage_book(whole, chosen, mark=mark),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="coverage.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
def add(request: AccountRequest) -> HttpResponse:
    """Enter a workplace."""
    form = forms.DescribeWorkplace(request.POST or None, scope=need_builder(request.account))
    if request.method == "POST" and form.is_valid():
        row = actions.add_workplace(
            described=form.described(), day=form.cleaned_data["day"], by=request.account, now=timezone.now()
        )
        return redirect("workplaces:workplace", row.key)
    return _form(request, form, _ADD, None)


@require_GET
def workplace(request: AccountRequest, key: str) -> HttpResponse:
    """Show what a workplace is and was like, and what is planned for it."""
    day = day_asked(request)
    row = access.get_workplace(request.account, key, day)
    context = {
        "workplace": queries.narrowed(type(row).objects.filter(pk=row.pk), day, Wanted()).get(),
        "history": queries.history_of(key),
        "plan": Plan.objects.filter(workplace_key=key).first(),
        "may_enter": row.valid_to is None and access.is_builder(request.account),
        "day": day,
        "on": query_of(day),
    }
    return render(request, "workplaces/workplace.html", context)


@require_http_methods(["GET", "POST"])
def change(request: AccountRequest, key: str) -> HttpResponse:
    """Change a workplace from a day on."""
    scope = need_builder(request.account)
    row = access.get_kept_workplace(request.account, key, timezone.localdate())
    form = forms.DescribeWorkplace(request.POST or None, scope=scope, held=row)
    if request.method == "POST" and form.is_valid():
        actions.change_workplace(
            workplace=row,
            described=form.described(),
            day=form.cleaned_data["day"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("workplaces:workplace", key)
    return _form(request, form, _CHANGE, key)


@require_http_methods(["GET", "POST"])
def end(request: AccountRequest, key: str) -> HttpResponse:
    """Let a workplace be no more."""
    row = access.get_kept_workplace(request.account, key, timezone.localdate())
    form = forms.EndWorkplace(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        actions.end_workplace(workplace=row, day=day, by=request.account, now=timezone.now())
        return redirect("workplaces:list")
    return _form(request, form, _END, key)


@require_http_methods(["GET", "POST"])
def plan(request: AccountRequest, key: str) -> HttpResponse:
    """Keep what is to be formed in a workplace."""
    row = access.get_kept_workplace(request.account, key, timezone.localdate())
    held = Plan.objects.filter(workplace_key=key).first()
    form = forms.PlanCover(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        actions.plan_cover(workplace=row, facts=form.cleaned_data, by=request.account, now=timezone.now())
        return redirect("workplaces:coverage")
    return _form(request, form, _PLAN, key)


def _form(request: AccountRequest, form: object, title: Text, key: str | None) -> HttpResponse:
    context = {"form": form, "title": say(title), "key": key}
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, "workplaces/form.html", context, status=status)


def _filters(scope: Scope, day: date) -> dict[str, object]:
    return {
        "kinds": [(code, workplace_title(code)) for code in forms.KINDS],
        "townships": townships(scope, day),
        "day": day,
        "on": query_of(day),
    }


def _wanted(request: AccountRequest) -> Wanted:
    kind, township = request.GET.get("kind", ""), request.GET.get("township", "")
    covered = request.GET.get("covered", "")
    return Wanted(
        request.GET.get("q", ""),
        kind if kind in forms.KINDS else "",
        int(township) if township.isdecimal() and len(township) < 10 else None,
        covered if covered in ("yes", "no") else "",
    )


def _chosen(rows: list[Uncovered], wanted: Wanted, state: str) -> list[Uncovered]:
    return [
        each
        for each in rows
        if (not wanted.kind or each.workplace.kind == wanted.kind)
        and (not wanted.township or each.township_id == wanted.township)
        and (not state or each.state == state)
    ]
