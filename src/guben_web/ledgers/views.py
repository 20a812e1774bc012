"""An organization's page. It stands here because it shows what `org`, `people` and this app hold."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.ledgers import queries
from guben_web.org import access
from guben_web.org import queries as org
from guben_web.org.requests import day_asked
from guben_web.people import access as people_access
from guben_web.people import queries as people

_MOST_CHILDREN = 200


@require_GET
def organization(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show what an organization is, what is below it, who holds posts, and its latest figures."""
    scope, day = access.need_scope(request.account), day_asked(request)
    version = org.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    may_see_people = not people_access.people_scope(request.account).is_empty
    period = queries.find_latest_period(organization_id)
    context = {
        "organization": version,
        "above": org.ancestors_on(day, organization_id),
        "below": org.children_on(day, organization_id)[:_MOST_CHILDREN],
        "workplace": org.find_workplace_on(day, organization_id),
        "posts": people.posts_on(day, organization_id) if may_see_people else (),
        "members": people.members_below(day, organization_id).count() if may_see_people else None,
        "may_see_people": may_see_people,
        "period": period,
        "figures": queries.figures_of(organization_id, period) if period else (),
        "day": day,
    }
    return render(request, "ledgers/organization.html", context)
