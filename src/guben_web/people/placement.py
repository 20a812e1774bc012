"""Which organization members belong to on a day."""

from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from guben_web.people.models import FormerMembership


def organization_on(day: date) -> Coalesce:
    """Return an expression of the id of the organization that a member belongs to on a day, for annotating members."""
    later = FormerMembership.objects.filter(member_id=OuterRef("pk"), until__gt=day).order_by("until")
    return Coalesce(
        Subquery(later.values("organization_id")[:1]), F("organization_id"), output_field=BigIntegerField()
    )
