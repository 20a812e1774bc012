"""Who sees packs, who reads them in, who switches ledgers on and off."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.packs.enums import SEERS
from guben_web.packs.models import Ledger


def need_seer(account: Account) -> None:
    """Raise PermissionDenied unless the account has to do with packs."""
    if not SEERS & set(account.role_codes()):
        raise PermissionDenied


def need_reader(account: Account) -> None:
    """Raise PermissionDenied unless the account reads packs from the disk."""
    need_role(account, RoleCode.SYSTEM_ADMIN)


def get_ledger(account: Account, name: str) -> Ledger:
    """Return a ledger, kept or not, for those who have to do with packs; raises PermissionDenied or Http404."""
    need_seer(account)
    ledger = Ledger.objects.select_related("pack", "definition").filter(name=name).first()
    if ledger is None:
        raise Http404
    return ledger


def get_chosen_ledger(account: Account, name: str) -> Ledger:
    """Return a ledger for the one who switches it on or off; raises PermissionDenied or Http404."""
    need_role(account, RoleCode.DEPARTMENT)
    return get_ledger(account, name)
