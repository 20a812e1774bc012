"""Who sees statistics, and of how small a group."""

from django.conf import settings

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, need_scope
from guben_web.people.access import people_scope
from guben_web.statistics.enums import READERS


def need_statistics_scope(account: Account) -> Scope:
    """Return where an account sees statistics; raises PermissionDenied where nowhere."""
    return need_scope(account, READERS)


def smallest_group(account: Account) -> int:
    """Return how many members a group must have to be broken down for an account: any for those who see members."""
    return 0 if not people_scope(account).is_empty else int(settings.STATISTICS_SMALLEST_GROUP)
