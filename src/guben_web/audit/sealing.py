"""The hash chain: what a digest covers, and adding the next seal."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from guben_web.audit.models import Entry, Seal

BEFORE_THE_FIRST = "0" * 64
# PostgreSQL gives out numbers before transactions end: an entry may appear below one that is already sealed.
LOOK_BACK = timedelta(hours=1)
_MOST_IN_A_SEAL = 1000


def seal_entries(*, now: datetime) -> Seal | None:
    """Seal what is not sealed yet, at most 1,000 entries; None if everything is, or another worker was faster."""
    try:
        with transaction.atomic():
            return _seal(now)
    except IntegrityError:
        # Two workers sealed at once: `previous_digest` is unique, so the chain cannot fork.
        return None


def _seal(now: datetime) -> Seal | None:
    last = Seal.objects.order_by("-number").first()
    entries = list(_unsealed(last, now)[:_MOST_IN_A_SEAL])
    if not entries:
        return None
    covered = [[entry.pk, entry_digest(entry)] for entry in entries]
    number, previous = (last.number + 1, last.digest) if last else (1, BEFORE_THE_FIRST)
    seal = Seal(
        number=number,
        first_entry_id=entries[0].pk,
        last_entry_id=entries[-1].pk,
        entries=covered,
        previous_digest=previous,
        digest=seal_digest(number, previous, covered),
        sealed_at=now,
    )
    seal.save()
    return seal


def _unsealed(last: Seal | None, now: datetime) -> QuerySet[Entry]:
    if last is None:
        return Entry.objects.order_by("id")
    if connection.vendor != "postgresql":
        return Entry.objects.filter(id__gt=last.last_entry_id).order_by("id")
    old = Seal.objects.filter(sealed_at__lt=now - LOOK_BACK).order_by("-number").first()
    recent = Seal.objects.filter(number__gt=old.number if old else 0)
    sealed = [pair[0] for seal in recent for pair in seal.entries]
    return Entry.objects.filter(id__gt=old.last_entry_id if old else 0).exclude(id__in=sealed).order_by("id")


def entry_digest(entry: Entry) -> str:
    """Return the SHA-256 of everything an entry says."""
    return _digest(
        [
            entry.pk,
            entry.at.astimezone(UTC).isoformat(),
            entry.account_id,
            entry.account_name,
            entry.roles,
            entry.address,
            entry.action,
            entry.subject_type,
            entry.subject_id,
            entry.subject_label,
            entry.detail,
            entry.outcome,
        ]
    )


def seal_digest(number: int, previous_digest: str, covered: Sequence[object]) -> str:
    """Return the digest of a seal: its number, the seal before it, and each entry's id and digest."""
    return _digest([number, previous_digest, covered])


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
