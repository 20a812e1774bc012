"""Approving many forms at once: a sample is drawn that must be looked at, then all that were drawn from are approved."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.reporting import access
from guben_web.reporting.enums import Act, State
from guben_web.reporting.models import Collection, Draw, DrawnSheet, Sheet
from guben_web.reporting.refused import NothingToDraw, SampleIsNotLookedAt
from guben_web.reporting.sheet_actions import approve_locked

_SEED_BYTES = 16


def sample_of(keys: Iterable[str], seed: str, size: int) -> list[str]:
    """Return the keys that a seed draws: those with the smallest SHA-256 of "seed:key"."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).hexdigest())[:size]


@transaction.atomic
def draw_sample(
    *, collection: Collection, township_id: int, by: Account, now: datetime, seed: str | None = None
) -> Draw:
    """Draw which of a township's forms without flags must be looked at before all of them are approved.

    Raises NothingToDraw.
    """
    rows = list(
        Sheet.objects.filter(
            collection=collection, township_id=township_id, state=State.SUBMITTED, is_flagged=False
        ).select_related("organization", "collection")
    )
    if not rows:
        raise NothingToDraw
    access.need(access.hand_of(by), Act.APPROVE, rows[0], timezone.localdate(now))
    keys = {row.organization.key: row for row in rows if row.organization is not None}
    draw = Draw(
        collection=collection,
        township_id=township_id,
        seed=seed or secrets.token_hex(_SEED_BYTES),
        size=collection.sample_size,
        keys=sorted(keys),
        drawn_by=by,
        drawn_at=now,
    )
    draw.save()
    sample = set(sample_of(keys, draw.seed, draw.size))
    DrawnSheet.objects.bulk_create(
        DrawnSheet(draw=draw, sheet=keys[key], revision=keys[key].revision, is_sample=key in sample)
        for key in draw.keys
    )
    detail = {"seed": draw.seed, "sheets": len(keys), "sample": len(sample)}
    audit.record("reporting.sample_drawn", by=by, subject=draw, at=now, detail=detail)
    return draw


@transaction.atomic
def confirm_looked_at(*, draw: Draw, sheet_id: int, by: Account, now: datetime) -> None:
    """Say that a form of the sample has been looked at."""
    row = DrawnSheet.objects.select_for_update().get(draw=draw, sheet_id=sheet_id, is_sample=True)
    if row.looked_at is None:
        row.looked_at = now
        row.save()
        audit.record("reporting.sample_looked_at", by=by, subject=row.sheet, at=now)


@transaction.atomic
def approve_drawn(*, draw: Draw, by: Account, now: datetime) -> int:
    """Approve the forms that were drawn from and are still what they were then; return how many.

    Raises SampleIsNotLookedAt. Forms that were returned, withdrawn or changed meanwhile are left alone.
    """
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    rows = list(draw.sheets.all())
    sheets = _locked([row.sheet_id for row in rows])
    day = timezone.localdate(now)
    if sheets:
        access.need(access.hand_of(by), Act.APPROVE, sheets[0], day)
    same = {row.sheet_id: row for row in rows}
    open_ones = [
        sheet for sheet in sheets
        if sheet.state == State.SUBMITTED and sheet.revision == same[sheet.pk].revision
    ]  # fmt: skip
    unseen = [each for each in open_ones if same[each.pk].is_sample and same[each.pk].looked_at is None]
    if unseen:
        raise SampleIsNotLookedAt(n=len(unseen))
    for sheet in open_ones:
        approve_locked(sheet, by=by, now=now, is_bulk=True)
    draw.approved_at, draw.approved = now, draw.approved + len(open_ones)
    draw.save()
    audit.record("reporting.bulk_approved", by=by, subject=draw, at=now, detail={"sheets": len(open_ones)})
    return len(open_ones)


def _locked(keys: Sequence[int]) -> list[Sheet]:
    rows = Sheet.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.select_related("collection").order_by("pk"))
