"""Rounds of promotion: prepared, opened, looked at, given second grades, closed."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.promotion import access, books, forms, queries, round_actions, sources
from guben_web.promotion.enums import GOING_ON, ROUND_TRANSITIONS, Outcome, PlanState, RoundState, RoundStep
from guben_web.promotion.flows import flow_of
from guben_web.promotion.grades import meanings_of, order_from_data
from guben_web.promotion.models import Round
from guben_web.promotion.refusals import TargetDoesNotFit
from guben_web.promotion.shown import milestones, shown_path
from guben_web.promotion.trails import trail_of
from guben_web.results.shown import percent
from guben_web.shared.pages import ROWS_A_PAGE, page_of
from guben_web.words.language import say

_NEW, _WORDS = (
    Text("开始一轮晋位升级", "Begin a round of promotion"),
    Text("等次怎样对应", "What the grades mean"),
)
_SECOND, _CANCEL = (
    Text("再评定级，确定升降", "Take the second grades"),
    Text("取消这轮晋位升级", "Cancel this round"),
)
_CLOSE = Text("结束这轮晋位升级", "Close this round")
_CLOSE_CHANGES = (
    Text("升降结果和提升方案从此不再改变。", "Movements and plans do not change any more."),
    Text("各单位仍能看到自己的等次、方案和升降。", "Units still see their own grades, plan and movement."),
)
_FINAL = Text("{words} · 已封存", "{words} · sealed")
_MOST_ROWS = 5_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def rounds(request: AccountRequest) -> HttpResponse:
    """Show the rounds of promotion, the latest first."""
    hand = access.need_hand(request.account)
    page = page_of(access.visible_rounds(hand, timezone.localdate()), request)
    rows = [(each, sources.baseline_called(each)) for each in page]
    return render(request, "promotion/list.html", {"page": page, "rows": rows, "holds": hand.holds})


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Begin a round: by which scheme, from which grades, with which target and days."""
    access.need_holder(request.account)
    form = forms.NewRound(request.POST or None, sources=sources.baseline_sources())
    if request.method == "POST" and form.is_valid():
        row = round_actions.prepare_round(
            terms=form.terms(), source=form.source(), by=request.account, now=timezone.now()
        )
        return redirect("promotion:round", row.pk)
    return _form(request, form, _NEW, None)


@require_GET
def show_round(request: AccountRequest, round_id: int) -> HttpResponse:
    """Show a round: how far the plans are, who moved where, and every organization; a unit is led to its own path."""
    today = timezone.localdate()
    hand = access.need_hand(request.account)
    row = access.get_round(hand, round_id, today)
    seen = access.visible_paths(hand, row, today)
    if not hand.holds and len(own := seen.values_list("organization_id", flat=True)[:2]) == 1:
        return redirect("promotion:path", row.pk, own[0])
    return render(request, "promotion/round.html", _round_page(request, hand, row, today))


@require_POST
def set_targets(request: AccountRequest, round_id: int) -> HttpResponse:
    """Give the chosen organizations another target, with a reason."""
    today = timezone.localdate()
    hand = access.need_approver(request.account)
    row = access.get_round(hand, round_id, today)
    chosen = [each for each in request.POST.getlist("organization") if each.isdecimal() and len(each) < 10]
    paths = access.targeted_paths(hand, row, today)
    asked = request.POST.get("target", "")
    try:
        round_actions.set_targets(
            round_=row,
            paths=list(paths.filter(organization_id__in=chosen).exclude(baseline=None)),
            target=int(asked) if asked.isdecimal() and len(asked) < 3 else -1,
            reason=request.POST.get("reason", "")[:200],
            by=request.account,
            now=timezone.now(),
        )
    except TargetDoesNotFit as refusal:
        context = _round_page(request, hand, row, today) | {
            "refused": refusal,
            "chosen": set(chosen),
            "asked_target": asked,
            "asked_reason": request.POST.get("reason", ""),
        }
        return render(request, "promotion/round.html", context, status=422)
    return redirect(f"{reverse('promotion:round', args=[row.pk])}?{request.GET.urlencode()}#paths")


@require_http_methods(["GET", "POST"])
def words(request: AccountRequest, round_id: int) -> HttpResponse:
    """Say which grade of the scheme each unknown word means."""
    row = _held(request, round_id, RoundStep.MAP_WORDS)
    order = order_from_data(row.grades)
    unknown = meanings_of(_words_given(row), row.scheme, order).unknown
    form = forms.Meaning(request.POST or None, words=unknown, order=order)
    if request.method == "POST" and form.is_valid():
        round_actions.map_words(round_=row, meant=form.meant(), by=request.account, now=timezone.now())
        return redirect("promotion:round", row.pk)
    return _form(request, form, _WORDS, row)


@require_POST
def open_round(request: AccountRequest, round_id: int) -> HttpResponse:
    """Open a round: every organization gets its path and its proposed target."""
    row = _held(request, round_id, RoundStep.OPEN)
    round_actions.open_round(round_=row, by=request.account, now=timezone.now())
    return redirect("promotion:round", row.pk)


