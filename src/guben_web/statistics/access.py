"""Who sees statistics."""

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, need_scope
from guben_web.statistics.enums import READERS


def need_statistics_scope(account: Account) -> Scope:
    """Return where an account sees statistics; raises PermissionDenied where nowhere."""
    return need_scope(account, READERS)
