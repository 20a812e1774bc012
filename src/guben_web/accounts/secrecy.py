"""Secrets of second factors at rest, under keys of their own, made from the one that signs cookies.

They are apart from identity numbers: rotating the key of those leaves second factors as they are, and losing this key
means that second factors are set up anew (docs/decisions/0056).
"""

import base64
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class KeyDoesNotFit(Exception):
    """A secret was encrypted with another key, or was altered."""


def encrypt(secret: bytes) -> str:
    """Return a secret encrypted."""
    return _cipher(settings.SECRET_KEY).encrypt(secret).decode()


def decrypt(text: str) -> bytes:
    """Return the secret of a cipher text.

    Raises KeyDoesNotFit.
    """
    try:
        return _cipher(settings.SECRET_KEY).decrypt(text.encode())
    except InvalidToken as altered:
        raise KeyDoesNotFit from altered


def digest_of(code: str) -> str:
    """Return what is kept of a recovery code; without the key, nobody can try codes against it."""
    return hmac.new(
        _derived(settings.SECRET_KEY, b"guben recovery codes"), code.encode(), "sha256"
    ).hexdigest()


@cache
def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, b"guben second factor")))


@cache
def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
