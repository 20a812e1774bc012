"""Passkeys (WebAuthn) over fido2: what a browser is asked for, and whether its answer is sound. Nothing is stored here.

Attestation is not asked for: who made a device is nobody's business here.
"""

import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import HttpRequest
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guben_web.accounts.enums import Flaw
from guben_web.engine.texts import Text

_CHALLENGE_BYTES = 32
_TITLE = "固本 Guben"
_NEEDS_NAME = Text(
    "现在是用数字地址访问本系统，通行密钥只能用在有域名的网址上；请用身份验证器。",
    "You reach this system by a numeric address, and passkeys work only with a host name; use an authenticator.",
)
_NEEDS_HTTPS = Text(
    "本系统没有用https访问，浏览器不允许使用通行密钥；请用身份验证器。",
    "This system is not reached by https, without which browsers allow no passkeys; use an authenticator.",
)
# What fido2 raises over answers that no browser gives.
_MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    struct.error,
)


class Unsound(Exception):
    """An answer is not one that lets in; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(flaw)


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys are good: the host name they are bound to, and the origin that a browser has to name."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Credential:
    """The public half of a passkey, in base64url, and how often it says it has signed."""

    id: str
    public_key: str
    sign_count: int


def find_site(request: HttpRequest) -> Site | None:
    """Return the site that a request reaches; None where browsers allow no passkeys."""
    if why_not(request) is not None:
        return None
    return Site(_host_of(request), f"{request.scheme}://{request.get_host().lower()}")


def why_not(request: HttpRequest) -> Text | None:
    """Return why passkeys cannot be used here, in one sentence; None where they can."""
    host = _host_of(request)
    if _is_address(host):
        return _NEEDS_NAME
    is_local = host == "localhost" or host.endswith(".localhost")
    return None if is_local or request.is_secure() else _NEEDS_HTTPS


def new_challenge() -> bytes:
    """Return what the next answer has to have signed."""
    return os.urandom(_CHALLENGE_BYTES)


def creation_options(
    site: Site, challenge: bytes, *, user_id: int, username: str, name: str, held: Iterable[str]
) -> str:
    """Return as JSON what a browser needs to make a passkey on a device that has none of those held."""
    options, _ = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=str(user_id).encode(), name=username, display_name=name),
        credentials=_descriptors(held),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=challenge,
    )
    return json.dumps(dict(options.public_key))


def request_options(site: Site, challenge: bytes, held: Iterable[str]) -> str:
    """Return as JSON what a browser needs to answer with one of the passkeys held."""
    options, _ = _server(site).authenticate_begin(
        credentials=_descriptors(held),
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=challenge,
    )
    return json.dumps(dict(options.public_key))


@contextmanager
def _malformed_is_unsound() -> Iterator[None]:
    try:
        yield
    except _MALFORMED as wrong:
        raise Unsound(Flaw.UNSOUND) from wrong


@_malformed_is_unsound()
def read_created(site: Site, challenge: bytes, answer: str) -> Credential:
    """Return the passkey that a browser made.

    Raises Unsound.
    """
    response = RegistrationResponse.from_dict(_told(answer))
    _need_asked_here(response.response.client_data, site, challenge)
    made = _server(site).register_complete(_state(challenge), response)
    data = made.credential_data
    if data is None:
        raise Unsound(Flaw.UNSOUND)
    return Credential(
        websafe_encode(data.credential_id), websafe_encode(cbor.encode(dict(data.public_key))), made.counter
    )


@_malformed_is_unsound()
def credential_named(answer: str) -> str:
    """Return the id of the passkey that an answer says it comes from, in base64url.

    Raises Unsound.
    """
    return websafe_encode(AuthenticationResponse.from_dict(_told(answer)).raw_id)


@_malformed_is_unsound()
def count_given(site: Site, challenge: bytes, answer: str, held: Credential) -> int:
    """Return how often the passkey says it has signed, where its answer is right.

    Raises Unsound; above all where the count did not grow, which a copy of the device would do.
    """
    response = AuthenticationResponse.from_dict(_told(answer))
    _need_asked_here(response.response.client_data, site, challenge)
    key = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(websafe_decode(held.public_key))))
    known = AttestedCredentialData.create(Aaguid.NONE, websafe_decode(held.id), key)
    _server(site).authenticate_complete(_state(challenge), [known], response)
    count = response.response.authenticator_data.counter
    # Passkeys that are kept in several places at once do not count and always say zero.
    if (count or held.sign_count) and count <= held.sign_count:
        raise Unsound(Flaw.WENT_BACK)
    return count


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=_TITLE, id=site.host),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == site.origin,
    )


def _need_asked_here(told: CollectedClientData, site: Site, challenge: bytes) -> None:
    if told.challenge != challenge:
        raise Unsound(Flaw.EXPIRED)
    if told.origin != site.origin or told.cross_origin:
        raise Unsound(Flaw.ELSEWHERE)


def _told(answer: str) -> Mapping[str, Any]:
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise TypeError("A browser answers with an object.")
    return told


def _state(challenge: bytes) -> dict[str, object]:
    return {
        "challenge": websafe_encode(challenge),
        "user_verification": UserVerificationRequirement.PREFERRED,
    }


def _descriptors(held: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(each))
        for each in held
    ]


def _host_of(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
