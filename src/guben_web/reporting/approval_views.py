"""A township's round of approval, and what the department does with single forms."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.org.models import OrganizationVersion
from guben_web.reporting import access, approval_actions, forms, lists, reminding, rounds, sheet_actions
from guben_web.reporting.approval_actions import sample_of
from guben_web.reporting.enums import State
from guben_web.reporting.models import Sheet
from guben_web.shared.pages import page_of
from guben_web.words.language import label, say

_REOPEN = Text("重新开放", "Open again")
_DIGITS = 10


@require_GET
def all_rounds(request: AccountRequest) -> HttpResponse:
    """Show the collections in which one approves, with what waits in each."""
    hand = access.need_approver(request.account)
    context = {"rounds": rounds.rounds_of(hand, timezone.localdate())}
    return render(request, "reporting/rounds.html", context)


@require_GET
def one_round(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Show a township's round: the forms with flags one by one, the others to be approved by a sample."""
    hand, day = access.need_approver(request.account), timezone.localdate()
    collection = access.get_open_collection(hand, collection_id)
    townships = rounds.townships_of(hand, collection, day)
    township = _township(request, townships)
    sheets = rounds.of_township(collection, township.organization_id)
    flagged = page_of(sheets.filter(state=State.SUBMITTED, is_flagged=True), request)
    draw = rounds.find_open_draw(collection, township.organization_id)
    drawn = rounds.still_drawn(draw) if draw else []
    sample = rounds.sample(drawn, day)
    context = {
        "collection": collection,
        "township": township,
        "townships": townships,
        "progress": rounds.progress_of(collection, township.organization_id),
        "page": flagged,
        "flagged": rounds.waiting(list(flagged), day),
        "plain": sheets.filter(state=State.SUBMITTED, is_flagged=False).count(),
        "draw": draw if drawn else None,
        "drawn": len(drawn),
        "sample": sample,
        "unseen": sum(not each.looked_at for each in sample),
        "missing": lists.listed(sheets.filter(state=State.DRAFT), day),
        "approvers": rounds.approvers_of(collection, township.organization_id),
        "trail": [
            {"name": str(label("审批", "Approval")), "url": resolve_url("reporting:rounds")},
            {"name": collection.title, "url": ""},
        ],
    }
    return render(request, "reporting/round.html", context)


