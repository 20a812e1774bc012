"""The tree of organizations: browsing and searching."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.vocabulary import list_of
from guben_web.org import access, pickers, queries
from guben_web.org.access import Scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import Wanted
from guben_web.org.requests import day_asked, query_of
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of

_KINDS = ("type", "level", "field")
_COLUMNS = {"name": "name_pinyin", "code": "organization__code", "children": "children"}


@require_GET
def tree(request: AccountRequest) -> HttpResponse:
    """Show where the tree begins for this account, or the organizations that are asked for."""
    scope, day, wanted = access.need_scope(request.account), day_asked(request), _wanted(request)
    context = {
        "day": day,
        "on": query_of(day),
        "wanted": wanted,
        "total": queries.count_on(day, scope),
        "lists": [
            {
                "name": name,
                "title": list_of(name).title,
                "choices": list_of(name),
                "chosen": getattr(wanted, name),
            }
            for name in _KINDS
        ],
    }
    if wanted.is_anything:
        found = in_order(queries.search_on(day, scope, wanted), request, _COLUMNS)
        context["page"] = page_of(found, request)
    else:
        context["organizations"] = _tops(day, scope)
    return render_page(request, "org/tree.html", context, part="found")


@require_GET
def below(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show the organizations directly below one."""
    scope, day = access.need_scope(request.account), day_asked(request)
    version = queries.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    children = queries.children_on(day, organization_id)
    context = {"organizations": children, "day": day, "on": query_of(day)}
    return render(request, "org/branches.html", context)


@require_GET
def pick(request: AccountRequest) -> HttpResponse:
    """Offer the organizations that match what is typed into a picker, whatever its field is called."""
    scope = access.need_scope(request.account)
    typed = next((request.GET.get(name, "") for name in request.GET), "")
    options = pickers.offered(typed, scope, timezone.localdate())
    return render(request, "shared/options.html", {"options": options})


def _wanted(request: HttpRequest) -> Wanted:
    kinds = {name: request.GET.get(name, "") for name in _KINDS}
    return Wanted(
        request.GET.get("q", ""),
        **{name: code if code in list_of(name) else "" for name, code in kinds.items()},
    )


def _tops(day: date, scope: Scope) -> Sequence[OrganizationVersion]:
    """Return where the tree begins; a single top is open already, with what is below it as `opened`."""
    tops = list(queries.tops_on(day, scope))
    if len(tops) == 1:
        tops[0].opened = list(queries.children_on(day, tops[0].organization_id))  # type: ignore[attr-defined]
    return tops
