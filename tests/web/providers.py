"""An identity provider of a test's own, on this machine: it signs what it is told to say."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

CLIENT_ID, CLIENT_SECRET = "guben", "a secret : with a colon"


@dataclass
class Provider:
    """What the provider says next, and what it was asked."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    signs_with: rsa.RSAPrivateKey | None = None
    asked: dict[str, str] = field(default_factory=dict)
    authorization: str = ""

    def sign_in(self, address: str, **claims: Any) -> dict[str, str]:
        """Do what somebody does at the provider; return what the browser brings back."""
        way = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now = int(timezone.now().timestamp())
        self.asked = way
        self.claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "17",
            "iat": now,
            "exp": now + 300,
            "nonce": way["nonce"],
            **claims,
        }
        return {"state": way["state"], "code": "the code"}

    def answer(self, path: str, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return what stands at an address of the provider; None where it refuses."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        self.authorization = authorization
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        if form["code"] != "the code" or challenge.decode().rstrip("=") != self.asked["code_challenge"]:
            return None
        token = jwt.encode(
            self.claims, self.signs_with or self.key, algorithm="RS256", headers={"kid": "one"}
        )
        return {"id_token": token, "access_token": "unused", "token_type": "Bearer"}


@contextmanager
def open_provider() -> Iterator[Provider]:
    """Let a provider answer on a free port of this machine."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(provider.answer(self.path, {}, ""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(provider.answer(self.path, form, self.headers.get("Authorization", "")))

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

        def _say(self, answer: dict[str, Any] | None) -> None:
            self.send_response(200 if answer else 400)
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"error": "invalid_grant"}).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
