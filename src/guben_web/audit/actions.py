"""Writing the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db import models

from guben_web.audit.address import current_address
from guben_web.audit.enums import Outcome
from guben_web.audit.models import Entry

SYSTEM = "系统 · system"
# The job that reads the whole record again.
VERIFY = "audit.verify"


class Actor(Protocol):
    """Somebody who can act: an account."""

    @property
    def pk(self) -> int | None: ...

    @property
    def display_name(self) -> str: ...

    def role_codes(self) -> list[str]: ...


def record(
    action: str,
    *,
    by: Actor | None,
    at: datetime,
    subject: models.Model | None = None,
    detail: Mapping[str, object] | None = None,
    outcome: Outcome = Outcome.DONE,
) -> None:
    """Add an entry to the record, in the transaction of whoever calls.

    `by` is None for what the system does by itself. `detail` must be JSON and must hold no personal secret: no
    identity number, no phone, no vote, no token.
    """
    Entry(
        at=at,
        account_id=by.pk if by else None,
        account_name=by.display_name if by else SYSTEM,
        roles=" ".join(by.role_codes()) if by else "",
        address=current_address(),
        action=action,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        subject_label=str(subject)[:200] if subject else "",
        detail=dict(detail or {}),
        outcome=outcome,
    ).save()
