"""What is done with passkeys: adding them, taking their answers, removing them."""

from datetime import datetime

from django.db import transaction

from guben_web.accounts import factor_actions as factors
from guben_web.accounts import passkeys
from guben_web.accounts.enums import Flaw
from guben_web.accounts.models import Account, Passkey, SecondFactor
from guben_web.accounts.passkeys import Credential, Site, Unsound
from guben_web.audit import actions as audit
from guben_web.audit.enums import Outcome
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


class PasskeyIsRefused(Refusal):
    """The answer of a passkey is not sound."""

    code = "accounts.passkey-is-refused"
    status = 422
    message = Text("通行密钥的应答核对不符。", "The answer of the passkey is not right.")
    hint = Text("请再试一次，或者用验证码、备用码。", "Try again, or type a code or a recovery code.")


class PasskeyIsTooLate(PasskeyIsRefused):
    """The page that asked is too old, or its answer was given before."""

    code = "accounts.passkey-is-too-late"
    message = Text(
        "页面打开超过5分钟，或者这次应答已经用过。",
        "The page stood open for more than five minutes, or this answer was given before.",
    )
    hint = Text("请再试一次。", "Try again.")


class PasskeyIsFromElsewhere(PasskeyIsRefused):
    """The browser answered for another site."""

    code = "accounts.passkey-is-from-elsewhere"
    message = Text(
        "这次应答来自别的网址，不是本系统。", "The answer came from another site than this system."
    )
    hint = Text(
        "请从平时的网址打开本系统再试。", "Open this system at the address you always use, and try again."
    )


class PasskeyIsUnknown(PasskeyIsRefused):
    """The passkey is not one of the account."""

    code = "accounts.passkey-is-unknown"
    message = Text(
        "这把通行密钥不是这个账号在这个网址登记的。",
        "This passkey is not one that this account added at this site.",
    )
    hint = Text(
        "请换登记过的设备，或者用验证码、备用码。",
        "Use the device you added, or type a code or a recovery code.",
    )


class PasskeyWentBack(PasskeyIsRefused):
    """The passkey counts less than before: there may be a copy of it."""

    code = "accounts.passkey-went-back"
    message = Text(
        "这把通行密钥的使用次数倒退了，它可能被复制过，因此不予接受。",
        "The count of this passkey did not grow: there may be a copy of it, so it is not taken.",
    )
    hint = Text(
        "请用验证码或备用码登录，移除这把通行密钥，并告诉安全管理员。",
        "Sign in with a code or a recovery code, remove this passkey, and tell the security administrator.",
    )


class PasskeyIsThere(Refusal):
    """The passkey was added before."""

    code = "accounts.passkey-is-there"
    message = Text("这把通行密钥已经登记过了。", "This passkey was added before.")
    hint = Text("请换一台设备。", "Use another device.")


_REFUSALS: dict[Flaw, type[PasskeyIsRefused]] = {
    Flaw.EXPIRED: PasskeyIsTooLate,
    Flaw.ELSEWHERE: PasskeyIsFromElsewhere,
    Flaw.UNKNOWN: PasskeyIsUnknown,
    Flaw.WENT_BACK: PasskeyWentBack,
    Flaw.UNSOUND: PasskeyIsRefused,
}


def use_passkey(
    *, account: Account, site: Site | None, challenge: bytes | None, answer: str, now: datetime
) -> None:
    """Take the answer of one of the account's passkeys.

    Raises SecondFactorIsLocked and PasskeyIsRefused; the failure is counted and recorded all the same.
    """
    flaw = None
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(account=account)
        factors.need_unlocked(factor, now)
        try:
            passkey = _take_answer(factor, site, challenge, answer, now)
        except Unsound as unsound:
            flaw = unsound.flaw
            factors.count_failure(factor, now)
            audit.record(
                "account.passkey_refused",
                by=None,
                subject=account,
                at=now,
                outcome=Outcome.REFUSED,
                detail={"flaw": flaw},
            )
        else:
            factor.failures, factor.failed_at = 0, None
            factor.save(update_fields=["failures", "failed_at"])
            detail = {"passkey": passkey.name}
            audit.record("account.passkey_used", by=account, subject=account, at=now, detail=detail)
    if flaw:
        factors.need_unlocked(factor, now)
        raise _REFUSALS[flaw]


@transaction.atomic
def add_passkey(
    *,
    account: Account,
    site: Site | None,
    challenge: bytes | None,
    answer: str,
    name: str,
    by: Account,
    now: datetime,
) -> list[str]:
    """Give the account a passkey; return recovery codes where it is its first second factor, else nothing.

    Raises PasskeyIsRefused and PasskeyIsThere.
    """
    if site is None or challenge is None:
        raise PasskeyIsTooLate
    try:
        made = passkeys.read_created(site, challenge, answer)
    except Unsound as unsound:
        raise _REFUSALS[unsound.flaw] from unsound
    if Passkey.objects.filter(credential_id=made.id).exists():
        raise PasskeyIsThere
    factor, is_first = SecondFactor.objects.get_or_create(
        account=account, defaults={"secret": "", "set_up_at": now, "last_step": 0}
    )
    Passkey.objects.create(
        factor=factor,
        name=name,
        host=site.host,
        credential_id=made.id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        added_at=now,
    )
    if is_first:
        detail = {"factor": "passkey"}
        audit.record("account.second_factor_set", by=by, subject=account, at=now, detail=detail)
    audit.record("account.passkey_added", by=by, subject=account, at=now, detail={"passkey": name})
    return factors.new_recovery_codes(account) if is_first else []


@transaction.atomic
def remove_passkey(*, passkey: Passkey, by: Account, now: datetime) -> None:
    """Take a passkey away; with the last one, where there is no authenticator, the second factor is off.

    Raises SecondFactorIsDemanded.
    """
    factor = SecondFactor.objects.select_for_update().get(pk=passkey.factor_id)
    account, detail = factor.account, {"passkey": passkey.name}
    audit.record("account.passkey_removed", by=by, subject=account, at=now, detail=detail)
    if _is_last(factor):
        factors.turn_second_factor_off(account=account, by=by, now=now)
    else:
        passkey.delete()


@transaction.atomic
def take_passkey_away(*, passkey: Passkey, reason: str, by: Account, now: datetime) -> None:
    """Take a passkey away from somebody who lost the device; with the last one goes what is left of the second factor."""
    factor = SecondFactor.objects.select_for_update().get(pk=passkey.factor_id)
    detail = {"passkey": passkey.name, "reason": reason}
    audit.record("account.passkey_removed", by=by, subject=factor.account, at=now, detail=detail)
    if _is_last(factor):
        factors.remove_second_factor(account=factor.account, reason=reason, by=by, now=now)
    else:
        passkey.delete()


def _is_last(factor: SecondFactor) -> bool:
    return not factor.has_authenticator and factor.passkeys.count() == 1


def _take_answer(
    factor: SecondFactor, site: Site | None, challenge: bytes | None, answer: str, now: datetime
) -> Passkey:
    if site is None or challenge is None:
        raise Unsound(Flaw.EXPIRED)
    named = passkeys.credential_named(answer)
    passkey = factor.passkeys.filter(credential_id=named, host=site.host).first()
    if passkey is None:
        raise Unsound(Flaw.UNKNOWN)
    held = Credential(passkey.credential_id, passkey.public_key, passkey.sign_count)
    passkey.sign_count = passkeys.count_given(site, challenge, answer, held)
    passkey.used_at = now
    passkey.save(update_fields=["sign_count", "used_at"])
    return passkey
