"""Cipher texts as they were before they were bound to their place, for the migrations that bind them."""

import hashlib
from base64 import b64decode, urlsafe_b64decode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from guben_web.people.secrecy import KeyDoesNotFit, encrypt

_NONCE_BYTES = 12
_FIELDS = ("identity", "phone")


def bind_text(text: str, *, of: object, field: str) -> str:
    """Return an unbound cipher text bound to a field of a member; what is bound or empty stays."""
    if not text or ":" in text:
        return text
    secret = _secret()
    mark, _, rest = text.partition(".")
    if mark != hashlib.sha256(b"mark" + secret).hexdigest()[:8]:
        raise KeyDoesNotFit
    content = b64decode(rest)
    words = AESGCM(secret).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], None).decode()
    return encrypt(words, of=of, field=field)


def bind_changes(changes: dict[str, list[Any]], *, of: object) -> bool:
    """Bind the cipher texts of a change and return whether there were any."""
    there = [name for name in _FIELDS if name in changes]
    for name in there:
        changes[name] = [bind_text(each, of=of, field=name) if each else each for each in changes[name]]
    return bool(there)


def _secret() -> bytes:
    key = settings.FIELD_KEY
    secret = urlsafe_b64decode(key + "=" * (-len(key) % 4))
    return HKDF(hashes.SHA256(), 32, None, b"guben field encryption").derive(secret)
