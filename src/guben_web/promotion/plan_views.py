"""The path of one organization: its grades, its plan, what was done; and the counts of its peers."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.people.access import sees_members_of
from guben_web.promotion import access, forms, plan_actions, queries, sources
from guben_web.promotion.enums import (
    GOING_ON,
    MOVED,
    PLAN_TRANSITIONS,
    TO_WRITE,
    PlanState,
    PlanStep,
    RoundState,
)
from guben_web.promotion.grades import order_from_data
from guben_web.promotion.merging import Merged
from guben_web.promotion.models import Path
from guben_web.promotion.refusals import PlanIsIncomplete
from guben_web.promotion.shown import plan_of, shown_path, shown_undertakings
from guben_web.promotion.trails import trail_of
from guben_web.promotion.writing import (
    WAS,
    Writing,
    base_fields,
    lines_merged,
    lines_sent,
    lines_to_write,
    words_sent,
)
from guben_web.words.language import say

_MOST_DIGITS = 10
_WRITE, _RETURN = Text("提升方案", "Plan"), Text("退回方案", "Return the plan")


@require_GET
def show_path(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Show the path of one organization with its plan."""
    hand = access.need_hand(request.account)
    path = access.get_path(hand, round_id, organization_id, timezone.localdate())
    return _page(request, hand, path, forms.Note())


