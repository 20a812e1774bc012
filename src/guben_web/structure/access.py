"""Who may do what with which organizations."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Rights:
    """What an account may do with one organization."""

    found_below: bool
    # Change, merge, split and dissolve it; its own is changed by the superior.
    build: bool


def rights_of(account: Account, version: OrganizationVersion, day: date) -> Rights:
    """Return what an account may do with an organization that goes on; two queries at most."""
    scope = scope_of(account, BUILDERS)
    if version.valid_to is not None or scope.is_empty:
        return Rights(found_below=False, build=False)
    is_inside = scope.is_whole or find_version_on(day, version.organization_id, scope) is not None
    is_own = version.organization_id in scope.tops and not scope.is_whole
    return Rights(found_below=is_inside, build=is_inside and not is_own)


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
