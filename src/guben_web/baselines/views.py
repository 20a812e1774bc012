"""Earlier grades as they were brought in, by period."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.baselines import access, queries
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of

_COLUMNS = {"name": "organization__key", "grade": "grade", "points": "points"}


@require_GET
def baselines(request: AccountRequest) -> HttpResponse:
    """Show what organizations were given for a period, the latest where none is asked for."""
    day = timezone.localdate()
    rows = access.visible_baselines(request.account, day)
    appraisals = queries.appraisals_of(rows)
    if not appraisals:
        return render(request, "baselines/list.html", {"appraisals": []})
    asked = request.GET.get("of", "")
    chosen = next((each for each in appraisals if f"{each.period}:{each.name}" == asked), appraisals[0])
    grade, words = request.GET.get("grade", ""), request.GET.get("q", "")
    found = queries.narrowed(rows, day, period=chosen.period, appraisal=chosen.name, grade=grade, words=words)
    context = {
        "appraisals": appraisals,
        "chosen": chosen,
        "page": page_of(in_order(found, request, _COLUMNS), request),
        "grade": grade,
        "words": words,
    }
    return render_page(request, "baselines/list.html", context, part="found")
