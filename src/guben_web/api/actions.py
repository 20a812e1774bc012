"""What is done with tokens: making and revoking them, and noting what was read with them."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, When

from guben_web.accounts.models import Account
from guben_web.api import access
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.api.queries import digest_of
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

# So that a search through files and messages finds a token that was left there.
_PREFIX = "guben_"
_BYTES = 32
_SECONDS = 60


class TokenIsRevoked(Refusal):
    """The token was revoked before."""

    code = "api.token-is-revoked"
    message = Text("令牌“{name}”已经撤销。", "The token '{name}' is revoked already.")


class RightsAreTooMany(Refusal):
    """A token would have a right that its account cannot give."""

    code = "api.rights-are-too-many"
    status = 403
    message = Text(
        "您的角色不能生成有这些权限的令牌：{rights}。",
        "Your roles cannot give a token these rights: {rights}.",
    )


@transaction.atomic
def make_token(
    *, name: str, rights: Collection[Right], last_day: date | None, by: Account, now: datetime
) -> tuple[Token, str]:
    """Make a token of an account's own, and return it with the secret, which cannot be shown again.

    Raises PermissionDenied and RightsAreTooMany.
    """
    access.need_token_holder(by)
    beyond = set(rights) - set(access.rights_of(by))
    if beyond:
        raise RightsAreTooMany(rights="、".join(str(each.label) for each in Right if each in beyond))
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    token = Token.objects.create(
        account=by,
        name=name,
        digest=digest_of(secret),
        rights=[right.value for right in Right if right in rights],
        last_day=last_day,
        made_at=now,
    )
    facts = {"rights": token.rights, "to": last_day.isoformat() if last_day else ""}
    audit.record("token.made", by=by, subject=token, at=now, detail=facts)
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: Account, now: datetime) -> None:
    """End a token at once and for ever.

    Raises TokenIsRevoked.
    """
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        raise TokenIsRevoked(name=token.name)
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    audit.record("token.revoked", by=by, subject=token, at=now)


@transaction.atomic
def revoke_for_holder(*, token: Token, reason: str, by: Account, now: datetime) -> None:
    """End somebody else's token at once and for ever; the page of its holder says who did it and why.

    Raises TokenIsRevoked.
    """
    token = Token.objects.select_for_update().select_related("account").get(pk=token.pk)
    if token.revoked_at is not None:
        raise TokenIsRevoked(name=token.name)
    token.revoked_at, token.revoked_by, token.revoke_reason = now, by, reason
    token.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    detail = {"account": token.account.display_name, "reason": reason}
    audit.record("token.revoked", by=by, subject=token, at=now, detail=detail)


@transaction.atomic
def note_use(*, token: Token, day: date) -> None:
    """Keep the day on which a token was last shown."""
    Token.objects.filter(pk=token.pk).update(last_used_on=day)


@transaction.atomic
def record_reading(*, token: Token, what: str, at: datetime) -> None:
    """Record what a program has read with a token: what leaves the system is on record, by hand or by program."""
    audit.record("token.read", by=token.account, subject=token, at=at, detail={"what": what})


def count_question(*, token: Token, most: int, now: datetime) -> bool:
    """Count one more question of a token; return False, and count nothing, if it has asked `most` in this minute.

    One statement, so that all processes of the server count together.
    """
    minute = int(now.timestamp()) // _SECONDS
    counted = Case(When(minute=minute, then=F("questions") + 1), default=1)
    rows = Token.objects.filter(pk=token.pk).exclude(minute=minute, questions__gte=most)
    return bool(rows.update(minute=minute, questions=counted))
