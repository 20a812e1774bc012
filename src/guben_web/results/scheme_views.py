"""The schemes: what each rewards and asks for, what there is to say about it, and its rules in words."""

from decimal import Decimal
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.scheme_pages import (
    MINUTES,
    burden_of,
    grade_rules,
    remarks_on,
    rule_rows,
    subject_of,
)
from guben_web.engine.schemes import known_schemes, scheme_titles
from guben_web.engine.texts import Text, finding_as_data
from guben_web.results import access
from guben_web.words.language import say

_SCHEMES = Text("考核制度", "Schemes")
_MOST_MINUTES = 240


@require_GET
def schemes(request: AccountRequest) -> HttpResponse:
    """Show the schemes, with the share of paperwork and the burden of each."""
    access.need_reader(request.account)
    rows = [
        (name, title, subject_of(name).program.scheme.version, burden_of(subject_of(name)))
        for name, title in scheme_titles().items()
    ]
    context = {"rows": [(*each, _percent(each[3].paperwork)) for each in rows]}
    return render(request, "results/schemes.html", context)


@require_GET
def scheme(request: AccountRequest, pack: str, name: str) -> HttpResponse:
    """Show a scheme: what it rewards, what it asks for and of whom, remarks, and its rules in words."""
    access.need_reader(request.account)
    called = f"{pack}/{name}"
    if called not in known_schemes():
        raise Http404
    subject = subject_of(called)
    asked = request.GET.get("minutes", "")
    minutes = min(int(asked), _MOST_MINUTES) if asked.isdecimal() and len(asked) < 4 else MINUTES
    burden = burden_of(subject, minutes_each=minutes)
    context = {
        "scheme": subject.program.scheme,
        "called": called,
        "burden": burden,
        "paperwork": _percent(burden.paperwork),
        "rewarded": [(each, _decimal(each.points), _percent(each.share)) for each in burden.rewarded],
        "remarks": [finding_as_data(each) for each in remarks_on(called)],
        "rows": [(each, _decimal(each.points)) for each in rule_rows(subject.program)],
        "grades": grade_rules(subject.program),
        "total": _decimal(subject.program.scheme.total),
        "trail": [
            {"name": say(_SCHEMES), "url": reverse("results:schemes")},
            {"name": say(subject.program.scheme.title), "url": ""},
        ],
    }
    return render(request, "results/scheme.html", context)


def _percent(share: Fraction) -> Decimal:
    return Decimal(100 * share.numerator) / Decimal(share.denominator)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
