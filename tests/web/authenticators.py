"""An authenticator in software: makes passkeys over ES256 and answers with them, as a browser hands it on."""

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One device with one passkey."""

    host: str = "localhost"
    origin: str = "http://localhost"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(32))

    def create(self, options: dict, **told) -> str:
        """Return the answer to a page that asks for a new passkey; `told` replaces what the browser says."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        made = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(_PRESENT | _VERIFIED | _ATTESTED) + made
        attestation = cbor.encode({"fmt": "none", "authData": data, "attStmt": {}})
        said = self._said("webauthn.create", options, told)
        return self._answer({"clientDataJSON": said, "attestationObject": attestation})

    def get(self, options: dict, **told) -> str:
        """Return the signed answer to a page that asks for a passkey; every answer counts one more."""
        self.count += 1
        data, said = self._data(_PRESENT | _VERIFIED), self._said("webauthn.get", options, told)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": data, "signature": signature})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _said(self, kind: str, options: dict, told: dict) -> bytes:
        said = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(said | told).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        words = {name: in_words(value) for name, value in response.items()}
        return json.dumps(
            {"id": in_words(self.id), "rawId": in_words(self.id), "type": "public-key", "response": words}
        )


def in_words(value: bytes) -> str:
    """Return base64url without its padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
