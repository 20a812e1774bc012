"""The tree of organizations: browsing and searching."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.org import access, queries
from guben_web.org.requests import day_asked
from guben_web.shared.pages import page_of


@require_GET
def tree(request: AccountRequest) -> HttpResponse:
    """Show where the tree begins for this account; what is below is asked for when it is opened."""
    scope, day = access.need_scope(request.account), day_asked(request)
    tops = queries.tops_on(day, scope)
    return render(request, "org/tree.html", {"organizations": tops, "day": day})


@require_GET
def below(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show the organizations directly below one."""
    scope, day = access.need_scope(request.account), day_asked(request)
    version = queries.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    children = queries.children_on(day, organization_id)
    return render(request, "org/branch.html", {"organizations": children, "day": day})


@require_GET
def search(request: AccountRequest) -> HttpResponse:
    """Show the organizations that match words, initials, pinyin or a code."""
    scope, day = access.need_scope(request.account), day_asked(request)
    words = request.GET.get("q", "")
    page = page_of(queries.search_on(day, scope, words), request)
    return render(request, "org/search.html", {"page": page, "words": words, "day": day})
