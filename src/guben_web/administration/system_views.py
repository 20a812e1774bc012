"""The system administrator's pages: how the system is, and how its background work went."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.administration import access
from guben_web.administration.health import findings, versions
from guben_web.administration.runs import shown_runs
from guben_web.jobs.enums import State
from guben_web.jobs.queries import all_runs
from guben_web.shared.pages import page_of


@require_GET
def system(request: AccountRequest) -> HttpResponse:
    """Show how the system is: database, worker, disk, backup, versions."""
    access.need_system_administrator(request.account)
    context = {"findings": findings(timezone.now()), "versions": versions()}
    return render(request, "administration/system.html", context)


@require_GET
def runs(request: AccountRequest) -> HttpResponse:
    """Show the background work of everybody, without what it is about."""
    access.need_system_administrator(request.account)
    state = request.GET.get("state", "")
    page = page_of(all_runs(state if state in State.values else ""), request)
    context = {"page": page, "rows": shown_runs(page), "state": state, "states": State.choices}
    return render(request, "administration/runs.html", context)
