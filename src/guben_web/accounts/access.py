"""Who may do what, as rules on roles. Apps above add their own rules with `rules.add_rule` and ask with `need`."""

from django.core.exceptions import PermissionDenied
from rules.predicates import Predicate
from rules.rulesets import test_rule

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.accounts.models import Account


def holds(*codes: RoleCode) -> Predicate:
    """Return the predicate that an active account holds one of these roles, wherever."""

    def test(account: Account | None) -> bool:
        return account is not None and account.is_active and bool(set(codes) & set(account.role_codes()))

    return Predicate(test, name="holds:" + ",".join(codes))


is_administrator = holds(*ADMINISTRATORS)
is_department = holds(RoleCode.DEPARTMENT)
is_system_admin = holds(RoleCode.SYSTEM_ADMIN)
is_security_admin = holds(RoleCode.SECURITY_ADMIN)
is_audit_admin = holds(RoleCode.AUDIT_ADMIN)
# Administrators keep the system running; what is in it is not theirs to see.
may_see_business = ~is_administrator


def may(account: Account, rule: str, thing: object = None) -> bool:
    """Return whether the account may do what the rule names, to this thing."""
    return bool(test_rule(rule, account, thing))


def need(account: Account, rule: str, thing: object = None) -> None:
    """Raise PermissionDenied, which shows the 403 page, unless the account may."""
    if not may(account, rule, thing):
        raise PermissionDenied


def need_role(account: Account, code: RoleCode) -> None:
    """Raise PermissionDenied unless the account holds the role, wherever."""
    if code not in account.role_codes():
        raise PermissionDenied


def organization_ids(account: Account, *codes: RoleCode) -> list[int]:
    """Return the organizations that the account holds one of these roles for; any role where none is named."""
    held = account.roles.filter(ended_at=None, organization_id__isnull=False)
    if codes:
        held = held.filter(code__in=codes)
    return sorted({each for each in held.values_list("organization_id", flat=True) if each is not None})
