"""The way from the page of a result to an objection, for those who may object, while the result is open to objections."""

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.appraisals.access import may_object
from guben_web.appraisals.enums import OPEN_TO_OBJECTIONS
from guben_web.appraisals.models import Appraisal
from guben_web.engine.texts import Text
from guben_web.results.beside import Panel
from guben_web.results.models import Result

_OBJECT = Text("提出异议", "Object")


def beside_result(account: Account, result: Result) -> Panel | None:
    """Return the button; None where nobody can object, or not this account; at most one query beside those of rights."""
    if not may_object(account):
        return None
    rows = Appraisal.objects.filter(evaluation=result.evaluation_id, stage__in=OPEN_TO_OBJECTIONS)
    appraisal = rows.first()
    if appraisal is None:
        return None
    address = reverse("appraisals:object", args=[appraisal.pk, result.organization_id])
    return Panel(button=(_OBJECT, address))