@require_POST
def approve(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Approve one form."""
    sheet = access.get_approvable_sheet(request.account, sheet_id, timezone.localdate())
    sheet_actions.approve(sheet=sheet, by=request.account, now=timezone.now())
    return _to_round(sheet)


@require_POST
def return_cells(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Return the ticked figures of a form with a reason."""
    sheet = access.get_approvable_sheet(request.account, sheet_id, timezone.localdate())
    keys = [
        (int(organization), measure)
        for each in request.POST.getlist("cell")
        for organization, _, measure in [each.partition("-")]
        if organization.isdecimal() and len(organization) < _DIGITS
    ]
    reason = request.POST.get("reason", "").strip()[:200]
    sheet_actions.return_cells(sheet=sheet, keys=keys, reason=reason, by=request.account, now=timezone.now())
    return redirect("reporting:sheet", sheet_id)


@require_POST
def accept(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Accept one form: what it says becomes what was reported."""
    sheet = access.get_designed_sheet(request.account, sheet_id, timezone.localdate())
    sheet_actions.accept(sheets=[sheet], by=request.account, now=timezone.now())
    return redirect("reporting:sheet", sheet_id)


@require_http_methods(["GET", "POST"])
def reopen(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Open a form again until a day, with a reason."""
    day = timezone.localdate()
    sheet = access.get_designed_sheet(request.account, sheet_id, day)
    form = forms.Reopen(
        request.POST or None, initial={"until": day + timedelta(days=sheet.collection.answer_days)}
    )
    if request.method == "POST" and form.is_valid():
        sheet_actions.reopen(sheet=sheet, by=request.account, now=timezone.now(), **form.cleaned_data)
        return redirect("reporting:sheet", sheet_id)
    name = lists.listed([sheet], day)[0].name
    trail = lists.trail_of(sheet, name, say(_REOPEN), hand=access.hand_of(request.account))
    context = {"form": form, "sheet": sheet, "name": name, "trail": trail}
    return render(request, "reporting/reopen.html", context, status=422 if form.errors else 200)


@require_POST
def draw_sample(request: AccountRequest, collection_id: int, township_id: int) -> HttpResponse:
    """Draw the sample that has to be looked at before all forms without flags are approved."""
    hand, day = access.need_approver(request.account), timezone.localdate()
    collection = access.get_open_collection(hand, collection_id)
    township = _one_of(rounds.townships_of(hand, collection, day), township_id)
    approval_actions.draw_sample(
        collection=collection, township_id=township.organization_id, by=request.account, now=timezone.now()
    )
    return _to_plain(collection.pk, township_id)


@require_POST
def look(request: AccountRequest, draw_id: int, sheet_id: int) -> HttpResponse:
    """Say that a form of the sample has been looked at."""
    draw = access.get_draw(request.account, draw_id, timezone.localdate())
    get_object_or_404(draw.sheets, sheet_id=sheet_id, is_sample=True)
    approval_actions.confirm_looked_at(draw=draw, sheet_id=sheet_id, by=request.account, now=timezone.now())
    return _to_plain(draw.collection_id, draw.township_id)


@require_POST
def approve_drawn(request: AccountRequest, draw_id: int) -> HttpResponse:
    """Approve all forms that a sample was drawn from."""
    draw = access.get_draw(request.account, draw_id, timezone.localdate())
    approval_actions.approve_drawn(draw=draw, by=request.account, now=timezone.now())
    return _to_plain(draw.collection_id, draw.township_id)


@require_GET
def draw(request: AccountRequest, draw_id: int) -> HttpResponse:
    """Show how a sample was drawn, so that anybody can draw it again."""
    row = access.get_draw(request.account, draw_id, timezone.localdate())
    drawn = list(row.sheets.select_related("sheet__organization").order_by("sheet__organization__key"))
    context = {
        "draw": row,
        "rows": drawn,
        "again": sample_of(row.keys, row.seed, row.size),
        "trail": [
            {"name": str(label("审批", "Approval")), "url": resolve_url("reporting:rounds")},
            {"name": row.collection.title, "url": resolve_url("reporting:round", row.collection_id)},
            {"name": str(label("抽样", "Sample")), "url": ""},
        ],
    }
    return render(request, "reporting/draw.html", context)


@require_GET
def reminder(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Show who has not handed in, in words to copy into a message."""
    day = timezone.localdate()
    hand = access.hand_of(request.account)
    if not hand.designs:
        hand = access.need_approver(request.account)
    collection = access.get_open_collection(hand, collection_id)
    own = None if hand.designs else {each.name for each in rounds.townships_of(hand, collection, day)}
    missing = [
        (name, late) for name, late in rounds.missing_by_township(collection) if own is None or name in own
    ]
    context = {
        "collection": collection,
        "missing": missing,
        "words": reminding.in_words(collection, missing),
        "number": sum(len(late) for _, late in missing),
        "back": resolve_url("reporting:collection" if hand.designs else "reporting:round", collection_id),
    }
    return render(request, "reporting/reminder.html", context)


def _township(request: AccountRequest, townships: list[OrganizationVersion]) -> OrganizationVersion:
    asked = request.GET.get("township", "")
    if asked.isdecimal() and len(asked) < _DIGITS:
        return _one_of(townships, int(asked))
    if not townships:
        raise Http404
    return townships[0]


def _one_of(townships: list[OrganizationVersion], township_id: int) -> OrganizationVersion:
    found = next((each for each in townships if each.organization_id == township_id), None)
    if found is None:
        raise Http404
    return found


def _to_round(sheet: Sheet) -> HttpResponse:
    url = resolve_url("reporting:round", sheet.collection_id)
    return redirect(f"{url}?township={sheet.township_id}#flagged")


def _to_plain(collection_id: int, township_id: int) -> HttpResponse:
    return redirect(f"{resolve_url('reporting:round', collection_id)}?township={township_id}#plain")
