"""Who may look after accounts, and who may watch the system."""

from datetime import date

from django.db.models import Q
from django.http import Http404

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account, Passkey, Role, Session
from guben_web.administration.enums import INVITED
from guben_web.org.access import Scope, ids_below, need_scope


def need_security_administrator(person: Account) -> None:
    """Raise PermissionDenied unless the person looks after accounts."""
    need_role(person, RoleCode.SECURITY_ADMIN)


def need_system_administrator(person: Account) -> None:
    """Raise PermissionDenied unless the person keeps the system running."""
    need_role(person, RoleCode.SYSTEM_ADMIN)


def is_security_administrator(person: Account) -> bool:
    """Return whether the person looks after all accounts."""
    return RoleCode.SECURITY_ADMIN in person.role_codes()


def need_reader_of_accounts(person: Account) -> Scope:
    """Return for which organizations a person sees who holds a role: the security administrator for all, a township
    for its own and those below.

    Raises PermissionDenied for everybody else.
    """
    if is_security_administrator(person):
        return Scope(is_whole=True)
    return need_scope(person, (RoleCode.TOWNSHIP,))


def need_inviter(person: Account) -> Scope:
    """Return the organizations into which a person may invite; raises PermissionDenied where there are none."""
    return need_scope(person, (RoleCode.TOWNSHIP,))


def get_invited(person: Account, account_id: int, day: date) -> Account:
    """Return an account that has not signed in yet and holds only roles that the person could have invited it to.

    Raises PermissionDenied and Http404.
    """
    scope = need_inviter(person)
    account = Account.objects.filter(pk=account_id, is_active=True, last_login=None).first()
    if account is None:
        raise Http404
    held = Role.objects.filter(account=account, ended_at=None)
    mine = held.filter(within_scope(scope, day), code__in=INVITED).count()
    if not mine or mine != held.count():
        raise Http404
    return account


def within_scope(scope: Scope, day: date) -> Q:
    """Return the condition that a role is for an organization of a scope on a day."""
    return Q() if scope.is_whole else Q(organization_id__in=ids_below(scope.tops, day))


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


def get_passkey(account: Account, passkey_id: int) -> Passkey:
    """Return a passkey of the account.

    Raises Http404.
    """
    passkey = Passkey.objects.filter(factor__account=account, pk=passkey_id).select_related("factor__account")
    found = passkey.first()
    if found is None:
        raise Http404
    return found


def get_session(account: Account, session_id: int) -> Session:
    """Return a session of the account.

    Raises Http404.
    """
    session = account.sessions.filter(pk=session_id).first()
    if session is None:
        raise Http404
    return session
