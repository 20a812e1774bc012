"""Letting people in and out: by password, one-time link or identity provider, then the second factor; sessions."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest

from guben_web.accounts import factor_actions as factors
from guben_web.accounts import passing, passkeys
from guben_web.accounts import passkey_actions as keys
from guben_web.accounts.actions import LinkIsSpent, get_open_link
from guben_web.accounts.enums import Ending, LinkPurpose, Means
from guben_web.accounts.models import Account, Session, SignInLink
from guben_web.accounts.passing import HalfSignedIn
from guben_web.accounts.queries import find_second_factor
from guben_web.audit import actions as audit
from guben_web.audit.address import current_address
from guben_web.audit.enums import Outcome
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_ENDED = {
    Ending.ASKED: "account.signed_out",
    Ending.IDLE: "account.idled_out",
    Ending.LONG: "account.timed_out",
}


class NotWaitingForACode(Refusal):
    """Nobody in this browser has given the first factor, or it was too long ago."""

    code = "accounts.not-waiting-for-a-code"
    status = 410
    message = Text("登录已超时，请重新登录。", "That took too long; sign in again.")


class NoAccountForThis(Refusal):
    """The identity provider knows somebody who has no account here."""

    code = "accounts.no-account-for-this"
    status = 403
    message = Text(
        "统一认证通过，但这里没有用户名为“{username}”的可用账号。",
        "The identity provider knows you, but no account that can be used here has the name '{username}'.",
    )
    hint = Text("请联系安全管理员建立账号。", "Ask the security administrator for an account.")


@transaction.atomic
def sign_in_by_link(*, request: HttpRequest, token: str, now: datetime) -> bool:
    """Let the holder of the link in, once; return False where her second factor is asked for first.

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
        _end_sessions(account)
    audit.record("link.used", by=account, subject=account, at=now, detail={"purpose": link.purpose})
    return _enter(request, account, Means.LINK, "/", now)


@transaction.atomic
def sign_in_by_password(*, request: HttpRequest, account: Account, page: str, now: datetime) -> bool:
    """Let somebody in whose password was found right; return False where her second factor is asked for first."""
    return _enter(request, account, Means.PASSWORD, page, now)


def sign_in_by_provider(*, request: HttpRequest, username: str, page: str, now: datetime) -> bool:
    """Let somebody in whom the identity provider names; return False where her second factor is asked for first.

    It lets nobody in who has no account here, and gives no roles. Raises NoAccountForThis, which is recorded.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        record_failed_sign_in(username="", is_locked=False, now=now)
        raise NoAccountForThis(username=username)
    with transaction.atomic():
        return _enter(request, account, Means.PROVIDER, page, now)


def get_half(*, request: HttpRequest, now: datetime) -> tuple[HalfSignedIn, Account]:
    """Return who has given the first factor in this browser and not the second.

    Raises NotWaitingForACode.
    """
    half = passing.find_half(request, now)
    account = Account.objects.filter(pk=half.account_id, is_active=True).first() if half else None
    if half is None or account is None:
        raise NotWaitingForACode
    return half, account


def sign_in_by_code(*, request: HttpRequest, code: str, now: datetime) -> str:
    """Let somebody in who gives the second factor; return the page she wanted.

    Raises NotWaitingForACode, SecondFactorIsLocked and CodeIsWrong.
    """
    half, account = get_half(request=request, now=now)
    factors.use_code(account=account, code=code, now=now)
    return _let_in(request, half, account, now)


def sign_in_by_passkey(*, request: HttpRequest, answer: str, now: datetime) -> str:
    """Let somebody in whose passkey answers as the second factor; return the page she wanted.

    Raises NotWaitingForACode, SecondFactorIsLocked and PasskeyIsRefused.
    """
    half, account = get_half(request=request, now=now)
    _use_passkey(request, account, answer, now)
    return _let_in(request, half, account, now)


@transaction.atomic
def complete_with_second_factor(
    *, request: HttpRequest, secret: bytes, code: str, by: Account, now: datetime
) -> list[str]:
    """Give the person a second factor, as of now in this session; return her recovery codes. Other sessions end.

    Raises CodeIsWrong.
    """
    codes = factors.set_up_second_factor(account=by, secret=secret, code=code, by=by, now=now)
    _end_sessions(by, but=request.session.session_key)
    passing.note_passed(request)
    return codes


def confirm_by_passkey(*, request: HttpRequest, answer: str, by: Account, now: datetime) -> None:
    """Take a passkey of somebody who is signed in and is about to change her second factor.

    Raises SecondFactorIsLocked and PasskeyIsRefused.
    """
    _use_passkey(request, by, answer, now)
    passing.note_confirmed(request, now)


def confirm_by_code(*, request: HttpRequest, code: str, by: Account, now: datetime) -> None:
    """Take a code of somebody who is signed in and is about to change her second factor.

    Raises SecondFactorIsLocked and CodeIsWrong.
    """
    factors.use_code(account=by, code=code, now=now)
    passing.note_confirmed(request, now)


@transaction.atomic
def complete_with_passkey(
    *, request: HttpRequest, answer: str, name: str, by: Account, now: datetime
) -> list[str]:
    """Give the person a passkey; where it is her first second factor other sessions end, and recovery codes are returned.

    Raises PasskeyIsRefused and PasskeyIsThere.
    """
    codes = keys.add_passkey(
        account=by,
        site=passkeys.find_site(request),
        challenge=passing.take_challenge(request, now),
        answer=answer,
        name=name,
        by=by,
        now=now,
    )
    if codes:
        _end_sessions(by, but=request.session.session_key)
    passing.note_passed(request)
    return codes


@transaction.atomic
def record_failed_sign_in(*, username: str, is_locked: bool, now: datetime) -> None:
    """Record that somebody could not sign in; `username` is empty where it is not known.

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
def sign_out(*, request: HttpRequest, by: Account, now: datetime, why: Ending = Ending.ASKED) -> None:
    """End the session."""
    audit.record(_ENDED[why], by=by, subject=by, at=now)
    Session.objects.filter(key=request.session.session_key).delete()
    logout(request)


