"""Where a page stands in the tree: the steps above it, for the trail at its head."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from guben_web.org.access import Scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.requests import query_of
from guben_web.words.language import label

Step = dict[str, str]


def trail_of(
    above: Sequence[OrganizationVersion],
    organization: OrganizationVersion,
    *,
    scope: Scope,
    day: date,
    last: str = "",
) -> list[Step]:
    """Return the steps from the tree down to an organization, or to a page of it called `last`.

    What lies above a scope is named without an address, since its page is not for this reader.
    """
    on = query_of(day)
    steps = [{"name": str(label("组织", "Organizations")), "url": reverse("org:tree") + on}]
    is_inside = scope.is_whole
    for each in (*above, organization):
        is_inside = is_inside or each.organization_id in scope.tops
        page = reverse("ledgers:organization", args=[each.organization_id]) + on
        steps.append({"name": each.name, "url": page if is_inside else ""})
    return [*steps, {"name": last, "url": ""}] if last else steps
