"""The first page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.accounts import queries as accounts
from guben_web.accounts.requests import AccountRequest


@require_GET
def home(request: AccountRequest) -> HttpResponse:
    """Show who one is here and what one can do."""
    return render(request, "home/home.html", {"roles": accounts.roles_of(request.account)})
