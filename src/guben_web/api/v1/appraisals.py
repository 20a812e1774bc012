"""Appraisals whose results are final and sealed."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from guben_web.api.enums import Right
from guben_web.api.v1.service import PROBLEMS, AfterNumber, Limit, need_right, record
from guben_web.api.v1.shapes import AppraisalShape, DecisionShape, Page, words_of
from guben_web.appraisals.access import visible_appraisals
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal, Decision
from guben_web.appraisals.shown import title_of

router = Router(tags=["results"])


@router.get(
    "/appraisals",
    url_name="appraisals",
    summary="列出最终考核 · List final appraisals",
    response={200: Page[AppraisalShape], **PROBLEMS},
)
def appraisals(request: HttpRequest, after: AfterNumber = 0, limit: Limit = 200) -> Page[AppraisalShape]:
    """List the appraisals whose results are final, the earliest first."""
    account = need_right(request, Right.RESULTS)
    standing = Decision.objects.filter(withdrawn_at=None).order_by("id")
    seen = visible_appraisals(account, timezone.localdate()).filter(stage=Stage.FINAL, pk__gt=after)
    found = seen.order_by("pk").prefetch_related(Prefetch("decisions", standing))
    rows = list(found[: limit + 1])
    record(request, f"appraisals?after={after}")
    shown = [_shown(each) for each in rows[:limit]]
    return Page(items=shown, next=str(shown[-1].id) if len(rows) > limit else None)


def _shown(row: Appraisal) -> AppraisalShape:
    assert row.evaluation is not None and row.sealed_at is not None
    assert row.public_from is not None and row.public_to is not None
    return AppraisalShape(
        id=row.pk,
        scheme=row.scheme,
        title=words_of(title_of(row)),
        period=row.period,
        as_of=row.as_of,
        evaluation=row.evaluation.pk,
        public_from=row.public_from,
        public_to=row.public_to,
        decisions=[
            DecisionShape(subject=each.subject, body=each.body, met_on=each.met_on, document=each.document)
            for each in row.decisions.all()
        ],
        sealed_at=row.sealed_at,
        seal=row.seal,
    )
