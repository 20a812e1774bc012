"""What the pages of appraisals share: the page with one form, and the way to where one is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals.models import Appraisal
from guben_web.appraisals.shown import title_of
from guben_web.engine.texts import Text
from guben_web.words.language import say

_APPRAISALS = Text("考核", "Appraisals")


def form_page(
    request: AccountRequest, form: Any, title: Text, row: Appraisal | None, *, lead: str = "", back: str = ""
) -> HttpResponse:
    """Return a page with a form and nothing else, 422 where something in it is wrong."""
    context = {
        "form": form,
        "title": say(title),
        "lead": lead or (say(title_of(row)) if row else ""),
        "trail": trail_of(row, title),
        "back": back or reverse("appraisals:appraisal", args=[row.pk] if row else []),
    }
    return render(request, "appraisals/form.html", context, status=422 if form.errors else 200)


def trail_of(row: Appraisal | None, here: Text | None = None) -> list[dict[str, str]]:
    """Return the steps to an appraisal, or to a page about it."""
    steps = [{"name": say(_APPRAISALS), "url": reverse("appraisals:list")}]
    if row is not None:
        name = f"{say(title_of(row))} · {row.period}"
        steps.append({"name": name, "url": reverse("appraisals:appraisal", args=[row.pk]) if here else ""})
    if here is not None:
        steps.append({"name": say(here), "url": ""})
    return steps
