"""Who may have tokens, and which rights a token of theirs can have."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.org.access import Scope, need_scope, scope_of
from guben_web.results.access import COMPUTERS

HOLDERS = (RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.VIEWER)


def need_token_holder(account: Account) -> Scope:
    """Return where an account may have programs read; raises PermissionDenied where nowhere, as for administrators."""
    if not account.is_active:
        raise PermissionDenied
    return need_scope(account, HOLDERS)


def rights_of(account: Account) -> list[Right]:
    """Return the rights that a token of this account can have: archives are for those who may take them by hand."""
    may_take = not scope_of(account, COMPUTERS).is_empty
    return [right for right in Right if may_take or right is not Right.ARCHIVE]


def own_tokens(account: Account) -> QuerySet[Token]:
    """Return the tokens of an account, the latest first."""
    rows = Token.objects.filter(account=account).select_related("revoked_by")
    return rows.order_by("-made_at", "-id")


def need_keeper_of_tokens(account: Account) -> None:
    """Raise PermissionDenied unless the account looks after those of others."""
    need_role(account, RoleCode.SECURITY_ADMIN)


def get_token(account: Account, token_id: int) -> Token:
    """Return anybody's token for whoever looks after accounts; raises PermissionDenied and Http404."""
    need_keeper_of_tokens(account)
    token = Token.objects.filter(pk=token_id).select_related("account").first()
    if token is None:
        raise Http404
    return token


def get_own_token(account: Account, token_id: int) -> Token:
    """Return a token of the account; raises Http404 for another's."""
    token = Token.objects.filter(account=account, pk=token_id).first()
    if token is None:
        raise Http404
    return token
