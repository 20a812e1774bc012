"""What is done with accounts: making them, giving roles and one-time links."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from guben_web.accounts.enums import ADMINISTRATORS, WITHOUT_ORGANIZATION, LinkPurpose, RoleCode
from guben_web.accounts.models import Account, HandOver, Role, SignInLink
from guben_web.accounts.queries import is_last_of, is_taken
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.jobs import actions as jobs
from guben_web.jobs.queries import latest_run_of
from guben_web.shared.refusals import Refusal


class UsernameIsTaken(Refusal):
    """Another account has this name."""

    code = "accounts.username-is-taken"
    message = Text("用户名“{username}”已被使用。", "The user name '{username}' is taken.")
    hint = Text("请换一个用户名。", "Choose another one.")


class AdministratorsAreApart(Refusal):
    """An administrator would hold a second role."""

    code = "accounts.administrators-are-apart"
    message = Text(
        "“{account}”不能同时担任{held}和{asked}：三类管理员互相分开，也不参与业务。",
        "{account} cannot be {held} and {asked} at once: administrators are apart from each other and from business.",
    )
    hint = Text("请另建一个账号。", "Make another account for it.")


class RoleNeedsOrganization(Refusal):
    """A role was given with an organization where it takes none, or without where it needs one."""

    code = "accounts.role-needs-organization"
    message = Text(
        "{role}必须指定组织；组织部和管理员不指定组织。",
        "A role such as {role} is for an organization; those of the department and of administrators are not.",
    )


class LastAdministrator(Refusal):
    """Nobody would be left who can do what this administrator does."""

    code = "accounts.last-administrator"
    message = Text(
        "“{account}”是唯一可用的{role}，不能停用，也不能终止这一角色。",
        "{account} is the only {role} who can sign in, and can neither be deactivated nor lose this role.",
    )
    hint = Text("请先交接给另一个账号。", "Hand the role over to another account first.")


class LinkIsSpent(Refusal):
    """The link was used or withdrawn, is too old, or never was."""

    code = "accounts.link-is-spent"
    status = 410
    message = Text(
        "这个登录链接已经用过、已经过期，或者不完整。",
        "This sign-in link was used, is out of date, or is not complete.",
    )
    hint = Text(
        "每个链接只能用一次。请检查链接是否复制完整，或者请给您链接的人重新生成一个。",
        "A link works once. Check that you copied all of it, or ask whoever gave it to you for a new one.",
    )


@transaction.atomic
def create_account(*, username: str, display_name: str, by: Account | None, now: datetime) -> Account:
    """Make an account without a password and without roles.

    Raises UsernameIsTaken.
    """
    if is_taken(username):
        raise UsernameIsTaken(username=username)
    account = Account(username=username, display_name=display_name, created_at=now)
    account.set_unusable_password()
    account.save()
    audit.record("account.created", by=by, subject=account, at=now)
    return account


@transaction.atomic
def grant_role(
    *,
    account: Account,
    code: RoleCode,
    organization_id: int | None = None,
    by: Account | None,
    now: datetime,
    hand_over: HandOver | None = None,
) -> Role:
    """Give the account a role; the same role twice is one. `hand_over` is what it comes by, if by any.

    Raises AdministratorsAreApart and RoleNeedsOrganization.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if (organization_id is None) != (code in WITHOUT_ORGANIZATION):
        raise RoleNeedsOrganization(role=str(RoleCode(code).label))
    held = Role.objects.filter(account=account, ended_at=None)
    for other in held.exclude(code=code):
        if {code, other.code} & ADMINISTRATORS:
            raise AdministratorsAreApart(
                account=account.display_name, held=str(other), asked=str(RoleCode(code).label)
            )
    role, is_new = held.get_or_create(
        account=account,
        code=code,
        organization_id=organization_id,
        ended_at=None,
        defaults={"granted_at": now, "given_by": hand_over},
    )
    if is_new:
        audit.record("role.granted", by=by, subject=account, at=now, detail=_role_detail(role))
    return role


@transaction.atomic
def end_role(*, role: Role, by: Account | None, now: datetime, hand_over: HandOver | None = None) -> None:
    """Take a role away from now on; that it was held stays known, and the hand-over that ended it, if one did.

    Raises LastAdministrator.
    """
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.ended_at is not None:
        return
    need_another(account=role.account, code=RoleCode(role.code))
    role.ended_at = now
    role.ended_by = hand_over
    role.save(update_fields=["ended_at", "ended_by"])
    audit.record("role.ended", by=by, subject=role.account, at=now, detail=_role_detail(role))


@transaction.atomic
def create_link(
    *, account: Account, purpose: LinkPurpose, lifetime: timedelta, by: Account | None, now: datetime
) -> str:
    """Make a one-time link for the account and return its token, which is nowhere kept.

    Earlier links of the account are withdrawn.
    """
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(account=account, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    SignInLink.objects.create(
        account=account,
        token_digest=_digest(token),
        purpose=purpose,
        created_at=now,
        expires_at=now + lifetime,
    )
    audit.record("link.created", by=by, subject=account, at=now, detail={"purpose": purpose})
    return token


def get_open_link(*, token: str, now: datetime) -> SignInLink:
    """Return the link of this token.

    Raises LinkIsSpent unless it can still be used.
    """
    link = SignInLink.objects.select_related("account").filter(token_digest=_digest(token)).first()
    if (
        link is None
        or link.used_at
        or link.withdrawn_at
        or link.expires_at <= now
        or not link.account.is_active
    ):
        raise LinkIsSpent
    return link


def need_another(*, account: Account, code: RoleCode) -> None:
    """Raise LastAdministrator if nobody but the account could do what an administrator of this kind does."""
    if code in ADMINISTRATORS and account.is_active and is_last_of(account, code):
        raise LastAdministrator(account=account.display_name, role=str(code.label))


@transaction.atomic
def need_no_password(*, account: Account, by: Account | None, now: datetime) -> None:
    """Let the account be without a password: the demo is entered by links alone."""
    account.must_set_password = False
    account.save(update_fields=["must_set_password"])
    audit.record("account.needs_no_password", by=by, subject=account, at=now)


@transaction.atomic
def ask_for_verification(*, by: Account, now: datetime) -> None:
    """Have the whole record of acts read again in the background, unless that is going on."""
    latest = latest_run_of(audit.VERIFY)
    if latest is None or latest.is_over:
        jobs.enqueue(audit.VERIFY, by=by, now=now)
        audit.record("record.verification_asked", by=by, at=now)


def _role_detail(role: Role) -> dict[str, object]:
    return {"role": role.code, "organization_id": role.organization_id}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
