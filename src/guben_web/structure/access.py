"""Who may do what with which organizations."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, need_scope, scope_of
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import find_version_on
from guben_web.structure.enums import BUILDERS


def need_builder(account: Account) -> Scope:
    """Return where an account may found and change organizations; raises PermissionDenied where nowhere."""
    return need_scope(account, BUILDERS)


def may_build(account: Account, organization_id: int, day: date) -> bool:
    """Return whether an account may change this organization; its own is changed by the superior."""
    scope = scope_of(account, BUILDERS)
    if scope.is_empty or organization_id in scope.tops:
        return scope.is_whole
    return find_version_on(day, organization_id, scope) is not None


def may_found_below(account: Account, organization_id: int, day: date) -> bool:
    """Return whether an account may found organizations below this one."""
    scope = scope_of(account, BUILDERS)
    return not scope.is_empty and find_version_on(day, organization_id, scope) is not None


def get_organization(account: Account, organization_id: int, day: date) -> OrganizationVersion:
    """Return an organization that the account may change.

    Raises PermissionDenied for its own and for readers, Http404 for those out of its range.
    """
    scope = need_builder(account)
    version = find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    if organization_id in scope.tops and not scope.is_whole:
        raise PermissionDenied
    return version
