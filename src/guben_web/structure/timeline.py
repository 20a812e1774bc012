"""The tree of organizations from a day on, in memory: what is under what, and until when."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from guben_web.org.models import OrganizationVersion


class Timeline:
    """What every organization is like from a day on; one query."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.versions: defaultdict[int, list[OrganizationVersion]] = defaultdict(list)
        self.days: list[date] = [day]
        rows = OrganizationVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day))
        for row in rows.order_by("id"):
            self.versions[row.organization_id].append(row)
            if row.valid_from is not None and row.valid_from > day and row.valid_from not in self.days:
                insort(self.days, row.valid_from)

    def on(self, organization_id: int | None, day: date) -> OrganizationVersion | None:
        """Return what an organization is like on a day that is not before the first."""
        for row in self.versions.get(organization_id or 0, ()):
            if (row.valid_from is None or row.valid_from <= day) and (
                row.valid_to is None or row.valid_to > day
            ):
                return row
        return None

    def open_of(self, organization_id: int | None) -> OrganizationVersion | None:
        """Return what an organization is like now; None for one that is no more."""
        rows = self.versions.get(organization_id or 0, ())
        return next((row for row in rows if row.valid_to is None), None)

    def lasts(self, organization_id: int | None) -> bool:
        """Return whether an organization is there on the first day and ever since."""
        return self.on(organization_id, self.day) is not None and self.open_of(organization_id) is not None

    def would_be_under(self, organization_id: int, above: int) -> bool:
        """Return whether `above` stands above an organization, or is it, on any day."""
        return any(above in self._upwards(organization_id, day) for day in self.days)

    def _upwards(self, organization_id: int, day: date) -> Iterator[int]:
        seen: set[int] = set()
        here: int | None = organization_id
        while here is not None and here not in seen:
            seen.add(here)
            yield here
            row = self.on(here, day)
            here = row.parent_id if row is not None else None

    def children(self, organization_id: int) -> list[OrganizationVersion]:
        """Return the rows that say that they are directly below one, at any time from the day on."""
        return [row for rows in self.versions.values() for row in rows if row.parent_id == organization_id]

    def open_children(self, organization_id: int) -> list[OrganizationVersion]:
        """Return what is directly below one now."""
        return [row for row in self.children(organization_id) if row.valid_to is None]

    def unsteady_children(self, organization_id: int) -> list[OrganizationVersion]:
        """Return those below one that came or went, or changed otherwise, after the day."""
        return [
            row
            for row in self.children(organization_id)
            if row.valid_to is not None or (row.valid_from is not None and row.valid_from > self.day)
        ]
