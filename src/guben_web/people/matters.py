"""What of members asks for attention: conditions that both the list and the workbench ask with."""

from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from guben_web.engine.bands import years_before
from guben_web.org.access import holding_on
from guben_web.people.models import Membership

# A probationary member is discussed when a year is over; a month before, it is on the workbench.
NOTICE_DAYS = 30
LATELY_DAYS = 30
_PROBATION_YEARS = 1


class Matter(StrEnum):
    """What a list of members is narrowed down to because something is to be done, or has been."""

    PROBATION = "probation"
    CAME = "came"


def probation_over(day: date, *, notice_days: int) -> Q:
    """Return the condition that a member's year of probation is over by so many days from now."""
    return Q(joined_date__lte=years_before(day + timedelta(days=notice_days), _PROBATION_YEARS))


def probation_ends(joined: date) -> date:
    """Return the day on which the year of probation is over; 28 February for those who joined on the 29th."""
    last = joined.replace(day=28) if (joined.month, joined.day) == (2, 29) else joined
    return last.replace(year=joined.year + _PROBATION_YEARS)


def came_since(since: date, day: date) -> QuerySet[Membership]:
    """Return the memberships of a day that began with a transfer from another organization since `since`."""
    before = Membership.objects.filter(member_id=OuterRef("member_id"), valid_to=OuterRef("valid_from"))
    rows = Membership.objects.filter(holding_on(day), valid_from__gte=since)
    return rows.filter(Exists(before.exclude(organization_id=OuterRef("organization_id"))))
