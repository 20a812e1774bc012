"""Late corrections: a final result never changes; what was wrong in it is kept for the next appraisal."""

from datetime import datetime

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.appraisals.refusals import AppraisalHasMovedOn
from guben_web.audit import actions as audit


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
    facts = {"organization": organization_id, "field": cell}
    audit.record("appraisal.corrected_late", by=by, subject=correction, at=now, detail=facts)
    return correction
