"""Who sees which organizations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.accounts.models import Account
from guben_web.org.models import OrganizationVersion

# The condition that `holding_on` gives, for queries of our own over versions called v; it takes the day twice.
HOLDS = "(v.valid_from IS NULL OR v.valid_from <= %s) AND (v.valid_to IS NULL OR v.valid_to > %s)"
# UNION, not UNION ALL: a circle, should one ever get in, ends.
_BELOW = f"""
WITH RECURSIVE below(id) AS (
    SELECT v.organization_id FROM org_organizationversion v WHERE v.organization_id IN ({{places}}) AND {HOLDS}
    UNION
    SELECT v.organization_id FROM org_organizationversion v JOIN below ON v.parent_id = below.id WHERE {HOLDS}
)
SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see: everything, or some organizations with all below them."""

    is_whole: bool
    tops: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to see."""
        return not (self.is_whole or self.tops)


def scope_of(account: Account, roles: Iterable[RoleCode] | None = None) -> Scope:
    """Return the scope of the roles an account holds now, or of those among `roles`; administrators see nothing."""
    counting = set(RoleCode) - ADMINISTRATORS if roles is None else set(roles) - ADMINISTRATORS
    tops = {organization_id for code, organization_id in account.held_roles() if code in counting}
    return Scope(None in tops, frozenset(top for top in tops if top is not None))


def holding_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a row with `valid_from` and `valid_to` holds on a day."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    going_on = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    return begun & going_on


def ids_below(tops: Iterable[int], day: date) -> RawSQL:
    """Return a subquery of the ids of organizations and all those below them on a day."""
    own = sorted(tops) or [0]
    query = _BELOW.format(places=", ".join(["%s"] * len(own)))
    parameters: list[Any] = [*own, day, day, day, day]
    return RawSQL(query, parameters)


def within(scope: Scope, day: date, path: str = "organization_id") -> Q:
    """Return the condition that the organization at `path` is in a scope on a day."""
    if scope.is_whole:
        return Q()
    return Q(**{f"{path}__in": ids_below(scope.tops, day)}) if scope.tops else Q(pk__in=[])


def visible_organizations(account: Account, day: date) -> QuerySet[OrganizationVersion]:
    """Return the organizations that an account sees, as they are on a day; one query."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope_of(account), day))
    return rows.select_related("organization").order_by("organization__key")


def need_scope(account: Account, roles: Iterable[RoleCode] | None = None) -> Scope:
    """Return the scope of an account; raises PermissionDenied where it is empty."""
    scope = scope_of(account, roles)
    if scope.is_empty:
        raise PermissionDenied
    return scope
