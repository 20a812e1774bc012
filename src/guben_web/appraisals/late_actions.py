"""Late corrections: a final result never changes; what was wrong in it is kept for the next appraisal."""

from datetime import datetime

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.appraisals.enums import BEFORE_DECISION, Outcome, Stage
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.appraisals.refusals import AppraisalHasMovedOn, LateCorrectionIsLookedAt
from guben_web.audit import actions as audit

ACTS = {Outcome.CARRIED: "appraisal.late_carried", Outcome.LOOKED: "appraisal.late_looked"}


@transaction.atomic
def enter_late_correction(
    *,
    appraisal: Appraisal,
    organization_id: int,
    cell: str,
    wrong: str,
    right: str,
    reason: str,
    by: Account,
    now: datetime,
) -> LateCorrection:
    """Keep what was wrong in a final result, and what is right.

    Raises AppraisalHasMovedOn where the results are not final: these are corrected by an objection.
    """
    appraisal = Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)
    if appraisal.stage != Stage.FINAL:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    correction = LateCorrection.objects.create(
        appraisal=appraisal,
        organization_id=organization_id,
        cell=cell,
        wrong=wrong,
        right=right,
        reason=reason,
        entered_by=by,
        entered_at=now,
    )
    facts = {"organization_id": organization_id, "field": cell}
    audit.record("appraisal.corrected_late", by=by, subject=correction, at=now, detail=facts)
    return correction


@transaction.atomic
def look_at_late_correction(
    *, correction: LateCorrection, appraisal: Appraisal, outcome: str, words: str, by: Account, now: datetime
) -> None:
    """Say what became of a late correction in an appraisal, which may be said anew until a meeting has decided.

    Raises AppraisalHasMovedOn once it has, and LateCorrectionIsLookedAt where another appraisal did.
    """
    appraisal = Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)
    if Stage(appraisal.stage) not in BEFORE_DECISION:
        raise AppraisalHasMovedOn(stage=Stage(appraisal.stage).label)
    rows = LateCorrection.objects.select_for_update(of=("self",)).select_related("looked_in")
    held = rows.get(pk=correction.pk)
    if held.looked_in is not None and held.looked_in != appraisal and held.looked_in.stage != Stage.CANCELLED:
        raise LateCorrectionIsLookedAt(period=held.looked_in.period)
    held.outcome, held.outcome_words, held.looked_in = outcome, words, appraisal
    held.looked_by, held.looked_at = by, now
    held.save(update_fields=["outcome", "outcome_words", "looked_in", "looked_by", "looked_at"])
    facts = {"organization_id": held.organization_id, "field": held.cell, "period": appraisal.period}
    audit.record(ACTS[Outcome(outcome)], by=by, subject=held, at=now, detail=facts)