@transaction.atomic
def set_password(
    *, request: HttpRequest, account: Account, password: str, by: Account, now: datetime
) -> None:
    """Give the account a password, which the form has checked; its other sessions end."""
    account.set_password(password)
    account.must_set_password = False
    account.save(update_fields=["password", "must_set_password"])
    before = request.session.session_key
    _end_sessions(account, but=before)
    update_session_auth_hash(request, account)
    Session.objects.filter(key=before).update(key=request.session.session_key)
    audit.record("account.password_set", by=by, subject=account, at=now)


@transaction.atomic
def end_session(*, session: Session, by: Account, now: datetime) -> None:
    """Sign somebody out in one of her browsers, from elsewhere."""
    SessionStore(session.key).delete()
    session.delete()
    audit.record("account.session_ended", by=by, subject=session.account, at=now)


@transaction.atomic
def end_all_sessions(*, account: Account, by: Account | None, now: datetime) -> None:
    """Sign somebody out in all her browsers."""
    if _end_sessions(account):
        audit.record("account.sessions_ended", by=by, subject=account, at=now)


def keep_session(*, request: HttpRequest, now: datetime) -> None:
    """Note that whoever has this session is still there."""
    Session.objects.filter(key=request.session.session_key).update(seen_at=now)


@transaction.atomic
def tidy_sessions(*, now: datetime) -> None:
    """Forget sessions that have idled out or ended by themselves."""
    Session.objects.filter(seen_at__lt=now - settings.IDLE_TIMEOUT).delete()
    Session.objects.filter(begun_at__lt=now - settings.LONGEST_SESSION).delete()


def _enter(request: HttpRequest, account: Account, means: Means, page: str, now: datetime) -> bool:
    if request.user.is_authenticated:
        # Whoever signs in anew leaves the session of before.
        Session.objects.filter(key=request.session.session_key).delete()
        logout(request)
    if find_second_factor(account) is None:
        _sign_in(request, account, means, now)
        return True
    passing.remember(request, account=account, means=means, page=page, now=now)
    return False


def _use_passkey(request: HttpRequest, account: Account, answer: str, now: datetime) -> None:
    keys.use_passkey(
        account=account,
        site=passkeys.find_site(request),
        challenge=passing.take_challenge(request, now),
        answer=answer,
        now=now,
    )


@transaction.atomic
def _let_in(request: HttpRequest, half: HalfSignedIn, account: Account, now: datetime) -> str:
    passing.forget(request)
    _sign_in(request, account, Means(half.means), now)
    passing.note_passed(request)
    return half.page


def _sign_in(request: HttpRequest, account: Account, means: Means, now: datetime) -> None:
    login(request, account, backend=_BACKEND)
    if not request.session.session_key:
        request.session.create()
    passing.note_begun(request, now)
    key = str(request.session.session_key)
    Session.objects.create(
        account=account,
        key=key,
        means=means,
        begun_at=now,
        seen_at=now,
        address=current_address(),
        agent=request.headers.get("User-Agent", "")[:300],
    )
    audit.record("account.signed_in", by=account, subject=account, at=now, detail={"by": means})


def _end_sessions(account: Account, but: str | None = None) -> int:
    ended = list(Session.objects.filter(account=account).exclude(key=but or ""))
    for session in ended:
        SessionStore(session.key).delete()
        session.delete()
    return len(ended)
