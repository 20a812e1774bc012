"""Appraisals: the page of one with what comes next, and a page for each step but those of the public notice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.models import Account
from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals import access, actions, forms, late, papers, preparing, queries
from guben_web.appraisals.entering import decided_in, decision_rows, marked_in, marks_page
from guben_web.appraisals.enums import (
    BEFORE_DECISION,
    SEEN_BY_UNITS,
    TRANSITIONS,
    Stage,
    Step,
)
from guben_web.appraisals.judging import judges_in
from guben_web.appraisals.marks import give
from guben_web.appraisals.models import Appraisal
from guben_web.appraisals.pages import form_page, trail_of
from guben_web.appraisals.refusals import GradesAreWrong, MarksAreWrong, NotComputedYet
from guben_web.appraisals.shown import (
    layout_of,
    paper_of,
    shown_changes,
    shown_objections,
    shown_overrides,
    title_of,
)
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text
from guben_web.org.access import scope_of, within
from guben_web.results.enums import State
from guben_web.results.forms import NewEvaluation
from guben_web.results.models import Evaluation, Result
from guben_web.shared.pages import ROWS_A_PAGE, page_of
from guben_web.words.language import say

_NEW = Text("建立考核", "Open an appraisal")
_LACKING = Text("还没有上报的", "What has not been handed in")
_MARKS, _DECIDE = Text("评分", "Marks"), Text("登记集体研究结果", "Enter the decision")
_CORRECTION, _CHANGES = (
    Text("更正后的结果", "Corrected results"),
    Text("两次试算的差别", "Changes since the trial run before"),
)
_WITHDRAW, _DROP, _CANCEL = (
    Text("撤回集体研究结果", "Withdraw the decision"),
    Text("放弃更正", "Leave the results as they are"),
    Text("取消考核", "Cancel the appraisal"),
)
_FINISH = Text("封存最终结果", "Make the results final")
_FINISH_CHANGES = (
    Text(
        "结果从此不再改变；以后更正的数据进入下一次考核。",
        "The results never change any more; later corrections count in the next appraisal.",
    ),
    Text(
        "系统算出封存码，印在通知书和名单上，任何人都能凭存档核对。",
        "A seal is computed and printed on letters and lists; whoever has the archive can check it.",
    ),
)
_LONGEST_NUMBER = 10
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DECIDED_STAGES = frozenset({Stage.DECIDED, Stage.PUBLIC, Stage.CORRECTING, Stage.FINAL})


@require_GET
def appraisals(request: AccountRequest) -> HttpResponse:
    """Show the appraisals, the latest first; with `?evaluation=`, go to the one that an evaluation belongs to."""
    rows = access.visible_appraisals(request.account, timezone.localdate())
    if (asked := request.GET.get("evaluation", "")).isdecimal() and len(asked) < _LONGEST_NUMBER:
        return _to_appraisal_of(rows, int(asked))
    page = page_of(rows.defer("evaluation__layout", "evaluation__medians", "evaluation__findings"), request)
    titles = scheme_titles()
    context = {
        "page": page,
        "rows": [(each, titles.get(each.scheme, Text(each.scheme, each.scheme))) for each in page],
        "may_hold": access.is_holder(request.account),
    }
    return render(request, "appraisals/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Open an appraisal."""
    access.need_holder(request.account)
    form = NewEvaluation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.open_appraisal(**form.cleaned_data, by=request.account, now=timezone.now())
        return redirect("appraisals:appraisal", row.pk)
    return form_page(request, form, _NEW, None, back=reverse("appraisals:list"))


