"""Members: of an organization, or all that somebody sees."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.vocabulary import list_of
from guben_web.org import queries as org
from guben_web.org.access import Scope
from guben_web.org.requests import day_asked, query_of
from guben_web.org.trails import trail_of
from guben_web.people import access, queries
from guben_web.people.queries import Wanted
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of
from guben_web.words.language import label

# Who is older was born earlier.
_COLUMNS = {
    "name": "name_initials",
    "age": "-birth_date",
    "joined": "joined_date",
    "organization": "organization__key",
}


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


def _list(
    request: HttpRequest, scope: Scope, day: date, wanted: Wanted, context: dict[str, Any]
) -> HttpResponse:
    found = in_order(queries.members_on(day, scope, wanted), request, _COLUMNS)
    page = page_of(found, request)
    context |= {
        "page": page,
        "members": queries.shown(list(page.object_list), timezone.localdate()),
        "wanted": wanted,
        "statuses": list_of("status"),
        "count": queries.headcount_on(day, scope),
        "day": day,
        "on": query_of(day),
    }
    return render_page(request, "people/members.html", context, part="found")


def _wanted(request: HttpRequest, organization_id: int | None = None) -> Wanted:
    status = request.GET.get("status", "")
    return Wanted(
        words=request.GET.get("q", ""),
        status=status if status in list_of("status") else "",
        is_holding=bool(request.GET.get("holding")),
        organization_id=organization_id,
    )
