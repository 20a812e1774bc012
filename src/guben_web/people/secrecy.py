"""Identity numbers and phones: encrypted, findable by an index that gives nothing away, masked on screens.

Both keys come from the one in the data folder. A cipher text begins with a mark of its key, so that a rotation can
tell what it has done already (docs/decisions/0031).
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode, urlsafe_b64decode
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12
_MARK_LENGTH = 8
_SHOWN_BEFORE, _SHOWN_BEHIND = 6, 4
_PHONE_BEFORE = 3


class KeyDoesNotFit(Exception):
    """A cipher text was made with another key, or was altered."""


def encrypt(words: str) -> str:
    """Return the words encrypted; empty for no words. The same words never give the same text twice."""
    if not words:
        return ""
    cipher, mark = _cipher(settings.FIELD_KEY)
    nonce = os.urandom(_NONCE_BYTES)
    return f"{mark}.{b64encode(nonce + cipher.encrypt(nonce, words.encode(), None)).decode()}"


def decrypt(text: str) -> str:
    """Return the words of a cipher text; empty for an empty one.

    Raises KeyDoesNotFit.
    """
    if not text:
        return ""
    cipher, mark = _cipher(settings.FIELD_KEY)
    made_with, _, rest = text.partition(".")
    if made_with != mark:
        raise KeyDoesNotFit
    content = b64decode(rest)
    return cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """Return a file's content encrypted."""
    cipher, _ = _cipher(settings.FIELD_KEY)
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, None)


def decrypt_bytes(content: bytes) -> bytes:
    """Return the content of an encrypted file."""
    cipher, _ = _cipher(settings.FIELD_KEY)
    return cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None)


def index_of(kind: str, words: str | None) -> str | None:
    """Return what finds the words again without telling them; None for no words. `kind` keeps kinds apart."""
    if not words:
        return None
    # One-shot; half of SHA-256 is plenty to keep 100 million apart, and keeps the database's index small.
    return hmac.digest(_index_key(settings.FIELD_KEY), f"{kind}:{words}".encode(), "sha256").hex()[:32]


def masked_identity(words: str) -> str:
    """Return 410102********0024; never beside the birth date, which would fill the gap."""
    hidden = len(words) - _SHOWN_BEFORE - _SHOWN_BEHIND
    if hidden <= 0:
        return "*" * len(words)
    return words[:_SHOWN_BEFORE] + "*" * hidden + words[-_SHOWN_BEHIND:]


def masked_phone(words: str) -> str:
    """Return 154****0001."""
    hidden = len(words) - _PHONE_BEFORE - _SHOWN_BEHIND
    return words[:_PHONE_BEFORE] + "*" * hidden + words[-_SHOWN_BEHIND:] if hidden > 0 else "*" * len(words)


@cache
def _cipher(key: str) -> tuple[AESGCM, str]:
    secret = _derived(key, b"guben field encryption")
    return AESGCM(secret), hashlib.sha256(b"mark" + secret).hexdigest()[:_MARK_LENGTH]


@cache
def _index_key(key: str) -> bytes:
    return _derived(key, b"guben blind index")


def _derived(key: str, purpose: bytes) -> bytes:
    secret = urlsafe_b64decode(key + "=" * (-len(key) % 4))
    return HKDF(hashes.SHA256(), 32, None, purpose).derive(secret)
