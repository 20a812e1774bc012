"""An organization's page. It stands here because it shows what `org`, `people` and this app hold."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.baselines.queries import baselines_of
from guben_web.ledgers import queries
from guben_web.org import access
from guben_web.org import queries as org
from guben_web.org.access import Scope
from guben_web.org.requests import day_asked, query_of
from guben_web.org.trails import trail_of
from guben_web.people import access as people_access
from guben_web.people import queries as people
from guben_web.shared.pages import in_order, page_of
from guben_web.structure import access as structure
from guben_web.structure.findings import findings_on

_COLUMNS = {"name": "name_pinyin", "children": "children"}


@require_GET
def organization(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show what an organization is, what is below it, who holds posts, and its latest figures."""
    scope, day = access.need_scope(request.account), day_asked(request)
    version = org.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    above = org.ancestors_on(day, organization_id)
    below = page_of(in_order(org.children_on(day, organization_id), request, _COLUMNS), request)
    period = queries.find_latest_period(organization_id)
    may_see_people = people_access.sees_members_of(request.account, organization_id, day)
    context = {
        "organization": version,
        "trail": trail_of(above, version, scope=scope, day=day),
        "superior": above[-1] if above else None,
        "page": below,
        "workplace": org.find_workplace_on(day, organization_id),
        "may_see_people": may_see_people,
        "period": period,
        "figures": queries.figures_of(organization_id, period) if period else (),
        "baselines": baselines_of(organization_id),
        "may": structure.rights_of(request.account, version, day),
        "day": day,
        "on": query_of(day),
    }
    if may_see_people:
        context |= _people(day, organization_id, [each.organization_id for each in below])
    return render(request, "ledgers/organization.html", context)


def _people(day: date, organization_id: int, children: list[int]) -> dict[str, object]:
    here = Scope(is_whole=False, tops=frozenset({organization_id}))
    return {
        "posts": people.posts_on(day, organization_id),
        "findings": findings_on(day, here, only=organization_id),
        "count": people.headcount_on(day, here),
        "members_below": people.member_counts_on(day, children),
    }
