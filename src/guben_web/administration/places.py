"""Names of organizations, for granting roles: all that a security administrator learns about the tree.

She needs to know which organization a role is for, and nothing else about it (docs/decisions/0055). What leaves this
file is a name, the name of the superior, and whether there is anything below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from guben_web.org import pickers
from guben_web.org import queries as org
from guben_web.org.access import Scope, holding_on, ids_below
from guben_web.org.models import OrganizationVersion

MOST_FOUND = 30
_EVERYWHERE = Scope(is_whole=True)


@dataclass(frozen=True, slots=True)
class Place:
    """An organization that a role can be for."""

    id: int
    name: str
    superior: str = ""
    children: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """What a search found, or what lies below the organization that was opened; `above` is the way there."""

    places: list[Place]
    above: list[Place]
    is_cut: bool

    @property
    def here(self) -> Place | None:
        """The organization that was opened; None for a search and for the top."""
        return self.above[-1] if self.above else None


def choice_of(*, words: str, under: int | None, day: date) -> Choice:
    """Return the organizations that are found by name, pinyin or code; for no words those directly below one."""
    if words.strip():
        found = _places(org.search_on(day, _EVERYWHERE, org.Wanted(words=words))[: MOST_FOUND + 1])
        return Choice(found[:MOST_FOUND], [], len(found) > MOST_FOUND)
    if under is None:
        return Choice(_places(org.tops_on(day, _EVERYWHERE)), [], False)
    above = [
        Place(each.organization_id, each.name)
        for each in (*org.ancestors_on(day, under), *_versions([under], day))
    ]
    return Choice(_places(org.children_on(day, under)), above, False)


def names_of(organization_ids: Iterable[int | None], day: date) -> dict[int, str]:
    """Return what organizations are called on a day; those that are no more have the name they had last. One query."""
    ids = {each for each in organization_ids if each is not None}
    rows = OrganizationVersion.objects.filter(organization_id__in=ids).order_by("id")
    names: dict[int, str] = {}
    for row in sorted(rows, key=lambda each: each.valid_from or date.min):
        if row.valid_from is None or row.valid_from <= day:
            names[row.organization_id] = row.name
    return names


def is_there(organization_id: int, day: date) -> bool:
    """Return whether there is such an organization on a day."""
    return _versions([organization_id], day).exists()


def ids_under(words: str, scope: Scope, day: date) -> RawSQL:
    """Return a subquery of the organizations of a scope that are meant, with all below them.

    Meant is the one that a picker gives or whose name or code it is; else all whose name or pinyin match.
    """
    exact = pickers.find_organization(words, scope)
    if exact is not None:
        return ids_below([exact.organization_id], day)
    rows = org.search_on(day, scope, org.Wanted(words=words))
    return ids_below(rows.values_list("organization_id", flat=True), day)


def _places(rows: Iterable[OrganizationVersion]) -> list[Place]:
    # The queries of org annotate what the model does not have; those above one place all have the same superior.
    return [
        Place(
            row.organization_id,
            row.name,
            getattr(row, "parent_name", None) or "",
            getattr(row, "children", 0),
        )
        for row in rows
    ]


def _versions(ids: list[int], day: date) -> QuerySet[OrganizationVersion]:
    return OrganizationVersion.objects.filter(holding_on(day), organization_id__in=ids)
