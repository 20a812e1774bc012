"""What a browser's session keeps about signing in; above all who gave the first factor, until the second is given.

Nobody is signed in meanwhile. What is known stands in the session of the browser and is good for ten minutes.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from guben_web.accounts import passkeys, secrecy, totp
from guben_web.accounts.models import Account

_KEY = "second_factor_for"
_PASSED = "second_factor"
_OFFER = "second_factor_offered"
_BEGUN = "begun_at"
_LIFETIME = timedelta(minutes=10)
_CHALLENGE = "passkey_challenge"
_CONFIRMED = "second_factor_confirmed"
_SHORT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """Somebody whose first factor was right: which account, by what, since when, and the page she wanted."""

    account_id: int
    means: str
    since: str
    page: str


def remember(request: HttpRequest, *, account: Account, means: str, page: str, now: datetime) -> None:
    """Keep who waits for her second factor, in a session that nobody could have known before."""
    request.session.cycle_key()
    half = HalfSignedIn(account.pk, means, now.isoformat(), page)
    request.session[_KEY] = asdict(half)


def find_half(request: HttpRequest, now: datetime) -> HalfSignedIn | None:
    """Return who waits for her second factor here; None for nobody, or if it is too long ago."""
    kept = request.session.get(_KEY)
    half = HalfSignedIn(**kept) if kept else None
    return half if half and now - datetime.fromisoformat(half.since) <= _LIFETIME else None


def forget(request: HttpRequest) -> None:
    """Let nobody wait any more."""
    request.session.pop(_KEY, None)


def note_passed(request: HttpRequest) -> None:
    """Keep in the session that the second factor was given."""
    request.session[_PASSED] = True


def has_passed(request: HttpRequest) -> bool:
    """Return whether whoever is signed in gave a second factor."""
    return bool(request.session.get(_PASSED))


def note_begun(request: HttpRequest, now: datetime) -> None:
    """Keep in the session when it began."""
    request.session[_BEGUN] = now.isoformat()


def begun_at(request: HttpRequest) -> datetime | None:
    """Return when the session began; None where nobody signed in by herself."""
    kept = request.session.get(_BEGUN)
    return datetime.fromisoformat(kept) if kept else None


def secret_offered(request: HttpRequest) -> bytes:
    """Return the secret that a page offers to an authenticator, the same until it is taken or the session ends."""
    kept = request.session.get(_OFFER)
    if kept is None:
        kept = request.session[_OFFER] = secrecy.encrypt(totp.new_secret())
    return secrecy.decrypt(kept)


def forget_offer(request: HttpRequest) -> None:
    """Offer another secret next time."""
    request.session.pop(_OFFER, None)


def new_challenge(request: HttpRequest, now: datetime) -> bytes:
    """Return a challenge for the next answer of a passkey; it stands in the session for five minutes, and alone."""
    challenge = passkeys.new_challenge()
    request.session[_CHALLENGE] = {"hex": challenge.hex(), "at": now.isoformat()}
    return challenge


def take_challenge(request: HttpRequest, now: datetime) -> bytes | None:
    """Return the challenge that an answer has to have signed, and forget it; None if there is none, or it is too old."""
    kept = request.session.pop(_CHALLENGE, None)
    is_fresh = kept is not None and now - datetime.fromisoformat(kept["at"]) <= _SHORT
    return bytes.fromhex(kept["hex"]) if is_fresh else None


def note_confirmed(request: HttpRequest, now: datetime) -> None:
    """Keep in the session that the second factor was given again just now, to change what it is."""
    request.session[_CONFIRMED] = now.isoformat()


def is_confirmed(request: HttpRequest, now: datetime) -> bool:
    """Return whether the second factor was given again within the last five minutes."""
    kept = request.session.get(_CONFIRMED)
    return kept is not None and now - datetime.fromisoformat(kept) <= _SHORT
