"""Things that tests need to exist."""

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from guben_web.accounts import actions, totp
from guben_web.accounts import factor_actions as factors
from guben_web.accounts.enums import WITHOUT_ORGANIZATION, RoleCode
from guben_web.accounts.models import Account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
# What the authenticator of an account with a second factor knows; the one of RFC 6238.
SECRET = b"12345678901234567890"
PASSWORD = "red bridge 27 over water"
_NUMBERS = count(1)


def make_account(*roles: str, organization_id: int = 1, has_password: bool = True) -> Account:
    """Return an account that holds these roles, those that need one for the organization."""
    number = next(_NUMBERS)
    account = actions.create_account(username=f"user{number}", display_name=f"测试{number}", by=None, now=NOW)
    for role in map(RoleCode, roles):
        where = None if role in WITHOUT_ORGANIZATION else organization_id
        actions.grant_role(account=account, code=role, organization_id=where, by=None, now=NOW)
    if has_password:
        account.set_password(PASSWORD)
        account.must_set_password = False
        account.save()
    return account


def with_factor(*roles: str, now: datetime = NOW) -> tuple[Account, list[str]]:
    """Return an account whose authenticator knows SECRET, and its recovery codes."""
    account = make_account(*roles)
    code = totp.code_at(SECRET, now)
    return account, factors.set_up_second_factor(
        account=account, secret=SECRET, code=code, by=account, now=now
    )
