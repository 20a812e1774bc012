"""One-time codes by the clock (RFC 6238): six digits, a new one every thirty seconds."""

import base64
import os
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
_SECONDS = 30
_SECRET_BYTES = 20
# Clocks of phones and servers differ: the code before and the one after are right too.
_STEPS_AROUND = (0, -1, 1)


def new_secret() -> bytes:
    """Return a secret to share with an authenticator."""
    return os.urandom(_SECRET_BYTES)


def find_step(secret: bytes, code: str, now: datetime) -> int | None:
    """Return the thirty seconds, counted from 1970, that a code belongs to; None for one that is not right now."""
    clock, step_now = _clock(secret), int(now.timestamp()) // _SECONDS
    for around in _STEPS_AROUND:
        try:
            clock.verify(code.encode(), (step_now + around) * _SECONDS)
        except InvalidToken:
            continue
        return step_now + around
    return None


def code_at(secret: bytes, now: datetime) -> str:
    """Return the code that an authenticator shows."""
    return _clock(secret).generate(int(now.timestamp())).decode()


def words_of(secret: bytes) -> str:
    """Return the secret for typing, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(secret: bytes, *, username: str, issuer: str) -> str:
    """Return what an authenticator reads from the QR code."""
    return _clock(secret).get_provisioning_uri(username, issuer)


def _clock(secret: bytes) -> TOTP:
    # SHA-1 is what every authenticator can; as a keyed digest it is sound.
    return TOTP(secret, DIGITS, SHA1(), _SECONDS)