@require_http_methods(["GET", "POST"])
def write(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Write the plan: lines offered for what was lost, a deadline, and who answers for it."""
    now = timezone.now()
    today = timezone.localdate(now)
    hand = access.need_writer(request.account)
    path = access.get_written_path(hand, round_id, organization_id, today)
    plan_actions.need_possible(path=path, step=PlanStep.SAVE)
    writing = Writing(path, today)
    if request.method != "POST":
        return _written(request, writing, hand.is_proxy_for(path))
    revision = _revision(request)
    if revision != writing.revision:
        merged = writing.merged(request.POST)
        if not merged.is_settled:
            return _written(request, writing, hand.is_proxy_for(path), merged=merged)
        revision = writing.revision
    form = writing.form(request.POST)
    refused = None
    if form.is_valid():
        draft = writing.draft(request.POST, form)
        act = plan_actions.submit_plan if request.POST.get("act") == "submit" else plan_actions.save_plan
        is_proxy = hand.is_proxy_for(path)
        try:
            act(path=path, draft=draft, revision=revision, is_proxy=is_proxy, by=request.account, now=now)
            return redirect("promotion:path", round_id, organization_id)
        except PlanIsIncomplete as refusal:
            refused = refusal
    return _written(request, writing, hand.is_proxy_for(path), form=form, refused=refused)


def _written(
    request: AccountRequest,
    writing: Writing,
    is_proxy: bool,
    *,
    form: forms.PlanHead | None = None,
    merged: Merged | None = None,
    refused: PlanIsIncomplete | None = None,
) -> HttpResponse:
    """Show the form of a plan: as it stands, as it was sent with what is wrong with it, or as two people have it."""
    path = writing.path
    if merged is not None:
        about, free = lines_merged(writing.plan, writing.lost, merged)
        form = writing.form(merged.words.fields)
        form.say_merged(merged)
    elif form is not None:
        about, free = lines_sent(request.POST, writing.lost)
    else:
        about, free = lines_to_write(writing.plan, writing.lost)
    base = words_sent(request.POST, writing.lost, prefix=WAS) if form and not merged else writing.words
    context = {
        "path": path,
        "shown": shown_path(path, path.round, writing.today),
        "plan": writing.plan,
        "trail": trail_of(path.round, path, _WRITE),
        "form": form or writing.form(),
        "about": about,
        "free": free,
        "base": base_fields(base),
        "revision": writing.revision,
        "merged": merged,
        "result": writing.result,
        "refused": refused,
        "is_proxy": is_proxy,
    }
    status = 409 if merged else 422 if form else 200
    return render(request, "promotion/write.html", context, status=status)


@require_POST
def withdraw(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Take back a plan that was handed in."""
    path = access.get_written_path(
        access.need_writer(request.account), round_id, organization_id, timezone.localdate()
    )
    plan_actions.withdraw_plan(path=path, by=request.account, now=timezone.now())
    return redirect("promotion:path", round_id, organization_id)


@require_POST
def approve(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Approve a plan."""
    return _decide(request, round_id, organization_id, plan_actions.approve_plan)


@require_POST
def fulfil(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Say that everything in a plan was done."""
    return _decide(request, round_id, organization_id, plan_actions.fulfil_plan)


@require_http_methods(["GET", "POST"])
def return_plan(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Return a plan with a reason."""
    hand = access.need_approver(request.account)
    path = access.get_approved_path(hand, round_id, organization_id, timezone.localdate())
    plan_actions.need_possible(path=path, step=PlanStep.RETURN)
    form = forms.Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan_actions.return_plan(
            path=path,
            revision=_revision(request),
            reason=form.cleaned_data["reason"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("promotion:path", round_id, organization_id)
    context = {
        "form": form,
        "title": say(_RETURN),
        "lead": path.name,
        "trail": trail_of(path.round, path, _RETURN),
        "back": reverse("promotion:path", args=[round_id, organization_id]),
        "revision": request.POST.get("revision", request.GET.get("revision", "")),
    }
    return render(request, "promotion/form.html", context, status=422 if form.errors else 200)


@require_POST
def note(request: AccountRequest, round_id: int, organization_id: int) -> HttpResponse:
    """Add what was done on a day."""
    hand = access.need_writer(request.account)
    path = access.get_written_path(hand, round_id, organization_id, timezone.localdate())
    form = forms.Note(request.POST)
    if not form.is_valid():
        return _page(request, hand, path, form, status=422)
    plan_actions.note_progress(path=path, **form.cleaned_data, by=request.account, now=timezone.now())
    return redirect("promotion:path", round_id, organization_id)


def _decide(
    request: AccountRequest, round_id: int, organization_id: int, act: Callable[..., None]
) -> HttpResponse:
    hand = access.need_approver(request.account)
    path = access.get_approved_path(hand, round_id, organization_id, timezone.localdate())
    act(path=path, revision=_revision(request), by=request.account, now=timezone.now())
    return redirect("promotion:path", round_id, organization_id)


def _revision(request: AccountRequest) -> int:
    """Return the revision of the plan that somebody saw; that of no plan where nothing is said."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < _MOST_DIGITS else 0


def _page(
    request: AccountRequest, hand: access.Hand, path: Path, form: forms.Note, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    round_, order, plan = path.round, order_from_data(path.round.grades), plan_of(path)
    writes, approves = access.may(hand, path, today)
    is_going_on = RoundState(round_.state) in GOING_ON and path.baseline is not None
    steps = {each for each in PlanStep if plan and PlanState(plan.state) in PLAN_TRANSITIONS[each]}
    peers = queries.peers_of(path)
    context = {
        "round": round_,
        "path": path,
        "shown": shown_path(path, round_, today),
        "baseline": sources.baseline_called(round_),
        "second": sources.called(round_.second) if round_.second else None,
        "trail": trail_of(round_, path),
        "plan": plan,
        # What is not handed in yet is the writer's and her township's.
        "lines": shown_undertakings(plan)
        if plan and (PlanState(plan.state) not in TO_WRITE or writes)
        else (),
        "notes": list(plan.notes.select_related("noted_by")) if plan else (),
        "may_write": is_going_on and writes and (plan is None or PlanStep.SAVE in steps),
        "may_note": is_going_on and writes and PlanStep.NOTE in steps,
        "may_withdraw": is_going_on and writes and PlanStep.WITHDRAW in steps,
        "may_decide": {each.value for each in steps} if is_going_on and approves else set(),
        "sees_names": plan is not None and sees_members_of(request.account, path.organization_id, today),
        "form": form,
        "peers": peers,
        "peer_grades": [(order.shown(place), peers.grades.get(place, 0)) for place in range(order.last + 1)]
        if peers
        else (),
        "peer_moves": [(each.label, peers.outcomes.get(each, 0)) for each in MOVED]
        if peers and round_.second_id
        else (),
    }
    return render(request, "promotion/path.html", context, status=status)
