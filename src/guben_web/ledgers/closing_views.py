"""The pages on which organizations close ledgers for a period."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.ledgers import access, closing_actions, closings, forms
from guben_web.ledgers.periods import Period, find_period
from guben_web.ledgers.requests import reader_of
from guben_web.org.models import Organization
from guben_web.packs.models import Ledger
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import page_of
from guben_web.words.language import say

_BETWEEN = Text("、", ", ")
_REOPEN = Text("重新打开{period}", "Open {period} again")


@require_GET
def closing(request: AccountRequest, name: str) -> HttpResponse:
    """Show which organizations have closed a ledger for a period, and which have not."""
    ledger, reader = access.get_ledger(request.account, name), reader_of(request)
    period = find_period(request.GET.get("period", ""))
    if period is None or period.kind is not ledger.type.closing:
        period = closings.last_complete(ledger, reader.day)
    only_open = request.GET.get("open") == "1"
    found = closings.open_ones(ledger, period, reader) if only_open else reader.seen_keepers(ledger)
    page = page_of(found.order_by("organization__key"), request)
    missing = closings.open_ones(ledger, period, reader).order_by("organization__key")
    context = {
        "ledger": ledger,
        "type": ledger.type,
        "period": period,
        "periods": closings.offered_periods(ledger, reader.day),
        "only_open": only_open,
        "page": page,
        "standings": closings.standings(ledger, period, list(page.object_list), reader),
        "counts": closings.counts_of(ledger, period, reader),
        "missing": say(_BETWEEN).join(missing.values_list("name", flat=True)),
    }
    return render_page(request, "ledgers/closing.html", context, part="found")


@require_POST
def close(request: AccountRequest, name: str, organization_id: int, period: str) -> HttpResponse:
    """Close a ledger for a period: everything is entered, or there was nothing to report."""
    ledger, organization, found = _kept(request, name, organization_id, period)
    closing_actions.close_period(
        ledger=ledger,
        organization=organization,
        period=found,
        is_nothing=request.POST.get("nothing") == "1",
        by=reader_of(request),
        now=timezone.now(),
    )
    return redirect(f"{_closing_page(ledger)}?period={found.code}")


@require_http_methods(["GET", "POST"])
def reopen(request: AccountRequest, name: str, organization_id: int, period: str) -> HttpResponse:
    """Open a closed period again."""
    ledger, organization, found = _kept(request, name, organization_id, period)
    form = forms.Reason(request.POST or None)
    back = f"{_closing_page(ledger)}?period={found.code}"
    if request.method == "POST" and form.is_valid():
        closing_actions.reopen_period(
            ledger=ledger,
            organization=organization,
            period=found,
            reason=form.cleaned_data["reason"],
            by=reader_of(request),
            now=timezone.now(),
        )
        return redirect(back)
    context = {"form": form, "title": say(_REOPEN.filled(period=found.title)), "back": back, "revision": 0}
    return render(request, "ledgers/reason.html", context, status=422 if form.errors else 200)


def _kept(
    request: AccountRequest, name: str, organization_id: int, period: str
) -> tuple[Ledger, Organization, Period]:
    reader = reader_of(request)
    access.need_writer(reader)
    ledger = access.get_ledger(request.account, name)
    found = find_period(period)
    version = reader.keepers(ledger).filter(organization_id=organization_id).first()
    if version is None or found is None or found.kind is not ledger.type.closing:
        raise Http404
    return ledger, version.organization, found


def _closing_page(ledger: Ledger) -> str:
    return reverse("ledgers:closing", args=[ledger.name])
