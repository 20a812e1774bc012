"""Which ledgers are on: what each asks, and switching one on or off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.ledgers import switches as switching
from guben_web.packs import actions
from guben_web.packs.access import get_chosen_ledger
from guben_web.words.language import label, say

_ON, _OFF = Text("开启“{ledger}”", "Switch on {ledger}"), Text("关闭“{ledger}”", "Switch off {ledger}")
_DONE_ON = Text("“{ledger}”已开启。", "{ledger} is on.")
_DONE_OFF = Text("“{ledger}”已关闭，记录都留着。", "{ledger} is off; its entries stay.")


@require_GET
def switches(request: AccountRequest) -> HttpResponse:
    """Show all ledgers, which are on, and what each asks of those who keep it."""
    need_role(request.account, RoleCode.DEPARTMENT)
    groups = switching.groups_on(timezone.localdate())
    carried = switching.carried_by_level(groups)
    context = {
        "groups": groups,
        "carried": sorted(carried.items(), key=lambda each: -each[1]),
        "number": sum(each.ledger.is_kept for group in groups for each in group.switches),
        "minutes": switching.MINUTES_A_FIELD,
    }
    return render(request, "ledgers/switches.html", context)


@require_http_methods(["GET", "POST"])
def switch(request: AccountRequest, name: str) -> HttpResponse:
    """Switch a ledger on or off, after saying what that does."""
    ledger = get_chosen_ledger(request.account, name)
    if request.method == "POST":
        is_kept = request.GET.get("keep") == "yes"
        actions.keep_ledger(ledger=ledger, is_kept=is_kept, by=request.account, now=timezone.now())
        done = _DONE_ON if is_kept else _DONE_OFF
        messages.success(request, say(done.filled(ledger=ledger.title)))
        return redirect("ledgers:switches")
    is_kept = not ledger.is_kept
    if (request.GET.get("keep") == "yes") != is_kept:
        return redirect(f"{reverse('ledgers:switch', args=[name])}?keep={'yes' if is_kept else 'no'}")
    title = say((_ON if is_kept else _OFF).filled(ledger=ledger.title))
    context = {
        "title": title,
        "changes": [say(each) for each in switching.consequences(ledger, timezone.localdate())],
        "act": str(label("开启", "Switch on") if is_kept else label("关闭", "Switch off")),
        "kind": "primary" if is_kept else "danger",
        "back": reverse("ledgers:switches"),
        "trail": [
            {"name": str(label("台账开关", "Ledgers on and off")), "url": reverse("ledgers:switches")},
            {"name": title, "url": ""},
        ],
    }
    return render(request, "shared/confirm.html", context)