@require_GET
def appraisal(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show how an appraisal stands and what comes next."""
    today = timezone.localdate()
    row = access.get_appraisal(request.account, appraisal_id, today)
    stage, is_holder = Stage(row.stage), access.is_holder(request.account)
    layout = layout_of(row.evaluation)
    scope = scope_of(request.account)
    objections = queries.objections_of(row)
    seen: set[int] | None = None
    if not is_holder:
        seen = set(
            Result.objects.filter(within(scope, today), evaluation=row.evaluation).values_list(
                "organization_id", flat=True
            )
        )
        objections = [each for each in objections if each.organization_id in seen]
    running = next(
        (each for each in (row.candidate, row.evaluation) if each and each.state == State.COMPUTING), None
    )
    judges = judges_in(row.scheme)
    context = {
        "appraisal": row,
        "title": title_of(row),
        "trail": trail_of(row),
        "milestones": queries.milestones(stage, with_marks=bool(judges)),
        "is_holder": is_holder,
        "may": {step.value for step in Step if stage in TRANSITIONS[step][0]} if is_holder else set(),
        "asks_for_marks": bool(judges),
        "may_mark": stage is Stage.MARKING and any(access.given_by(request.account, row, today).values()),
        "shows_results": layout is not None and (scope.is_whole or stage in SEEN_BY_UNITS),
        "layout": layout,
        "run": running.run if running else None,
        "running": running,
        "lacks": _number_open(row) if is_holder and stage in (Stage.PREPARING, Stage.MARKING) else 0,
        "trials": row.trials.select_related("evaluation") if is_holder else (),
        "decisions": queries.decisions_of(row) if is_holder else (),
        "overrides": shown_overrides(row, layout) if layout and is_holder else (),
        "objections": shown_objections(row, layout, objections) if layout else (),
        "late": [each.for_reader(request.account) for each in late.corrections_of(row, seen)],
        **_carried_over(row, is_holder=is_holder),
        "is_decided": stage in _DECIDED_STAGES,
        "is_over": queries.is_over(row, today),
        "papers": _PAPERS if is_holder and stage in _DECIDED_STAGES else {},
    }
    return render(request, "appraisals/appraisal.html", context)


@require_GET
def lacking(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show who has not handed in what, as a list to copy."""
    row = access.get_held(request.account, appraisal_id)
    lacks = preparing.lacking(row)
    context = {
        "appraisal": row,
        "trail": trail_of(row, _LACKING),
        "page": Paginator(lacks, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "number_asked": len(preparing.asked_in(row.scheme)),
        "by_superior": preparing.by_superior(lacks),
        "forms": preparing.open_forms(row),
        "ledgers": preparing.open_ledgers(row),
    }
    return render(request, "appraisals/lacking.html", context)


@require_http_methods(["GET", "POST"])
def marks(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show the marks beside each other, and take those that are this account's to give."""
    today = timezone.localdate()
    row = access.get_appraisal(request.account, appraisal_id, today)
    refused = None
    if request.method == "POST":
        try:
            give(
                appraisal=row,
                marks=marked_in(request.POST, row.scheme),
                by=request.account,
                now=timezone.now(),
                today=today,
            )
            return redirect(request.get_full_path())
        except MarksAreWrong as refusal:
            refused = refusal
    context = {
        **marks_page(request, row, today),
        "appraisal": row,
        "title": title_of(row),
        "trail": trail_of(row, _MARKS),
        "refused": refused,
    }
    return render(request, "appraisals/marks.html", context, status=422 if refused else 200)


@require_POST
def open_marks(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Let judges give marks."""
    row = access.get_held(request.account, appraisal_id)
    actions.open_marks(appraisal=row, by=request.account, now=timezone.now())
    return redirect("appraisals:appraisal", appraisal_id)


@require_POST
def trial(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Have the results computed on what is known now."""
    row = access.get_held(request.account, appraisal_id)
    actions.run_trial(appraisal=row, by=request.account, now=timezone.now())
    return redirect("appraisals:appraisal", appraisal_id)


@require_http_methods(["GET", "POST"])
def decide(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Enter what a meeting decided, with the grades it set."""
    row = access.get_held(request.account, appraisal_id)
    actions.need_possible(appraisal=row, step=Step.DECIDE)
    return _decide(request, row, row.evaluation, _DECIDE, actions.decide)


@require_http_methods(["GET", "POST"])
def correction(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show what corrected records change for whom, and enter that a meeting adopted it."""
    row = access.get_held(request.account, appraisal_id)
    actions.need_possible(appraisal=row, step=Step.ADOPT)
    return _decide(request, row, row.candidate, _CORRECTION, actions.adopt)


@require_http_methods(["GET", "POST"])
def withdraw(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Go back to the trial run."""
    return _with_reason(request, appraisal_id, Step.WITHDRAW, _WITHDRAW, actions.withdraw)


@require_http_methods(["GET", "POST"])
def drop(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Leave the results on notice as they are."""
    return _with_reason(request, appraisal_id, Step.DROP, _DROP, actions.drop)


@require_http_methods(["GET", "POST"])
def cancel(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Stop an appraisal for good."""
    return _with_reason(request, appraisal_id, Step.CANCEL, _CANCEL, actions.cancel)


@require_POST
def recompute(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Have the results computed on corrected records."""
    row = access.get_held(request.account, appraisal_id)
    actions.recompute(appraisal=row, by=request.account, now=timezone.now())
    return redirect("appraisals:appraisal", appraisal_id)


@require_GET
def changes(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show what the trial run that stands changed against the one before."""
    row = access.get_held(request.account, appraisal_id)
    runs = [each.evaluation for each in row.trials.select_related("evaluation") if each.evaluation.layout][:2]
    if len(runs) < 2:
        raise Http404
    context = {
        "appraisal": row,
        "trail": trail_of(row, _CHANGES),
        "title": _CHANGES,
        **_compared(runs[1], runs[0]),
    }
    return render(request, "appraisals/changes.html", context)


@require_http_methods(["GET", "POST"])
def finish(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Make the results final, after asking."""
    row = access.get_held(request.account, appraisal_id)
    actions.need_possible(appraisal=row, step=Step.FINISH)
    if request.method == "POST":
        actions.finish(appraisal=row, by=request.account, now=timezone.now())
        return redirect("appraisals:appraisal", appraisal_id)
    actions.need_finishable(appraisal=row, today=timezone.localdate())
    context = {
        "title": say(_FINISH),
        "changes": [say(each) for each in _FINISH_CHANGES],
        "act": say(_FINISH),
        "back": reverse("appraisals:appraisal", args=[appraisal_id]),
        "trail": trail_of(row, _FINISH),
        "kind": "primary",
    }
    return render(request, "shared/confirm.html", context)


_PAPERS = {
    "letters.docx": (Text("结果通知书", "Letters"), Text("每个组织一页", "a page each")),
    "notice.docx": (Text("公示", "Public notice"), Text("按等次列名称", "names by grade")),
    "list.docx": (Text("分等次名单", "List by grade"), Text("供签字盖章", "to be signed and sealed")),
    "list.xlsx": (Text("分等次名单", "List by grade"), Text("一个等次一张表", "a sheet for each grade")),
}


@require_GET
def paper(request: AccountRequest, appraisal_id: int, name: str) -> HttpResponse:
    """Give a paper of a decided appraisal; that it was taken is recorded."""
    row = access.get_held(request.account, appraisal_id)
    is_early = name == "notice.docx" and row.public_from is None
    if name not in _PAPERS or row.stage not in _DECIDED_STAGES or is_early:
        raise Http404
    now = timezone.now()
    made = paper_of(row)
    makers: dict[str, Callable[[], bytes]] = {
        "letters.docx": lambda: papers.letters(made),
        "notice.docx": lambda: papers.notice(made),
        "list.docx": lambda: papers.grouped_list(made),
        "list.xlsx": lambda: papers.list_workbook(made, mark=_mark(request.account, now)),
    }
    content = makers[name]()
    actions.record_download(appraisal=row, file=name, by=request.account, now=now)
    kind = _XLSX if name.endswith(".xlsx") else _DOCX
    response = HttpResponse(content, content_type=kind)
    said = f"{row.scheme.replace('/', '-')}-{row.period}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{said}"'
    return response


def _mark(account: Account, now: datetime) -> str:
    return f"{account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M}"


def _to_appraisal_of(rows: QuerySet[Appraisal], evaluation_id: int) -> HttpResponse:
    row = rows.filter(Q(trials__evaluation=evaluation_id) | Q(candidate=evaluation_id)).first()
    if row is None:
        raise Http404
    return redirect("appraisals:appraisal", row.pk)


def _carried_over(row: Appraisal, *, is_holder: bool) -> dict[str, object]:
    """Return what earlier final results leave to an appraisal, and how much of it nobody has looked at."""
    found = late.carried_over(row) if is_holder else []
    return {
        "carried_over": found,
        "unlooked": sum(not each.is_looked_at for each in found),
        "may_look": is_holder and row.stage in BEFORE_DECISION,
    }


def _number_open(row: Appraisal) -> int:
    """Return how many figures, forms and ledgers of organizations are still open before a trial run."""
    forms, ledgers = preparing.open_forms(row), preparing.open_ledgers(row)
    numbers = (*(each.number for each in forms), *(each.number for each in ledgers))
    return len(preparing.lacking(row)) + sum(numbers)


def _decide(
    request: AccountRequest,
    row: Appraisal,
    evaluation: Evaluation | None,
    title: Text,
    act: Callable[..., object],
) -> HttpResponse:
    layout = layout_of(evaluation)
    if evaluation is None or layout is None:
        raise NotComputedYet
    form = forms.MeetingForm(request.POST if request.method == "POST" and "add" not in request.POST else None)
    refused = None
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        try:
            act(
                appraisal=row,
                meeting=form.meeting(),
                grades=decided_in(request.POST),
                by=request.account,
                now=timezone.now(),
            )
            return redirect("appraisals:appraisal", row.pk)
        except GradesAreWrong as refusal:
            refused = refusal
    if "add" in request.POST:
        form = forms.MeetingForm(initial=request.POST.dict())
    context: dict[str, Any] = {
        "appraisal": row,
        "title": title,
        "trail": trail_of(row, title),
        "form": form,
        "refused": refused,
        **decision_rows(request, evaluation, layout),
    }
    if row.evaluation is not None and evaluation.pk != row.evaluation_id:
        context |= _compared(row.evaluation, evaluation)
    status = 422 if refused or form.errors else 200
    return render(request, "appraisals/decide.html", context, status=status)


def _compared(before: Evaluation, after: Evaluation) -> dict[str, object]:
    old, new_ = layout_of(before), layout_of(after)
    assert old is not None and new_ is not None
    found = queries.changes_between(before, after)
    return {
        "changes": shown_changes(found, old, new_),
        "of_grade": sum(each.is_of_grade for each in found),
        "digits": new_.digits,
        "after": after,
    }


def _with_reason(
    request: AccountRequest, appraisal_id: int, step: Step, title: Text, act: Callable[..., None]
) -> HttpResponse:
    row = access.get_held(request.account, appraisal_id)
    actions.need_possible(appraisal=row, step=step)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act(appraisal=row, reason=form.cleaned_data["reason"], by=request.account, now=timezone.now())
        return redirect("appraisals:appraisal", appraisal_id)
    return form_page(request, form, title, row)
