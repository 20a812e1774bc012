"""Terms of office: the one that runs on a day, and when the next election is due."""

from datetime import date

from django.db.models import Q

from guben_web.teams.models import Term


def latest_terms(day: date, which: Q) -> dict[int, Term]:
    """Return the last term that began by a day, by organization; one query."""
    rows = Term.objects.filter(which, elected_date__lte=day).order_by("elected_date", "id")
    return {row.organization_id: row for row in rows}


def ended_after(day: date, years: int) -> date:
    """Return the same day so many years later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
