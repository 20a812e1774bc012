"""Who sees and changes which workplaces: those of the organizations in range, and those that lie in it."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, holding_on, need_scope, scope_of, within
from guben_web.org.models import Workplace
from guben_web.structure.enums import BUILDERS


def in_range(scope: Scope, day: date) -> Q:
    """Return the condition that a workplace belongs to a scope on a day."""
    if scope.is_whole:
        return Q()
    return within(scope, day, "organization_id") | within(scope, day, "place_id")


def visible_workplaces(account: Account, day: date) -> QuerySet[Workplace]:
    """Return the workplaces that an account sees, as they are on a day; raises PermissionDenied where it sees none."""
    scope = need_scope(account)
    return Workplace.objects.filter(holding_on(day), in_range(scope, day))


def is_builder(account: Account) -> bool:
    """Return whether the account may enter workplaces anywhere."""
    return not scope_of(account, BUILDERS).is_empty


def get_workplace(account: Account, key: str, day: date) -> Workplace:
    """Return a workplace that the account sees; raises Http404 for another."""
    return _one(visible_workplaces(account, day), key)


def get_kept_workplace(account: Account, key: str, day: date) -> Workplace:
    """Return a workplace that the account may change; raises PermissionDenied or Http404."""
    scope = need_scope(account, BUILDERS)
    return _one(Workplace.objects.filter(holding_on(day), in_range(scope, day)), key)


def _one(rows: QuerySet[Workplace], key: str) -> Workplace:
    row = rows.filter(key=key).select_related("organization", "place").first()
    if row is None:
        raise Http404
    return row
