"""Reads about tokens."""

import hashlib
from datetime import date

from django.db.models import F, Q, QuerySet

from guben_web.api.enums import Standing
from guben_web.api.models import Token


def digest_of(secret: str) -> str:
    """Return what is kept of a token. It is as random as a key, so nobody finds it by trying, and no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def wanted_tokens(words: str, account_id: int | None) -> QuerySet[Token]:
    """Return everybody's tokens, the good ones first: of an account, or by the name of token or account, if asked."""
    rows = Token.objects.select_related("account", "revoked_by")
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if words:
        of_account = Q(account__display_name__icontains=words) | Q(account__username__icontains=words)
        rows = rows.filter(Q(name__icontains=words) | of_account)
    return rows.order_by(F("revoked_at").desc(nulls_first=True), "-made_at", "-id")


def find_token(secret: str, day: date) -> Token | None:
    """Return the token that somebody shows, with its account, if both still let her in on a day; one query."""
    token = Token.objects.select_related("account").filter(digest=digest_of(secret)).first()
    if token is None or not token.account.is_active or token.standing_on(day) is not Standing.GOOD:
        return None
    return token
