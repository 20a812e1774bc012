"""Who sees members."""

from django.core.exceptions import PermissionDenied

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, scope_of
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
