"""Acts on organizations, each filled in, looked at, then done; and the history of one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.access import is_department, need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.org import queries as org
from guben_web.org.access import need_scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.pickers import shown_organization
from guben_web.org.requests import day_asked, query_of
from guben_web.org.trails import Step, trail_of
from guben_web.people import access as people_access
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import ROWS_A_PAGE
from guben_web.structure import access, actions, books, forms, queries
from guben_web.structure.findings import findings_on
from guben_web.structure.models import Act
from guben_web.structure.plans import plan
from guben_web.structure.prefilled import organizations_book
from guben_web.structure.rules import RULES
from guben_web.words.language import current_language, say


class Doing(Protocol):
    """An action of acts on organizations."""

    def __call__(self, *, asked: Any, by: Account, now: datetime) -> Act: ...


_FOUND = Text("成立下级组织", "Found an organization below")
_CHANGE = Text("变更名称、类别、上级", "Change name, kind or superior")
_MERGE = Text("合并其他组织", "Merge others into it")
_SPLIT = Text("拆分", "Split")
_DISSOLVE = Text("撤销", "Dissolve")
_HISTORY = Text("沿革", "History")


@require_http_methods(["GET", "POST"])
def found(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Found an organization below one."""
    today = timezone.localdate()
    scope = access.need_builder(request.account)
    above = org.find_version_on(today, organization_id, scope)
    if above is None:
        raise Http404
    initial = {"parent": shown_organization(organization_id, today), "field": above.field, "type": "branch"}
    form = forms.FoundOrganization(request.POST or None, scope=scope, initial=initial)
    return _act(request, above, form, actions.found_organization, _FOUND)


@require_http_methods(["GET", "POST"])
def change(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Give an organization another name, kind or superior."""
    version = access.get_organization(request.account, organization_id, timezone.localdate())
    scope = access.need_builder(request.account)
    form = forms.ChangeOrganization(request.POST or None, organization=version, scope=scope)
    return _act(request, version, form, actions.change_organization, _CHANGE)


@require_http_methods(["GET", "POST"])
def merge(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Make organizations beside one part of it."""
    today = timezone.localdate()
    version = access.get_organization(request.account, organization_id, today)
    beside = queries.beside(version, access.need_builder(request.account), today)
    form = forms.MergeOrganizations(request.POST or None, organization=version, beside=beside)
    return _act(request, version, form, actions.merge_organizations, _MERGE)


@require_http_methods(["GET", "POST"])
def split(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Found an organization of a part of one."""
    version = access.get_organization(request.account, organization_id, timezone.localdate())
    form = forms.SplitOrganization(
        request.POST or None,
        organization=version,
        people=queries.people_of(version),
        below=queries.below(version),
        scope=access.need_builder(request.account),
    )
    return _act(request, version, form, actions.split_organization, _SPLIT)


@require_http_methods(["GET", "POST"])
def dissolve(request: AccountRequest, organization_id: int) -> HttpResponse:
    """End an organization."""
    version = access.get_organization(request.account, organization_id, timezone.localdate())
    form = forms.DissolveOrganization(request.POST or None, organization=version)
    return _act(request, version, form, actions.dissolve_organization, _DISSOLVE, kind="danger")


@require_GET
def history(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show what an organization was like over time, what was done with it, and what came of what."""
    scope, today = need_scope(request.account), timezone.localdate()
    version = queries.find_latest(organization_id, scope, today)
    if version is None:
        raise Http404
    context = {
        "organization": version,
        "history": queries.history_of(organization_id),
        "trail": _trail(request, version, _HISTORY),
    }
    return render(request, "structure/history.html", context)


@require_GET
def findings(request: AccountRequest) -> HttpResponse:
    """Show where organizations are not as the rules want them, as a list to work through."""
    scope, day = people_access.need_people_scope(request.account), day_asked(request)
    rule, township = _rule(request), _township(request)
    found = findings_on(day, scope, rule=rule, township=township)
    context = {
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "rules": [(each.code, each.title) for each in RULES.values()],
        "rule": rule,
        "townships": queries.townships(scope, day),
        "township": township,
        "day": day,
        "on": query_of(day),
        "query": request.GET.urlencode(),
        "may_set": is_department(request.account),
    }
    return render_page(request, "structure/findings.html", context, part="found")


@require_GET
def findings_book(request: AccountRequest) -> HttpResponse:
    """Give the same list as a workbook; that it was taken is recorded."""
    scope, day = people_access.need_people_scope(request.account), day_asked(request)
    found = findings_on(day, scope, rule=_rule(request), township=_township(request))
    now = timezone.now()
    actions.record_download(rows=len(found), by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {day.isoformat()}"
    return HttpResponse(
        books.findings_book(found, mark=mark),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="findings.xlsx"'},
    )


@require_GET
def prefilled(request: AccountRequest) -> HttpResponse:
    """Give the organizations that this account may change as a workbook to correct and bring in again."""
    scope, day, now = access.need_builder(request.account), day_asked(request), timezone.now()
    actions.record_download(rows=org.count_on(day, scope), by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {day.isoformat()}"
    return HttpResponse(
        organizations_book(scope, day, mark=mark, language=current_language()),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="organizations.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
def rules(request: AccountRequest) -> HttpResponse:
    """Show the numbers of the rules with their sources, and let the department set them."""
    need_role(request.account, RoleCode.DEPARTMENT)
    form = forms.Rules(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_parameters(numbers=form.cleaned_data, by=request.account, now=timezone.now())
        return redirect("structure:findings")
    return render(request, "structure/rules.html", {"form": form}, status=422 if form.errors else 200)


def _rule(request: AccountRequest) -> str:
    asked = request.GET.get("rule", "")
    return asked if asked in RULES else ""


def _township(request: AccountRequest) -> int | None:
    asked = request.GET.get("township", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _act(
    request: AccountRequest,
    version: OrganizationVersion,
    form: forms.AskingForm,
    do: Callable[..., Act] | Doing,
    title: Text,
    kind: str = "primary",
) -> HttpResponse:
    """Show the form, then what it would change or what forbids it, then do it."""
    context: dict[str, Any] = {
        "organization": version,
        "form": form,
        "title": say(title),
        "kind": kind,
        "trail": _trail(request, version, title),
        "back": reverse("ledgers:organization", args=[version.organization_id]),
    }
    if request.method != "POST":
        return render(request, "structure/act.html", context)
    if not form.is_valid():
        return render(request, "structure/act.html", context, status=422)
    asked, now = form.asked(), timezone.now()
    made = plan(asked, today=timezone.localdate(now))
    context["plan"] = made
    if made.problems:
        return render(request, "structure/act.html", context, status=422)
    if "sure" not in request.POST:
        return render(request, "structure/preview.html", context)
    act = do(asked=asked, by=request.account, now=now)
    return redirect("structure:history", act.organization_id)


def _trail(request: AccountRequest, version: OrganizationVersion, last: Text) -> list[Step]:
    today = timezone.localdate()
    above = org.ancestors_on(today, version.organization_id)
    return trail_of(above, version, scope=need_scope(request.account), day=today, last=say(last))
