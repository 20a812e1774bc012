"""Signing in with an identity provider (OpenID Connect): the way there, and what it says about who came back.

The authorization code flow with PKCE, state and nonce. Settings name the provider; where they do not, there is none.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import Request, urlopen

import jwt
from django.conf import settings
from django.http import HttpRequest

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

_KEY = "provider_way"
_DISCOVERY = "/.well-known/openid-configuration"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_PATIENCE_SECONDS = 10
_LEEWAY_SECONDS = 60
_MOST_BYTES = 2**20


class ProviderDoesNotAnswer(Refusal):
    """The provider could not be reached, or did not say what the standard asks for."""

    code = "accounts.provider-does-not-answer"
    status = 502
    message = Text("统一认证系统没有正确应答。", "The identity provider did not answer as it should.")
    hint = Text(
        "请稍后再试，或者用密码登录；一直这样请告诉系统管理员。",
        "Try again later, or sign in with your password; tell the system administrator if it stays so.",
    )


class AnswerDoesNotFit(Refusal):
    """What came back was not asked for here, was altered, or says that the person did not sign in."""

    code = "accounts.answer-does-not-fit"
    status = 403
    message = Text("统一认证没有完成。", "Signing in with the identity provider was not completed.")
    hint = Text("请从登录页重新开始。", "Begin again on the sign-in page.")


@dataclass(frozen=True, slots=True)
class Way:
    """What is kept in the browser's session while somebody is away at the provider."""

    state: str
    nonce: str
    verifier: str
    page: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider said: the value of the claim that names the account; and the page the person wanted."""

    username: str
    page: str


def is_set_up() -> bool:
    """Return whether the installation has an identity provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def way_there(request: HttpRequest, *, back: str, page: str) -> str:
    """Return the provider's address to send the browser to; `back` is ours, where it returns.

    Raises ProviderDoesNotAnswer.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    way = Way(state, nonce, verifier, page)
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": way.state,
        "nonce": way.nonce,
        "code_challenge": _base64url(hashlib.sha256(way.verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    address = _checked(_discovered(), "authorization_endpoint")
    request.session[_KEY] = asdict(way)
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"


def told_by(request: HttpRequest, *, back: str) -> Told:
    """Return whom the provider says that the browser has come back as; good once.

    Raises ProviderDoesNotAnswer and AnswerDoesNotFit.
    """
    kept = request.session.pop(_KEY, None)
    if kept is None or not hmac.compare_digest(kept["state"], request.GET.get("state", "")):
        raise AnswerDoesNotFit
    way, code = Way(**kept), request.GET.get("code")
    if not code:
        raise AnswerDoesNotFit
    found = _discovered()
    token = _exchange(found, code=code, verifier=way.verifier, back=back)
    claims = _verified(token, keys=_fetch(_checked(found, "jwks_uri")))
    if not hmac.compare_digest(str(claims.get("nonce", "")), way.nonce):
        raise AnswerDoesNotFit
    name = claims.get(settings.OIDC_CLAIM)
    if not isinstance(name, str) or not name:
        raise AnswerDoesNotFit
    return Told(name, way.page)


def _discovered() -> dict[str, Any]:
    found = _fetch(settings.OIDC_ISSUER.rstrip("/") + _DISCOVERY)
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderDoesNotAnswer
    return found


def _exchange(found: dict[str, Any], *, code: str, verifier: str, back: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.OIDC_CLIENT_ID,
        "code_verifier": verifier,
    }
    headers = {}
    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        pair = f"{quote_plus(settings.OIDC_CLIENT_ID)}:{quote_plus(settings.OIDC_CLIENT_SECRET)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form["client_secret"] = settings.OIDC_CLIENT_SECRET
    answer = _fetch(_checked(found, "token_endpoint"), form=form, headers=headers)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise AnswerDoesNotFit
    return token


def _verified(token: str, *, keys: dict[str, Any]) -> dict[str, Any]:
    """Return what an ID token says, once its signature, issuer, audience and times are right."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        known = jwt.PyJWKSet.from_dict(keys).keys
        key = next((each for each in known if kid is None or each.key_id == kid), None)
        if key is None:
            raise AnswerDoesNotFit
        return jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except jwt.PyJWTError as wrong:
        raise AnswerDoesNotFit from wrong


def _checked(found: dict[str, Any], name: str) -> str:
    address = found.get(name)
    if not isinstance(address, str):
        raise ProviderDoesNotAnswer
    return address


def _fetch(
    address: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address; with a form, what it answers to that."""
    parts = urlsplit(address)
    # Over plain http anybody on the way could be the provider; a test's provider is on the same machine.
    if parts.scheme != "https" and not (
        parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    ):
        raise ProviderDoesNotAnswer
    data = urlencode(form).encode() if form else None
    asked = Request(address, data=data, headers={"Accept": "application/json", **(headers or {})})
    try:
        with urlopen(asked, timeout=_PATIENCE_SECONDS) as answer:
            content = json.loads(answer.read(_MOST_BYTES))
    except (URLError, HTTPException, TimeoutError, ValueError) as wrong:
        raise ProviderDoesNotAnswer from wrong
    if not isinstance(content, dict):
        raise ProviderDoesNotAnswer
    return content


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
