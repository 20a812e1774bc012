"""The first page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts import workbench
from guben_web.accounts.requests import AccountRequest
from guben_web.accounts.workbench import Kind
from guben_web.home import queries


@require_GET
def home(request: AccountRequest) -> HttpResponse:
    """Show who one is here, what goes on, and what there is to do."""
    account, today = request.account, timezone.localdate()
    items = workbench.items_for(account, today)
    numbers = [(kind.title, len(rows)) for kind, rows in items.items() if kind is not Kind.NEWS]
    registry, imports = queries.registry_of(account, today), queries.imports_of(account)
    # Where there is nothing in the register yet, whoever imports begins with that.
    begins = imports is not None and (imports.number or registry is None or not registry.organizations)
    context = {
        "kinds": items,
        "numbers": numbers,
        "is_nothing": not numbers and not begins and account.role_codes(),
        "ways": queries.ways_of(account),
        "roles": queries.held_roles(account, today),
        "runs": queries.open_runs(account),
        "registry": registry,
        "imports": imports,
        "results": queries.results_of(account, today),
    }
    return render(request, "home/home.html", context)
