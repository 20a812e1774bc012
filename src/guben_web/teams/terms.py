"""Terms of office: the one that runs on a day, and when the next election is due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guben_web.teams.models import Term


@dataclass(frozen=True, slots=True)
class LatestTerm:
    """When the next election of an organization is due, and to when it was postponed, if at all."""

    due_date: date
    postponed_to: date | None

    @property
    def ends(self) -> date:
        """The day by which the next election has to be held."""
        return self.postponed_to or self.due_date


def latest_terms(day: date, which: Q) -> dict[int, LatestTerm]:
    """Return the last term that began by a day, by organization; one query."""
    rows = Term.objects.filter(which, elected_date__lte=day).order_by("elected_date", "id")
    facts = rows.values_list("organization_id", "due_date", "postponed_to")
    return {organization_id: LatestTerm(due, postponed) for organization_id, due, postponed in facts}


def ended_after(day: date, years: int) -> date:
    """Return the same day so many years later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
