"""What is done with accounts: making them, giving roles, letting people in and out."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from guben_web.accounts.enums import ADMINISTRATORS, WITHOUT_ORGANIZATION, LinkPurpose, RoleCode
from guben_web.accounts.models import Account, Role, SignInLink
from guben_web.audit import actions as audit
from guben_web.audit.enums import Outcome
from guben_web.engine.texts import Text
from guben_web.jobs import actions as jobs
from guben_web.jobs.queries import latest_run_of
from guben_web.shared.refusals import Refusal

_BACKEND = "django.contrib.auth.backends.ModelBackend"


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
    if Account.objects.filter(username=username).exists():
        raise UsernameIsTaken(username=username)
    account = Account(username=username, display_name=display_name, created_at=now)
    account.set_unusable_password()
    account.save()
    audit.record("account.created", by=by, subject=account, at=now)
    return account


@transaction.atomic
def grant_role(
    *, account: Account, code: RoleCode, organization_id: int | None = None, by: Account | None, now: datetime
) -> Role:
    """Give the account a role; the same role twice is one.

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
        defaults={"granted_at": now},
    )
    if is_new:
        audit.record("role.granted", by=by, subject=account, at=now, detail=_role_detail(role))
    return role


@transaction.atomic
def end_role(*, role: Role, by: Account | None, now: datetime) -> None:
    """Take a role away from now on; that it was held stays known."""
    role = Role.objects.select_for_update().get(pk=role.pk)
    if role.ended_at is not None:
        return
    role.ended_at = now
    role.save(update_fields=["ended_at"])
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


@transaction.atomic
def sign_in_by_link(*, request: HttpRequest, token: str, now: datetime) -> Account:
    """Let the holder of the link in, once.

    A link for a new password makes the old password useless at once. Raises LinkIsSpent.
    """
    link = get_open_link(token=token, now=now)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkIsSpent
    account = link.account
    if link.purpose != LinkPurpose.DEMO:
        account.set_unusable_password()
        account.must_set_password = True
        account.save(update_fields=["password", "must_set_password"])
    _sign_in(request, account, now, {"by": "link", "purpose": link.purpose})
    return account


@transaction.atomic
def sign_in_by_password(*, request: HttpRequest, account: Account, now: datetime) -> None:
    """Let somebody in whose password was found right."""
    _sign_in(request, account, now, {"by": "password"})


@transaction.atomic
def record_failed_sign_in(*, username: str, is_locked: bool, now: datetime) -> None:
    """Record that somebody could not sign in.

    A name that no account has is not written down: it may be a password in the wrong field.
    """
    audit.record(
        "account.locked_out" if is_locked else "account.sign_in_failed",
        by=None,
        subject=Account.objects.filter(username=username).first(),
        at=now,
        outcome=Outcome.REFUSED,
    )


@transaction.atomic
def sign_out(*, request: HttpRequest, by: Account, now: datetime, is_idle: bool = False) -> None:
    """End the session, because the person asked or was idle for too long."""
    audit.record("account.idled_out" if is_idle else "account.signed_out", by=by, subject=by, at=now)
    logout(request)


@transaction.atomic
def set_password(
    *, request: HttpRequest, account: Account, password: str, by: Account, now: datetime
) -> None:
    """Give the account a password, which the form has checked; its other sessions end."""
    account.set_password(password)
    account.must_set_password = False
    account.save(update_fields=["password", "must_set_password"])
    update_session_auth_hash(request, account)
    audit.record("account.password_set", by=by, subject=account, at=now)


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


def _sign_in(request: HttpRequest, account: Account, now: datetime, detail: dict[str, object]) -> None:
    login(request, account, backend=_BACKEND)
    audit.record("account.signed_in", by=account, subject=account, at=now, detail=detail)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _role_detail(role: Role) -> dict[str, object]:
    return {"role": role.code, "organization_id": role.organization_id}
