"""Who sees members."""

from datetime import date

from django.core.exceptions import PermissionDenied

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, holding_on, scope_of, within
from guben_web.org.models import OrganizationVersion
from guben_web.people.enums import READERS


def people_scope(account: Account) -> Scope:
    """Return where an account sees members; empty for those whose role has nothing to do with them."""
    return scope_of(account, READERS)


def need_people_scope(account: Account) -> Scope:
    """Return where an account sees members; raises PermissionDenied where nowhere."""
    scope = people_scope(account)
    if scope.is_empty:
        raise PermissionDenied
    return scope


def sees_members_of(account: Account, organization_id: int, day: date) -> bool:
    """Return whether an account sees the members of an organization; to see the organization is not enough."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(people_scope(account), day))
    return rows.filter(organization_id=organization_id).exists()
