"""Statistics that are taken out."""

from datetime import datetime

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit


@transaction.atomic
def record_download(*, organization: str, day: str, by: Account, now: datetime) -> None:
    """Record that statistics were taken out."""
    audit.record("statistics.exported", by=by, at=now, detail={"organization": organization, "day": day})
