"""Reads about tokens."""

import hashlib
from datetime import date

from guben_web.api.enums import Standing
from guben_web.api.models import Token


def digest_of(secret: str) -> str:
    """Return what is kept of a token. It is as random as a key, so nobody finds it by trying, and no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_token(secret: str, day: date) -> Token | None:
    """Return the token that somebody shows, with its account, if both still let her in on a day; one query."""
    token = Token.objects.select_related("account").filter(digest=digest_of(secret)).first()
    if token is None or not token.account.is_active or token.standing_on(day) is not Standing.GOOD:
        return None
    return token
