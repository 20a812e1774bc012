"""What is done once for a whole installation."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import LinkPurpose, RoleCode
from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Language, Text
from guben_web.home.models import Installation
from guben_web.home.queries import find_installation
from guben_web.shared.refusals import Refusal

Kind = Literal["demo", "real"]
KINDS = {"demo": Text("演示", "demo"), "real": Text("正式", "real")}
_ADMINISTRATORS = (
    ("system", RoleCode.SYSTEM_ADMIN, Text("系统管理员", "System administrator")),
    ("security", RoleCode.SECURITY_ADMIN, Text("安全管理员", "Security administrator")),
    ("audit", RoleCode.AUDIT_ADMIN, Text("审计管理员", "Audit administrator")),
)


class AlreadyInstalled(Refusal):
    """The database holds an installation."""

    code = "home.already-installed"
    message = Text(
        "这里已经有一个{kind}系统，没有做任何改动。",
        "There is a {kind} installation here already; nothing was changed.",
    )
    hint = Text(
        "请换一个数据文件夹（--data）。演示数据和正式数据不能放在一起。",
        "Choose another data folder (--data). Demo data and real data cannot share one.",
    )


class NoSuchAccount(Refusal):
    """No account has this user name."""

    code = "home.no-such-account"
    message = Text("没有用户名为“{username}”的账号。", "No account has the user name '{username}'.")
    hint = Text("现有管理员：{known}。", "The administrators are: {known}.")


def need_nothing_installed(*, but: Kind | None = None) -> None:
    """Raise AlreadyInstalled if the database holds an installation, other than one of the kind `but`."""
    existing = find_installation()
    if existing is not None and existing.kind != but:
        raise AlreadyInstalled(kind=KINDS[existing.kind])


@transaction.atomic
def install(*, kind: Kind, now: datetime) -> None:
    """Mark the database, which must be empty, as an installation of this kind.

    Raises AlreadyInstalled.
    """
    need_nothing_installed()
    Installation.objects.create(id=1, kind=kind, created_at=now)
    audit.record("installation.created", by=None, at=now, detail={"kind": kind})


@transaction.atomic
def install_with_administrators(*, names: Language, now: datetime) -> list[tuple[Account, str]]:
    """Make an empty real installation; return its three administrators, each with the token of a first link.

    Raises AlreadyInstalled.
    """
    install(kind="real", now=now)
    return [
        (account, create_first_link(account=account, now=now))
        for account in (
            _person(username, name.say(names), code, None, now) for username, code, name in _ADMINISTRATORS
        )
    ]


@transaction.atomic
def create_first_link(*, account: Account, now: datetime) -> str:
    """Return the token of a link that lets somebody in to choose a password."""
    return accounts.create_link(
        account=account,
        purpose=LinkPurpose.FIRST_SIGN_IN,
        lifetime=settings.SIGN_IN_LINK_LIFETIME,
        by=None,
        now=now,
    )


def get_account(username: str) -> Account:
    """Return the account of this user name.

    Raises NoSuchAccount.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise NoSuchAccount(username=username, known=[name for name, _, _ in _ADMINISTRATORS])
    return account


def _person(username: str, name: str, code: RoleCode, organization_id: int | None, now: datetime) -> Account:
    account = accounts.create_account(username=username, display_name=name, by=None, now=now)
    accounts.grant_role(account=account, code=code, organization_id=organization_id, by=None, now=now)
    return account


@transaction.atomic
def record_rotation(*, rows: int, now: datetime) -> None:
    """Record that the encryption key was replaced, and how many rows were encrypted anew."""
    audit.record("key.rotated", by=None, at=now, detail={"rows": rows})
