"""What the workbench shows to administrators: accounts, the system and the record; nothing of what is in it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from guben_web.accounts.enums import AccountState
from guben_web.accounts.models import Account
from guben_web.accounts.queries import Wanted, wanted_accounts
from guben_web.accounts.workbench import Item, Kind
from guben_web.administration.health import findings
from guben_web.audit.actions import VERIFY
from guben_web.engine.texts import Text
from guben_web.jobs.queries import latest_run_of

_VERIFY_DAYS = 30
_WITHOUT_FACTOR = Text("应有而没有第二因素的账号", "Accounts that lack the second factor they need")
_OPEN_DOOR = Text("缺第二因素", "no second factor")
_LOCKED = Text("被锁定的账号", "Accounts that are locked out")
_TO_UNLOCK = Text("请核实", "see who it is")
_WITHOUT_ROLE = Text("没有角色的账号", "Accounts without a role")
_SEES_NOTHING = Text("登录后什么也看不到", "sees nothing")
_NEVER = Text("还没有登录过的账号", "Accounts that never signed in")
_INVITED = Text("等本人首次登录", "waits for the first sign-in")
_RECORD = Text("核对操作记录", "Verify the record of acts")
_NOT_VERIFIED = Text("30天内没有核对", "not verified for 30 days")
_UNSOUND = Text("上次核对发现问题", "the last time it was not sound")


def of_security(account: Account, day: date) -> Iterator[Item]:
    """Yield what is to be done about accounts; four queries."""
    page = reverse("administration:accounts")
    for state, kind, what, word, colour in (
        (AccountState.UNPROTECTED, Kind.WRONG, _WITHOUT_FACTOR, _OPEN_DOOR, "red"),
        (AccountState.WITHOUT_ROLE, Kind.WRONG, _WITHOUT_ROLE, _SEES_NOTHING, "amber"),
        (AccountState.LOCKED, Kind.WAITING, _LOCKED, _TO_UNLOCK, "amber"),
        (AccountState.NEVER, Kind.WAITING, _NEVER, _INVITED, "none"),
    ):
        if number := wanted_accounts(Wanted(state=state)).count():
            yield Item(kind, what, f"{page}?state={state}", word, colour, number)  # type: ignore[arg-type]


def of_system(account: Account, day: date) -> Iterator[Item]:
    """Yield how the system is where it is not well."""
    page = reverse("administration:system")
    for each in findings(timezone.now()):
        if each.colour in ("red", "amber"):
            yield Item(Kind.WRONG, each.about, page, each.words, each.colour)  # type: ignore[arg-type]


def of_audit(account: Account, day: date) -> Iterator[Item]:
    """Yield that the record is to be verified, or was found unsound; one query."""
    page, run = reverse("accounts:record"), latest_run_of(VERIFY)
    if run is not None and run.result and not run.result["is_sound"]:
        yield Item(Kind.WRONG, _RECORD, page, _UNSOUND, "red")
    elif run is None or run.queued_at < timezone.now() - timedelta(days=_VERIFY_DAYS):
        yield Item(Kind.WAITING, _RECORD, page, _NOT_VERIFIED, "amber")
