"""Identity numbers and phones: encrypted, findable by an index that gives nothing away, masked on screens.

Both keys come from the one in the data folder. A cipher text begins with a mark of its key, so that a rotation can
tell what it has done already, and is bound to the member and the field it belongs to: copied beside another name it
cannot be read (docs/decisions/0031).
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode, urlsafe_b64decode
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE_BYTES = 12
_MARK_LENGTH = 8
_SHOWN_BEFORE, _SHOWN_BEHIND = 6, 4
_PHONE_BEFORE = 3


class KeyDoesNotFit(Exception):
    """A cipher text was made with another key."""


class IsNotItsOwn(Exception):
    """A cipher text was altered, or stands where another belongs."""


def encrypt(words: str, *, of: object, field: str) -> str:
    """Return the words encrypted for a field of a member; empty for no words. Never the same text twice."""
    return encrypt_with(settings.FIELD_KEY, words, of=of, field=field)


def decrypt(text: str, *, of: object, field: str) -> str:
    """Return the words of a cipher text of a field of a member; empty for an empty one.

    Raises KeyDoesNotFit and IsNotItsOwn.
    """
    return decrypt_with(settings.FIELD_KEY, text, of=of, field=field)


def encrypt_with(key: str, words: str, *, of: object, field: str) -> str:
    """Return the words encrypted with a key of the caller's, for the rotation."""
    if not words:
        return ""
    cipher, mark = _cipher(key)
    nonce = os.urandom(_NONCE_BYTES)
    return f"{mark}:{b64encode(nonce + cipher.encrypt(nonce, words.encode(), _place(of, field))).decode()}"


def decrypt_with(key: str, text: str, *, of: object, field: str) -> str:
    """Return the words of a cipher text made with a key of the caller's, for the rotation."""
    if not text:
        return ""
    if not is_made_with(key, text):
        raise KeyDoesNotFit
    content = b64decode(text.partition(":")[2])
    try:
        return (
            _cipher(key)[0]
            .decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], _place(of, field))
            .decode()
        )
    except InvalidTag:
        raise IsNotItsOwn from None


def is_made_with(key: str, text: str) -> bool:
    """Return whether a cipher text was made with a key."""
    return text.partition(":")[0] == _cipher(key)[1]


def encrypt_bytes(content: bytes, key: str | None = None) -> bytes:
    """Return a file's content encrypted."""
    cipher, _ = _cipher(key or settings.FIELD_KEY)
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, None)


def decrypt_bytes(content: bytes, key: str | None = None) -> bytes:
    """Return the content of an encrypted file.

    Raises KeyDoesNotFit.
    """
    cipher, _ = _cipher(key or settings.FIELD_KEY)
    try:
        return cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None)
    except InvalidTag:
        raise KeyDoesNotFit from None


def index_of(kind: str, words: str | None, key: str | None = None) -> str | None:
    """Return what finds the words again without telling them; None for no words. `kind` keeps kinds apart."""
    if not words:
        return None
    # One-shot; half of SHA-256 is plenty to keep 100 million apart, and keeps the database's index small.
    return hmac.digest(_index_key(key or settings.FIELD_KEY), f"{kind}:{words}".encode(), "sha256").hex()[:32]


def masked_identity(words: str) -> str:
    """Return 410102************: the region only, since pages show birth dates, which would fill any other gap."""
    hidden = len(words) - _SHOWN_BEFORE
    return words[:_SHOWN_BEFORE] + "*" * hidden if hidden > 0 else "*" * len(words)


def masked_phone(words: str) -> str:
    """Return 154****0001."""
    hidden = len(words) - _PHONE_BEFORE - _SHOWN_BEHIND
    return words[:_PHONE_BEFORE] + "*" * hidden + words[-_SHOWN_BEHIND:] if hidden > 0 else "*" * len(words)


def masked(field: str, words: str) -> str:
    """Return what lists and pages show of a number: of an address only how long it is."""
    match field:
        case "identity":
            return masked_identity(words)
        case "phone":
            return masked_phone(words)
    return "*" * len(words)


def _place(of: object, field: str) -> bytes:
    return f"{of}:{field}".encode()


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
