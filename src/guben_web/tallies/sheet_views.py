"""The count sheet of one organization: how it stands, typing it in, deciding it, opening it again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.tallies import access, actions, forms, shown
from guben_web.tallies.access import Hand
from guben_web.tallies.arithmetic import LEAST_SHOWN, Problem, lines_of, read_numbers, valid_ballots
from guben_web.tallies.enums import COLOURS, State
from guben_web.tallies.models import CountSheet
from guben_web.tallies.queries import last_typing
from guben_web.words.language import label, say

_SAVED = {
    State.FIRST: Text(
        "已存。还要另一个人对照原表再录一遍。", "Stored. Somebody else types the sheet in once more."
    ),
    State.DIFFERS: Text(
        "已存，但与另一人不一致。请对照原表看标出的几行。",
        "Stored, but another teller differs. Look at the marked lines on the paper.",
    ),
    State.STANDS: Text("两人录入一致，计票完成。", "Both tellers typed the same; the count stands."),
}


@require_GET
def sheet(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Show how the count of an organization stands; its numbers once they stand."""
    hand, day = access.need_hand(request.account), timezone.localdate()
    row = access.get_sheet(hand, sheet_id, day)
    may_type = access.may_type(hand, row, day)
    is_teller = hand.account_id in (row.first_teller_id, row.second_teller_id)
    has_room = row.first_teller_id is None or row.second_teller_id is None
    numbers = row.numbers
    is_withheld = numbers is not None and not may_type and valid_ballots(numbers) < LEAST_SHOWN
    name = _name_of(row)
    context = {
        "sheet": row,
        "count": row.count,
        "name": name,
        "least": LEAST_SHOWN if is_withheld else None,
        "colour": COLOURS[State(row.state)],
        "groups": shown.groups_of(row.count, numbers, standing=numbers)
        if numbers and not is_withheld
        else (),
        "differing": [line.words for line in lines_of(row.count) if line.key in row.differing],
        "may_type": may_type,
        "can_type": may_type and row.state != State.STANDS and (is_teller or has_room),
        "has_typed": is_teller,
        "can_decide": may_type and row.state == State.DIFFERS and not is_teller,
        "can_reopen": hand.opens and row.state != State.OPEN,
        "acts": list(row.acts.select_related("by")) if may_type else (),
        "trail": shown.trail_of(row.count, (name, "")),
    }
    return render(request, "tallies/sheet.html", context)


@require_http_methods(["GET", "POST"])
def type_in(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Type in what stands on the paper; nobody sees what another teller has typed."""
    hand, day = access.need_teller(request.account), timezone.localdate()
    row = access.get_typed_sheet(hand, sheet_id, day)
    if request.method == "POST":
        _, problems = read_numbers(row.count, request.POST)
        if problems:
            return _typing_page(request, row, request.POST.dict(), problems)
        kept = actions.type_in(sheet=row, typed=request.POST, by=request.account, now=timezone.now())
        messages.success(request, say(_SAVED[State(kept.state)]))
        then = "tallies:type" if kept.state == State.DIFFERS else "tallies:sheet"
        return redirect(then, sheet_id)
    if row.state == State.STANDS or not _has_place(hand, row):
        return redirect("tallies:sheet", sheet_id)
    return _typing_page(request, row, last_typing(row, hand.account_id) or {}, [])


@require_http_methods(["GET", "POST"])
def decide(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Decide a sheet on which two tellers differ, by a third look at the paper."""
    hand, day = access.need_teller(request.account), timezone.localdate()
    row = access.get_typed_sheet(hand, sheet_id, day)
    form = forms.GiveReason(request.POST or None)
    if request.method == "POST":
        _, problems = read_numbers(row.count, request.POST)
        if not problems and form.is_valid():
            actions.decide(
                sheet=row,
                typed=request.POST,
                reason=form.cleaned_data["reason"],
                by=request.account,
                now=timezone.now(),
            )
            return redirect("tallies:sheet", sheet_id)
        return _typing_page(request, row, request.POST.dict(), problems, form=form)
    if row.state != State.DIFFERS or hand.account_id in (row.first_teller_id, row.second_teller_id):
        return redirect("tallies:sheet", sheet_id)
    return _typing_page(request, row, {}, [], form=form)


@require_http_methods(["GET", "POST"])
def reopen(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Have a sheet counted anew, with a reason."""
    hand, day = access.need_opener(request.account), timezone.localdate()
    row = access.get_sheet(hand, sheet_id, day)
    form = forms.GiveReason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen(sheet=row, reason=form.cleaned_data["reason"], by=request.account, now=timezone.now())
        return redirect("tallies:sheet", sheet_id)
    if row.state == State.OPEN:
        raise Http404
    name = _name_of(row)
    at = reverse("tallies:sheet", args=[row.pk])
    context = {
        "form": form,
        "sheet": row,
        "name": name,
        "trail": shown.trail_of(row.count, (name, at), (str(label("重新计票", "Open again")), "")),
    }
    return render(request, "tallies/reopen.html", context, status=422 if form.errors else 200)


def _typing_page(
    request: AccountRequest,
    row: CountSheet,
    values: dict[str, str] | dict[str, int],
    problems: list[Problem],
    *,
    form: forms.GiveReason | None = None,
) -> HttpResponse:
    name = _name_of(row)
    act = label("第三人核定", "Third look") if form is not None else label("录入", "Type in")
    at = reverse("tallies:sheet", args=[row.pk])
    context = {
        "sheet": row,
        "count": row.count,
        "name": name,
        "groups": shown.groups_of(row.count, values, problems=problems, differing=row.differing),
        "problems": [each.words for each in problems],
        "differs": bool(row.differing),
        "form": form,
        "act": str(act),
        "trail": shown.trail_of(row.count, (name, at), (str(act), "")),
    }
    is_wrong = bool(problems) or (form is not None and bool(form.errors))
    return render(request, "tallies/type.html", context, status=422 if is_wrong else 200)


def _has_place(hand: Hand, row: CountSheet) -> bool:
    """Return whether somebody is a teller of a sheet, or can become one."""
    tellers = (row.first_teller_id, row.second_teller_id)
    return hand.account_id in tellers or None in tellers


def _name_of(row: CountSheet) -> str:
    return names_of([row.organization_id]).get(row.organization_id, "—")
