"""Reads about accounts that more than one caller needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from guben_web.accounts.enums import AccountState, RoleCode
from guben_web.accounts.models import Account, Passkey, RecoveryCode, Role, SecondFactor, Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a list is narrowed down to; empty says nothing, None says any organization."""

    words: str = ""
    role: str = ""
    state: str = ""
    organization_ids: Collection[int] | RawSQL | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """Where an account is locked out, and until when."""

    address: str
    until: datetime
    is_of_second_factor: bool = False


def roles_of(account: Account) -> QuerySet[Role]:
    """Return the roles that the account holds now, the longest held first."""
    return account.roles.filter(ended_at=None).order_by("granted_at", "id")


def wanted_accounts(wanted: Wanted) -> QuerySet[Account]:
    """Return the accounts that are wanted, by name."""
    rows = Account.objects.order_by("username")
    if wanted.words:
        rows = rows.filter(
            Q(display_name__icontains=wanted.words) | Q(username__icontains=wanted.words.casefold())
        )
    if wanted.role or wanted.organization_ids is not None:
        held = Role.objects.filter(ended_at=None)
        if wanted.role:
            held = held.filter(code=wanted.role)
        if wanted.organization_ids is not None:
            held = held.filter(organization_id__in=wanted.organization_ids)
        rows = rows.filter(pk__in=held.values("account_id"))
    return rows.filter(_in_state(wanted.state)) if wanted.state else rows


def _in_state(state: str) -> Q:
    """Return the condition that an account stands like this."""
    if state == AccountState.INACTIVE:
        return Q(is_active=False)
    held = Role.objects.filter(ended_at=None)
    now = timezone.now()
    conditions = {
        AccountState.NEVER: Q(last_login=None),
        AccountState.UNPROTECTED: Q(
            pk__in=held.filter(code__in=settings.SECOND_FACTOR_DEMANDED_OF).values("account_id"),
            second_factor=None,
        ),
        AccountState.WITHOUT_ROLE: ~Q(pk__in=held.values("account_id")),
        AccountState.LOCKED: Q(username__in=_failed_attempts(now).values("username"))
        | Q(pk__in=_failed_factors(now).values("account_id")),
    }
    return Q(is_active=True) & conditions.get(AccountState(state), Q())


def _failed_attempts(now: datetime) -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=now - settings.AXES_COOLOFF_TIME,
    )
    return rows


def _failed_factors(now: datetime) -> QuerySet[SecondFactor]:
    return SecondFactor.objects.filter(
        failures__gte=settings.AXES_FAILURE_LIMIT, failed_at__gt=now - settings.AXES_COOLOFF_TIME
    )


def is_taken(username: str) -> bool:
    """Return whether an account has this name, in whichever letters."""
    return Account.objects.filter(username__iexact=username).exists()


def find_second_factor(account: Account) -> SecondFactor | None:
    """Return the second factor of an account, if it has one."""
    return SecondFactor.objects.filter(account=account).first()


def passkeys_of(account: Account) -> QuerySet[Passkey]:
    """Return the passkeys of an account, the first added first."""
    return Passkey.objects.filter(factor__account=account).order_by("added_at", "id")


def recovery_codes_left(account: Account) -> int:
    """Return how many recovery codes the account can still use."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def open_sessions_of(account: Account, now: datetime) -> QuerySet[Session]:
    """Return the browsers in which the account is signed in, the last seen first."""
    return account.sessions.filter(alive_at(now))


def alive_at(now: datetime) -> Q:
    """Return the condition that a session has neither idled out nor ended by itself."""
    return Q(seen_at__gt=now - settings.IDLE_TIMEOUT, begun_at__gt=now - settings.LONGEST_SESSION)


def locks_of(account: Account, now: datetime) -> list[Lock]:
    """Return where the account is locked out now after failures in a row: at addresses, and at the second factor."""
    pause = settings.AXES_COOLOFF_TIME
    attempts = _failed_attempts(now).filter(username=account.username)
    locks = [Lock(each.ip_address or "", each.attempt_time + pause) for each in attempts]
    for factor in _failed_factors(now).filter(account=account):
        assert factor.failed_at is not None
        locks.append(Lock("", factor.failed_at + pause, is_of_second_factor=True))
    return sorted(locks, key=lambda each: each.until)


def is_second_factor_demanded(account: Account) -> bool:
    """Return whether the account may go nowhere without a second factor."""
    demanded_of: frozenset[str] = settings.SECOND_FACTOR_DEMANDED_OF
    return bool(demanded_of) and bool(demanded_of & set(account.role_codes()))


def is_last_of(account: Account, code: RoleCode) -> bool:
    """Return whether nobody else who may sign in holds the role."""
    held = Role.objects.filter(code=code, ended_at=None, account__is_active=True)
    return not held.exclude(account=account).exists()
