"""Who sees earlier grades: whoever sees the organization."""

from datetime import date

from django.db.models import QuerySet

from guben_web.accounts.models import Account
from guben_web.baselines.models import Baseline
from guben_web.org.access import need_scope, within


def visible_baselines(account: Account, day: date) -> QuerySet[Baseline]:
    """Return the earlier grades of the organizations that an account sees; raises PermissionDenied where none."""
    return Baseline.objects.filter(within(need_scope(account), day))
