"""Reads of workplaces."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from guben_web.org.access import ids_below
from guben_web.org.models import Workplace
from guben_web.org.queries import name_on
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of workplaces is narrowed down to; empty says nothing."""

    words: str = ""
    kind: str = ""
    township: int | None = None
    # "yes" for those with an organization, "no" for those without.
    covered: str = ""

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        return bool(self.words.strip() or self.kind or self.township or self.covered)


def narrowed(rows: QuerySet[Workplace], day: date, wanted: Wanted) -> QuerySet[Workplace]:
    """Return the workplaces that are wanted, each with `organization_name` and `place_name`."""
    asked = simplified("".join(search_words(wanted.words).split()))
    rows = rows.annotate(
        organization_name=name_on(day, "organization_id"), place_name=name_on(day, "place_id")
    )
    if asked:
        matches = Q(name__icontains=asked) | Q(credit_code=asked.upper())
        matches |= Q(organization_name__icontains=asked)
        if asked.isascii():
            matches |= Q(name_initials__contains=asked.casefold())
        rows = rows.filter(matches)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.township:
        below = ids_below([wanted.township], day)
        rows = rows.filter(Q(organization_id__in=below) | Q(place_id__in=below))
    if wanted.covered:
        rows = rows.filter(organization__isnull=wanted.covered == "no")
    return rows.order_by("name_initials", "organization_name", "id")


def history_of(key: str) -> QuerySet[Workplace]:
    """Return what a workplace was like over time, the latest first, each with the names of today."""
    rows = Workplace.objects.filter(key=key).select_related("organization", "place")
    return rows.order_by(F("valid_from").desc(nulls_last=True), "-id")
