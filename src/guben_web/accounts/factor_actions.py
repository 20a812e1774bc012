"""What is done with second factors: setting them up, taking their codes, removing them."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from guben_web.accounts import secrecy, totp
from guben_web.accounts.models import Account, RecoveryCode, SecondFactor
from guben_web.accounts.queries import is_second_factor_demanded
from guben_web.audit import actions as audit
from guben_web.audit.enums import Outcome
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

_RECOVERY_CODES = 10
# Without letters and digits that look alike on paper.
_RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


class CodeIsWrong(Refusal):
    """The code of a second factor is not right, or was used before."""

    code = "accounts.code-is-wrong"
    status = 422
    message = Text("验证码不对，或者已经用过。", "The code is wrong, or was used before.")
    hint = Text(
        "请输入身份验证器现在显示的6位数字；手机时间要准。",
        "Type the six digits that your authenticator shows now; the phone's clock must be right.",
    )


class SecondFactorIsLocked(Refusal):
    """Too many wrong codes in a row."""

    code = "accounts.second-factor-is-locked"
    status = 429
    message = Text(
        "验证码或通行密钥连续{times}次不对，{minutes}分钟内不再接受。",
        "{times} wrong codes or passkeys in a row: none is taken for {minutes} minutes.",
    )
    hint = Text(
        "之后可以再试，或者请安全管理员撤除第二因素。",
        "Try again after that, or ask the security administrator to remove the second factor.",
    )


class SecondFactorIsDemanded(Refusal):
    """The account must keep its second factor."""

    code = "accounts.second-factor-is-demanded"
    message = Text(
        "您的角色必须使用第二因素，不能关闭。", "Your role demands a second factor; it cannot be turned off."
    )
    hint = Text("换手机时请重新设置。", "Set it up anew when you change the phone.")


def use_code(*, account: Account, code: str, now: datetime) -> None:
    """Take a code of the account's authenticator, or one of its recovery codes; each is taken once.

    Raises SecondFactorIsLocked and CodeIsWrong; the failure is counted and recorded all the same.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(account=account)
        need_unlocked(factor, now)
        is_right = _take_step(factor, code, now) or _take_recovery_code(account, code, now)
        if not is_right:
            count_failure(factor, now)
            audit.record("account.code_refused", by=None, subject=account, at=now, outcome=Outcome.REFUSED)
    if not is_right:
        need_unlocked(factor, now)
        raise CodeIsWrong


@transaction.atomic
def set_up_second_factor(
    *, account: Account, secret: bytes, code: str, by: Account, now: datetime
) -> list[str]:
    """Give the account a second factor whose first code is right; return its recovery codes, which are nowhere kept.

    Raises CodeIsWrong.
    """
    step = totp.find_step(secret, code, now)
    if step is None:
        raise CodeIsWrong
    SecondFactor.objects.update_or_create(
        account=account,
        defaults={
            "secret": secrecy.encrypt(secret),
            "set_up_at": now,
            "last_step": step,
            "failures": 0,
            "failed_at": None,
        },
    )
    detail = {"factor": "authenticator"}
    audit.record("account.second_factor_set", by=by, subject=account, at=now, detail=detail)
    return new_recovery_codes(account)


@transaction.atomic
def renew_recovery_codes(*, account: Account, by: Account, now: datetime) -> list[str]:
    """Return new recovery codes, which are nowhere kept; the earlier ones end."""
    audit.record("account.recovery_codes_renewed", by=by, subject=account, at=now)
    return new_recovery_codes(account)


@transaction.atomic
def turn_second_factor_off(*, account: Account, by: Account, now: datetime) -> None:
    """Let the account be without a second factor, at its holder's wish.

    Raises SecondFactorIsDemanded.
    """
    if is_second_factor_demanded(account):
        raise SecondFactorIsDemanded
    _remove_second_factor(account, by, now)


@transaction.atomic
def remove_second_factor(*, account: Account, reason: str, by: Account | None, now: datetime) -> None:
    """Take all of the second factor away from somebody who lost it: authenticator, passkeys and recovery codes."""
    _remove_second_factor(account, by, now, reason)


def forgive_failures(*, account: Account) -> None:
    """Take codes of the account again at once; whoever asks for it records why."""
    SecondFactor.objects.filter(account=account).update(failures=0, failed_at=None)


def need_unlocked(factor: SecondFactor, now: datetime) -> None:
    """Refuse after too many failures in a row, whichever kind they were of; forget those that are long ago.

    Raises SecondFactorIsLocked.
    """
    limit, pause = settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME
    if factor.failed_at and now - factor.failed_at >= pause:
        factor.failures = 0
    if factor.failures >= limit:
        raise SecondFactorIsLocked(times=limit, minutes=pause // timedelta(minutes=1))


def count_failure(factor: SecondFactor, now: datetime) -> None:
    """Count one more failure in a row; whoever asks for it records it."""
    factor.failures += 1
    factor.failed_at = now
    factor.save(update_fields=["failures", "failed_at"])


def _take_step(factor: SecondFactor, code: str, now: datetime) -> bool:
    if not factor.has_authenticator:
        return False
    step = totp.find_step(secrecy.decrypt(factor.secret), code, now)
    if step is None or step <= factor.last_step:
        return False
    factor.last_step, factor.failures, factor.failed_at = step, 0, None
    factor.save(update_fields=["last_step", "failures", "failed_at"])
    return True


def _take_recovery_code(account: Account, code: str, now: datetime) -> bool:
    unused = RecoveryCode.objects.filter(
        account=account, digest=secrecy.digest_of(_plain(code)), used_at=None
    )
    if not unused.update(used_at=now):
        return False
    audit.record("account.recovery_code_used", by=account, subject=account, at=now)
    return True


def new_recovery_codes(account: Account) -> list[str]:
    """Return new recovery codes, which are nowhere kept; whoever asks for them records why."""
    RecoveryCode.objects.filter(account=account).delete()
    plain = ["".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(10)) for _ in range(_RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=secrecy.digest_of(each)) for each in plain
    )
    return [f"{each[:5]}-{each[5:]}" for each in plain]


def _remove_second_factor(account: Account, by: Account | None, now: datetime, reason: str = "") -> None:
    RecoveryCode.objects.filter(account=account).delete()
    factor = SecondFactor.objects.filter(account=account).first()
    if factor is not None:
        detail = {"passkeys": factor.passkeys.count(), "reason": reason}
        factor.delete()
        audit.record("account.second_factor_removed", by=by, subject=account, at=now, detail=detail)


def _plain(code: str) -> str:
    return code.replace("-", "").casefold()
