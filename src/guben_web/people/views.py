"""The members of an organization."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.org import queries as org
from guben_web.org.requests import day_asked
from guben_web.people import access, queries
from guben_web.shared.pages import page_of


@require_GET
def members(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show the members of an organization and of all below it, numbers masked."""
    scope, day = access.need_people_scope(request.account), day_asked(request)
    version = org.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    words = request.GET.get("q", "")
    page = page_of(queries.members_below(day, organization_id, words), request)
    context = {
        "organization": version,
        "above": org.ancestors_on(day, organization_id),
        "page": page,
        "members": queries.shown(list(page.object_list), day),
        "words": words,
        "day": day,
    }
    return render(request, "people/members.html", context)
