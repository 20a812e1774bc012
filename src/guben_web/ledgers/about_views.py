"""What ledgers say about a member: her own page, and that of those who keep the ledgers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.corrections import access as corrections
from guben_web.ledgers.about import about
from guben_web.ledgers.requests import reader_of
from guben_web.people import access as people
from guben_web.words.language import label


@never_cache
@require_GET
def about_me(request: AccountRequest) -> HttpResponse:
    """Show a member what ledgers say about her or him."""
    member = corrections.find_own_member(request.account)
    context = {"member": member, "entries": about(member) if member else (), "is_own": True}
    return render(request, "ledgers/about.html", context)


@never_cache
@require_GET
def about_member(request: AccountRequest, key: UUID) -> HttpResponse:
    """Show what the ledgers that one sees say about a member whom one sees: logs, pay, care, reviews."""
    member = people.get_member(request.account, key)
    trail = [
        {"name": str(label("党员", "Members")), "url": reverse("people:list")},
        {"name": member.name, "url": reverse("people:member", args=[member.key])},
        {"name": str(label("台账记录", "In ledgers")), "url": ""},
    ]
    reader = reader_of(request)
    context = {"member": member, "entries": about(member, reader), "is_own": False, "trail": trail}
    return render(request, "ledgers/about.html", context)
