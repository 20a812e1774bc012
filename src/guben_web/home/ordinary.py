"""Which organizations stand for the others in a demo: by a rule, so that any county has them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from guben_web.org.access import holding_on, ids_below
from guben_web.org.models import OrganizationVersion
from guben_web.people.models import Member, Post


def get_ordinary_township(day: date) -> OrganizationVersion:
    """Return the township of the countryside that has as many villages as most: the middle one by that number."""
    holding = OrganizationVersion.objects.filter(holding_on(day))
    villages = Counter(holding.filter(level="village").values_list("parent_id", flat=True))
    townships = list(holding.filter(level="township", field="rural").select_related("organization"))
    return _middle([each for each in townships if villages[each.organization_id]], villages)


def get_ordinary_village(day: date, township: OrganizationVersion) -> OrganizationVersion:
    """Return the village branch of a township that has a secretary and as many members as most."""
    villages = list(
        OrganizationVersion.objects.filter(
            holding_on(day), parent_id=township.organization_id, level="village", type="branch"
        ).select_related("organization")
    )
    here = ids_below([township.organization_id], day)
    led = set(
        Post.objects.filter(post="secretary", end_date=None, organization_id__in=here).values_list(
            "organization_id", flat=True
        )
    )
    members = Counter(
        Member.objects.filter(organization_id__in=here).values_list("organization_id", flat=True)
    )
    return _middle([each for each in villages if each.organization_id in led], members)


def _middle(rows: Sequence[OrganizationVersion], sizes: Mapping[int, int]) -> OrganizationVersion:
    """Return the row in the middle by size, and by key among those of one size."""
    in_order = sorted(rows, key=lambda row: (sizes[row.organization_id], row.organization.key))
    return in_order[len(in_order) // 2]