@require_http_methods(["GET", "POST"])
def second(request: AccountRequest, round_id: int) -> HttpResponse:
    """Choose the evaluation that gives the second grades."""
    row = _held(request, round_id, RoundStep.ASSESS)
    choices = [
        (each, say(_FINAL.filled(words=words)) if getattr(each, "is_final", False) else say(words))
        for each in sources.second_sources(row)
        for words in [sources.called(each)]
    ]
    form = forms.Second(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        round_actions.assess(round_=row, evaluation=form.chosen(), by=request.account, now=timezone.now())
        return redirect("promotion:round", row.pk)
    return _form(request, form, _SECOND, row, is_empty=not choices)


@require_http_methods(["GET", "POST"])
def close(request: AccountRequest, round_id: int) -> HttpResponse:
    """Close a round, after asking."""
    row = _held(request, round_id, RoundStep.CLOSE)
    if request.method == "POST":
        round_actions.close_round(round_=row, by=request.account, now=timezone.now())
        return redirect("promotion:round", row.pk)
    context = {
        "title": say(_CLOSE),
        "changes": [say(each) for each in _CLOSE_CHANGES],
        "act": say(_CLOSE),
        "back": reverse("promotion:round", args=[row.pk]),
        "trail": trail_of(row, here=_CLOSE),
        "kind": "primary",
    }
    return render(request, "shared/confirm.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: AccountRequest, round_id: int) -> HttpResponse:
    """Cancel a round, with a reason."""
    row = _held(request, round_id, RoundStep.CANCEL)
    form = forms.Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        round_actions.cancel_round(round_=row, reason=reason, by=request.account, now=timezone.now())
        return redirect("promotion:round", row.pk)
    return _form(request, form, _CANCEL, row)


@require_GET
def book(request: AccountRequest, round_id: int) -> HttpResponse:
    """Give the list of a round as a workbook, as far as one sees it and as it is narrowed down."""
    now = timezone.now()
    today = timezone.localdate(now)
    hand = access.need_hand(request.account)
    row = access.get_round(hand, round_id, today)
    rows = queries.narrowed(access.visible_paths(hand, row, today), _wanted(request), today)
    ordered = queries.in_order(rows, request.GET.get("sort", ""))
    round_actions.record_download(round_=row, file="promotion.xlsx", by=request.account, now=now)
    content = books.round_book(
        [shown_path(each, row, today) for each in ordered],
        queries.overview_of(rows).townships,
        with_seconds=row.second_id is not None,
        mark=f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {row.title}",
    )
    name = f'attachment; filename="promotion-{row.period}-{row.pk}.xlsx"'
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": name})


def _round_page(request: AccountRequest, hand: access.Hand, row: Round, today: date) -> dict[str, Any]:
    order = order_from_data(row.grades)
    state = RoundState(row.state)
    seen = access.visible_paths(hand, row, today)
    wanted = _wanted(request)
    rows = queries.narrowed(seen, wanted, today)
    rows_a_page = _MOST_ROWS if "all_rows" in request.GET else ROWS_A_PAGE
    page = page_of(queries.in_order(rows, request.GET.get("sort", "")), request, rows_a_page=rows_a_page)
    overview = queries.overview_of(rows)
    whole = overview.whole
    unknown: tuple[str, ...] = ()
    number = 0
    if state is RoundState.PREPARING:
        meanings = meanings_of(_words_given(row), row.scheme, order)
        unknown, number = meanings.unknown, len(sources.given_at_baseline(row))
    may_set = state is RoundState.OPEN and (hand.holds or not hand.approves.is_empty)
    return {
        "round": row,
        "trail": trail_of(row),
        "baseline": sources.baseline_called(row),
        "second": sources.called(row.second) if row.second else None,
        "milestones": milestones(state),
        "may": {step.value for step in RoundStep if state in ROUND_TRANSITIONS[step]}
        if hand.holds
        else set(),
        "holds": hand.holds,
        "may_set_targets": may_set,
        "is_going_on": state in GOING_ON,
        "unknown": unknown,
        "number_given": number,
        "overview": overview,
        "moves": [
            (each, whole.outcomes[each], percent(whole.outcomes[each], whole.compared))
            for each in (Outcome.UP, Outcome.STAYED, Outcome.FELL)
        ],
        "new": whole.outcomes[Outcome.NEW],
        "gone": whole.outcomes[Outcome.GONE],
        "ungraded": whole.outcomes[Outcome.UNGRADED],
        "plans": [(each, whole.plans[each]) for each in PlanState],
        "flow": flow_of(whole.flows, order),
        "flows": [
            (order.shown(before), order.shown(after), count)
            for (before, after), count in sorted(whole.flows.items())
        ],
        "grades": [(place, order.shown(place)) for place in range(len(order.titles))],
        "page": page,
        "rows": [shown_path(each, row, today) for each in page],
        "wanted": wanted,
        "townships": queries.townships_in(seen),
        "plan_states": PlanState.choices,
        "outcomes": [each for each in Outcome.choices if each[0]],
        "query": request.GET.urlencode(),
        "chosen": set(),
    }


def _wanted(request: AccountRequest) -> queries.Wanted:
    return queries.Wanted(
        **{name: request.GET.get(name, "") for name in ("words", "township", "baseline", "outcome", "plan")}
    )


def _words_given(row: Round) -> set[str]:
    return {each.words for each in sources.given_at_baseline(row).values() if each.words}


def _held(request: AccountRequest, round_id: int, step: RoundStep) -> Round:
    hand = access.need_holder(request.account)
    row = access.get_round(hand, round_id, timezone.localdate())
    round_actions.need_possible(round_=row, step=step)
    return row


def _form(
    request: AccountRequest, form: Any, title: Text, row: Round | None, *, is_empty: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "title": say(title),
        "lead": row.title if row else "",
        "trail": trail_of(row, here=title),
        "back": reverse("promotion:round", args=[row.pk]) if row else reverse("promotion:list"),
        "is_empty": is_empty,
    }
    return render(request, "promotion/form.html", context, status=422 if form.errors else 200)
