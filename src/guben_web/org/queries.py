"""Reads of the tree of organizations, each in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from guben_web.org.access import HOLDS, Scope, holding_on, ids_below, within
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified

_TOWNSHIP = "township"
_MOST_STEPS_UP = 8
_ABOVE = f"""
WITH RECURSIVE above(id, depth) AS (
    SELECT v.parent_id, 1 FROM org_organizationversion v WHERE v.organization_id = %s AND {HOLDS}
    UNION
    SELECT v.parent_id, above.depth + 1 FROM org_organizationversion v
    JOIN above ON v.organization_id = above.id WHERE above.depth < 20 AND {HOLDS}
)
SELECT id, depth FROM above WHERE id IS NOT NULL
"""


@dataclass(slots=True)
class Node:
    """An organization in a tree."""

    version: OrganizationVersion
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this one and all below, each before those below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of organizations is narrowed down to; empty says nothing."""

    words: str = ""
    type: str = ""
    level: str = ""
    field: str = ""

    @property
    def is_anything(self) -> bool:
        """True if it narrows down at all."""
        return bool(self.words.strip() or self.type or self.level or self.field)


def count_on(day: date, scope: Scope) -> int:
    """Return how many organizations a scope holds on a day."""
    return OrganizationVersion.objects.filter(holding_on(day), within(scope, day)).count()


def tree_on(day: date, scope: Scope) -> list[Node]:
    """Return the tops of the tree as it is on a day, as far as a scope reaches; one query."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    nodes = {row.organization_id: Node(row) for row in rows.select_related("organization")}
    children: defaultdict[int | None, list[Node]] = defaultdict(list)
    for node in sorted(nodes.values(), key=lambda each: each.version.organization.key):
        parent = node.version.parent_id
        children[parent if parent in nodes else None].append(node)
    for key, node in nodes.items():
        node.children = children[key]
    return children[None]


def tops_on(day: date, scope: Scope) -> QuerySet[OrganizationVersion]:
    """Return where the tree of a scope begins on a day."""
    rows = OrganizationVersion.objects.filter(holding_on(day))
    tops = rows.filter(parent=None) if scope.is_whole else rows.filter(organization_id__in=scope.tops)
    return _with_children(tops, day)


def children_on(day: date, organization_id: int) -> QuerySet[OrganizationVersion]:
    """Return the organizations directly below one on a day; `children` says how many are directly below each."""
    return _with_children(OrganizationVersion.objects.filter(holding_on(day), parent_id=organization_id), day)


def subtree_on(day: date, organization_id: int) -> QuerySet[OrganizationVersion]:
    """Return an organization and all below it on a day."""
    return OrganizationVersion.objects.filter(
        holding_on(day), organization_id__in=ids_below([organization_id], day)
    )


def ancestors_on(day: date, organization_id: int) -> list[OrganizationVersion]:
    """Return the organizations above one on a day, the topmost first; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [organization_id, day, day, day, day])
        depths: dict[int, int] = dict(cursor.fetchall())
    rows = OrganizationVersion.objects.filter(holding_on(day), organization_id__in=depths)
    return sorted(rows, key=lambda row: -depths[row.organization_id])


def find_version_on(day: date, organization_id: int, scope: Scope) -> OrganizationVersion | None:
    """Return an organization of a scope as it is on a day."""
    rows = OrganizationVersion.objects.filter(
        holding_on(day), within(scope, day), organization_id=organization_id
    )
    return rows.select_related("organization").first()


def find_workplace_on(day: date, organization_id: int) -> Workplace | None:
    """Return the workplace of an organization on a day, its own before those it covers besides."""
    rows = Workplace.objects.filter(holding_on(day), organization_id=organization_id)
    return rows.order_by(Case(When(cover=Cover.OWN, then=0), default=1), "id").first()


def search_on(day: date, scope: Scope, wanted: Wanted) -> QuerySet[OrganizationVersion]:
    """Return the organizations of a scope that are wanted: by name, initials, pinyin or code, and by their kind.

    Names may be written in Traditional characters. Each has `parent_name` and, in `children`, how many are below.
    """
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    rows = rows.filter(matching(wanted.words, code="organization__code"))
    kinds = {"type": wanted.type, "level": wanted.level, "field": wanted.field}
    rows = rows.filter(**{name: code for name, code in kinds.items() if code})
    return _with_children(rows, day).annotate(parent_name=name_on(day, "parent_id"))


def matching(words: str, *, code: str) -> Q:
    """Return the condition that the name, its pinyin or initials, or the code at the path `code` match; all for no words."""
    asked = simplified("".join(search_words(words).split()))
    if not asked:
        return Q()
    matches = Q(name__icontains=asked) | Q(**{code: asked})
    if asked.isascii():
        letters = asked.casefold()
        matches |= Q(name_initials__contains=letters) | Q(name_pinyin__contains=letters)
    return matches


def townships_above(day: date) -> dict[int, int]:
    """Return the township above each organization that has one, by id; one query."""
    held = _places_on(day)
    found = ((key, _first_township(parent, held)) for key, (parent, _, _) in held.items())
    return {key: township for key, township in found if township is not None}


def townships_of(day: date) -> dict[int, tuple[int, str]]:
    """Return the township that each organization is below on a day, or is itself: its id and its name; one query."""
    held = _places_on(day)
    found = ((key, _first_township(key, held)) for key in held)
    return {key: (township, held[township][2]) for key, township in found if township is not None}


def _places_on(day: date) -> dict[int, tuple[int | None, str, str]]:
    """Return the superior, the level and the name of each organization on a day."""
    rows = OrganizationVersion.objects.filter(holding_on(day))
    told = rows.values_list("organization_id", "parent_id", "level", "name")
    return {key: (parent, level, name) for key, parent, level, name in told}


def _first_township(start: int | None, held: Mapping[int, tuple[int | None, str, str]]) -> int | None:
    """Return the first township from an organization upwards, itself included."""
    up = start
    for _ in range(_MOST_STEPS_UP):
        if up is None or up not in held:
            return None
        parent, level, _ = held[up]
        if level == _TOWNSHIP:
            return up
        up = parent
    return None


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return what organizations are called, or were last, by their ids; one query."""
    rows = OrganizationVersion.objects.filter(organization_id__in=ids)
    return dict(rows.order_by(F("valid_to").asc(nulls_last=True)).values_list("organization_id", "name"))


def name_on(day: date, path: str) -> Subquery:
    """Return a subquery of the name that the organization at `path` has on a day."""
    rows = OrganizationVersion.objects.filter(holding_on(day), organization_id=OuterRef(path))
    return Subquery(rows.order_by().values("name")[:1])


def _with_children(rows: QuerySet[OrganizationVersion], day: date) -> QuerySet[OrganizationVersion]:
    below = OrganizationVersion.objects.filter(holding_on(day), parent_id=OuterRef("organization_id"))
    number = below.order_by().values("parent_id").annotate(number=Count("pk")).values("number")
    children = Coalesce(Subquery(number), Value(0))
    return rows.select_related("organization").annotate(children=children).order_by("organization__key")
