"""Reads of the tree of organizations, each in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from guben_web.org.access import Scope, holding_on, ids_below, within
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.words.traditional import simplified

_HOLDS = "(v.valid_from IS NULL OR v.valid_from <= %s) AND (v.valid_to IS NULL OR v.valid_to > %s)"
_ABOVE = f"""
WITH RECURSIVE above(id, depth) AS (
    SELECT v.parent_id, 1 FROM org_organizationversion v WHERE v.organization_id = %s AND {_HOLDS}
    UNION
    SELECT v.parent_id, above.depth + 1 FROM org_organizationversion v
    JOIN above ON v.organization_id = above.id WHERE above.depth < 20 AND {_HOLDS}
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
    """Return the organizations directly below one on a day; `has_children` says whether there are more below."""
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
    """Return the workplace of an organization on a day."""
    return Workplace.objects.filter(holding_on(day), organization_id=organization_id).first()


def search_on(day: date, scope: Scope, words: str) -> QuerySet[OrganizationVersion]:
    """Return the organizations of a scope whose name, initials, pinyin or code match; none for no words.

    Names may be written in Traditional characters.
    """
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day)).select_related(
        "organization", "parent"
    )
    return rows.filter(matching(words, code="organization__code")).order_by("organization__key")


def matching(words: str, *, code: str) -> Q:
    """Return the condition that the name, its pinyin or initials, or the code at the path `code` match; none for no words."""
    asked = simplified("".join(words.split()))
    if not asked:
        return Q(pk__in=[])
    matches = Q(name__icontains=asked) | Q(**{code: asked})
    if asked.isascii():
        letters = asked.casefold()
        matches |= Q(name_initials__contains=letters) | Q(name_pinyin__contains=letters)
    return matches


def _with_children(rows: QuerySet[OrganizationVersion], day: date) -> QuerySet[OrganizationVersion]:
    below = OrganizationVersion.objects.filter(holding_on(day), parent_id=OuterRef("organization_id"))
    return (
        rows.select_related("organization").annotate(has_children=Exists(below)).order_by("organization__key")
    )
