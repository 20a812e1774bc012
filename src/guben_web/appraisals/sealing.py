"""What is sealed: the digests of the results, and everything that people decided about them."""

import hashlib
from datetime import datetime

from guben_web.appraisals.models import Appraisal, Decision, Objection
from guben_web.engine.sealing import Sealed


def sealed_words(appraisal: Appraisal, at: datetime) -> Sealed:
    """Return what the seal of an appraisal covers; texts are there as their SHA-256, persons not at all."""
    evaluation = appraisal.evaluation
    assert evaluation is not None and appraisal.public_from is not None and appraisal.public_to is not None
    decisions = Decision.objects.filter(appraisal=appraisal).order_by("id")
    objections = Objection.objects.filter(appraisal=appraisal).select_related("organization").order_by("id")
    return {
        "scheme": appraisal.scheme,
        "version": evaluation.version,
        "period": appraisal.period,
        "as_of": appraisal.as_of.isoformat(),
        "scheme_digest": evaluation.scheme_digest,
        "snapshot_digest": evaluation.snapshot_digest,
        "result_digest": evaluation.result_digest,
        "public": [appraisal.public_from.isoformat(), appraisal.public_to.isoformat()],
        "decisions": [_decision(each) for each in decisions.prefetch_related("overrides__organization")],
        "objections": [_objection(each) for each in objections],
        "sealed_at": at.isoformat(timespec="seconds"),
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        "subject": decision.subject,
        "stands": decision.withdrawn_at is None,
        "body": decision.body,
        "met_on": decision.met_on.isoformat(),
        "document": decision.document,
        "minutes": _digest(decision.minutes),
        "overrides": [
            {
                "organization": each.organization.key,
                "computed": each.computed,
                "decided": each.decided,
                "reason": _digest(each.reason),
            }
            for each in decision.overrides.all()
        ],
    }


def _objection(objection: Objection) -> dict[str, object]:
    return {
        "organization": objection.organization.key,
        "part": objection.path,
        "text": _digest(objection.text),
        "answer": objection.answer,
        "words": _digest(objection.words),
    }


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
