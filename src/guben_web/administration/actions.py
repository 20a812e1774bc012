"""What is done about the accounts of others: letting them in no more, and handing over to a successor."""

from collections.abc import Sequence
from datetime import date, datetime

from axes.utils import reset
from django.db import transaction

from guben_web.accounts import actions as accounts
from guben_web.accounts import entry_actions as entry
from guben_web.accounts import factor_actions as factors
from guben_web.accounts import passkey_actions as passkeys
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account, HandOver, Passkey, Role, SignInLink
from guben_web.administration.enums import INVITED
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


class NothingToHandOver(Refusal):
    """No role was chosen, or those chosen are held no more."""

    code = "administration.nothing-to-hand-over"
    message = Text("“{account}”现在没有所选的角色。", "{account} does not hold the chosen roles now.")
    hint = Text("请重新选择要交接的角色。", "Choose again which roles to hand over.")


class SuccessorCannotTakeOver(Refusal):
    """The successor is the predecessor, or cannot sign in."""

    code = "administration.successor-cannot-take-over"
    message = Text(
        "“{successor}”不能接任：接任的须是另一个可用的账号。",
        "{successor} cannot take over: that needs another account that can sign in.",
    )


class AccountIsDeactivated(Refusal):
    """The account cannot sign in, so a link or a role is of no use to it."""

    code = "administration.account-is-deactivated"
    message = Text("账号“{account}”已停用。", "The account {account} is deactivated.")
    hint = Text("请先启用账号。", "Activate it first.")


class RoleIsNotForInvitations(Refusal):
    """Only the security administrator grants this role."""

    code = "administration.role-is-not-for-invitations"
    message = Text("“{role}”这个角色不能由乡镇邀请。", "A township does not invite to the role {role}.")
    hint = Text("请联系安全管理员。", "Ask the security administrator.")


@transaction.atomic
def invite(
    *, display_name: str, username: str, role: RoleCode, organization_id: int, by: Account, now: datetime
) -> Account:
    """Make an account with one role for one organization, as a township does for its own.

    Raises RoleIsNotForInvitations.
    """
    if role not in INVITED:
        raise RoleIsNotForInvitations(role=str(role.label))
    account = accounts.create_account(username=username, display_name=display_name, by=by, now=now)
    accounts.grant_role(account=account, code=role, organization_id=organization_id, by=by, now=now)
    return account


@transaction.atomic
def deactivate(*, account: Account, by: Account, now: datetime) -> None:
    """Let an account in no more: its sessions end at once and its links are withdrawn; its roles stay.

    Raises LastAdministrator.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        return
    for code in account.role_codes():
        accounts.need_another(account=account, code=RoleCode(code))
    account.is_active = False
    account.save(update_fields=["is_active"])
    SignInLink.objects.filter(account=account, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    entry.end_all_sessions(account=account, by=by, now=now)
    audit.record("account.deactivated", by=by, subject=account, at=now)


@transaction.atomic
def activate(*, account: Account, by: Account, now: datetime) -> None:
    """Let an account in again, with the roles that it holds."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.is_active:
        return
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record("account.activated", by=by, subject=account, at=now)


@transaction.atomic
def release_from_second_factor(*, account: Account, reason: str, by: Account | None, now: datetime) -> None:
    """Take the second factor away from somebody who lost her phone, passkeys included; her sessions end."""
    entry.end_all_sessions(account=account, by=by, now=now)
    factors.remove_second_factor(account=account, reason=reason, by=by, now=now)


@transaction.atomic
def release_from_passkey(*, passkey: Passkey, reason: str, by: Account, now: datetime) -> None:
    """Take one passkey away from somebody who lost the device; her sessions end."""
    entry.end_all_sessions(account=passkey.factor.account, by=by, now=now)
    passkeys.take_passkey_away(passkey=passkey, reason=reason, by=by, now=now)


@transaction.atomic
def unlock(*, account: Account, by: Account, now: datetime) -> None:
    """Let somebody try again at once who failed too often."""
    reset(username=account.username)
    factors.forgive_failures(account=account)
    audit.record("account.unlocked", by=by, subject=account, at=now)


def need_active(*, account: Account) -> None:
    """Raise AccountIsDeactivated for an account that cannot sign in."""
    if not account.is_active:
        raise AccountIsDeactivated(account=account.display_name)


@transaction.atomic
def hand_over(
    *,
    predecessor: Account,
    successor: Account,
    roles: Sequence[Role],
    on_date: date,
    reason: str,
    is_leaving: bool,
    by: Account,
    now: datetime,
) -> HandOver:
    """Move roles from one person to another in one act; rights change now, `on_date` is the day of the paper.

    Where the predecessor leaves, her account is deactivated too. Raises NothingToHandOver, SuccessorCannotTakeOver,
    AdministratorsAreApart and, where she keeps the last role of an administrator, LastAdministrator.
    """
    held = list(
        Role.objects.select_for_update().filter(
            account=predecessor, ended_at=None, pk__in=[role.pk for role in roles]
        )
    )
    if not held or len(held) != len(roles):
        raise NothingToHandOver(account=predecessor.display_name)
    if successor.pk == predecessor.pk or not successor.is_active:
        raise SuccessorCannotTakeOver(successor=successor.display_name)
    made = HandOver.objects.create(
        predecessor=predecessor, successor=successor, on_date=on_date, reason=reason, made_at=now, made_by=by
    )
    for role in held:
        accounts.grant_role(
            account=successor,
            code=RoleCode(role.code),
            organization_id=role.organization_id,
            by=by,
            now=now,
            hand_over=made,
        )
        accounts.end_role(role=role, by=by, now=now, hand_over=made)
    moved = [{"role": role.code, "organization_id": role.organization_id} for role in held]
    detail = {"to": successor.display_name, "to_id": successor.pk, "on": on_date.isoformat(), "roles": moved}
    audit.record("role.handed_over", by=by, subject=predecessor, at=now, detail=detail)
    if is_leaving:
        deactivate(account=predecessor, by=by, now=now)
    return made
