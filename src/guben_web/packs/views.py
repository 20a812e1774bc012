"""The packs, and what was refused of them."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.requests import AccountRequest
from guben_web.engine.schemes import get_program, own_schemes
from guben_web.packs import access, actions
from guben_web.packs.models import Definition, Ledger, Refused


@require_GET
def packs(request: AccountRequest) -> HttpResponse:
    """Show the packs with their ledgers, and what was refused when they were read."""
    access.need_seer(request.account)
    context = {
        "ledgers": Ledger.objects.select_related("pack", "definition"),
        "schemes": [(name, get_program(name).scheme) for name in own_schemes()],
        "folder": settings.PACKS_FOLDER,
        "refused": Refused.objects.all(),
        "may_read": RoleCode.SYSTEM_ADMIN in request.account.role_codes(),
    }
    return render(request, "packs/list.html", context)


@require_POST
def read(request: AccountRequest) -> HttpResponse:
    """Read the packs from the disk."""
    access.need_reader(request.account)
    actions.read_packs(own=settings.PACKS_FOLDER, by=request.account, now=timezone.now())
    return redirect("packs:list")


@require_GET
def definition(request: AccountRequest, name: str) -> HttpResponse:
    """Show the text of a ledger and the versions it had."""
    ledger = access.get_ledger(request.account, name)
    context = {
        "ledger": ledger,
        "versions": Definition.objects.filter(ledger=ledger.name).order_by("-since", "-id"),
    }
    return render(request, "packs/definition.html", context)
