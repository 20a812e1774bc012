"""Who may look after accounts, and who may watch the system."""

from django.http import Http404

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account, Role, Session


def need_security_administrator(person: Account) -> None:
    """Raise PermissionDenied unless the person looks after accounts."""
    need_role(person, RoleCode.SECURITY_ADMIN)


def need_system_administrator(person: Account) -> None:
    """Raise PermissionDenied unless the person keeps the system running."""
    need_role(person, RoleCode.SYSTEM_ADMIN)


def get_account(person: Account, account_id: int) -> Account:
    """Return an account for somebody who looks after it.

    Raises PermissionDenied and Http404.
    """
    need_security_administrator(person)
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def get_held_role(account: Account, role_id: int) -> Role:
    """Return a role that the account holds now.

    Raises Http404.
    """
    role = account.roles.filter(pk=role_id, ended_at=None).first()
    if role is None:
        raise Http404
    return role


def get_session(account: Account, session_id: int) -> Session:
    """Return a session of the account.

    Raises Http404.
    """
    session = account.sessions.filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session
