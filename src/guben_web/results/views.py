"""Evaluations: have them computed, look at them as a table, one organization, and why it has its grade."""

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.baselines.access import visible_baselines
from guben_web.baselines.queries import appraisals_of
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.org.access import Scope
from guben_web.people.access import people_scope, sees_members_of
from guben_web.reporting.access import find_seen_cell, hand_of
from guben_web.results import access, actions, books, folders, forms, queries
from guben_web.results.archives import FILES, open_file
from guben_web.results.beside import panels_beside
from guben_web.results.charts import bar_labels, by_township, distribution
from guben_web.results.entry_records import frozen_entry
from guben_web.results.enums import State
from guben_web.results.models import Evaluation, Result
from guben_web.results.peers import find_peers
from guben_web.results.records import find_frozen_record
from guben_web.results.shown import (
    ShownEvaluation,
    for_list,
    listed_evaluation,
    median_total,
    percent,
    shown_evaluation,
    shown_grade,
    shown_parts,
    shown_result,
)
from guben_web.results.trace import trace_of
from guben_web.results.trails import trail_of
from guben_web.shared import htmx
from guben_web.shared.pages import ROWS_A_PAGE, page_of
from guben_web.tallies.access import find_seen_sheet
from guben_web.words.language import say

# More dimensions than these do not fit beside each other; the table then scrolls in itself.
_MOST_COLUMNS = 7
# What a page for printing lists at once.
_MOST_ROWS = 5_000
_NEW = Text("开始考核", "Start an evaluation")
_WHY = Text("为什么是这个结果", "Why this result")
_SHOW = (
    Text("下发考核结果", "Show the results to the units"),
    (
        Text(
            "这{number}个组织和它们上级的账号（书记、乡镇、党员、赋分部门、检查和查看人员）都能看到自己范围内的结果和同类中位数，看不到名次和范围以外的结果。",
            "Every account of these {number} organizations and of those above them — secretaries, townships, members, scoring departments, inspectors, viewers — sees the results of its own scope and the median of their peers, never a rank and nothing outside its scope.",
        ),
        Text(
            "姓名，以及只依据很少几名党员的数据，只有有权查看党员的人能看到。",
            "Names, and figures that rest on a few members only, are for those who see members.",
        ),
    ),
    Text("下发", "Show them"),
)
_TAKE_BACK = (
    Text("收回考核结果", "Take the results back"),
    (
        Text(
            "{number}个组织不再看到这次考核的结果；结果本身不变，可以再次下发。",
            "{number} organizations no longer see the results of this evaluation; the results stay as they are and can be shown again.",
        ),
    ),
    Text("收回", "Take them back"),
)
_DISCARD = (
    Text("作废这次考核", "Discard this evaluation"),
    (
        Text(
            "{number}个组织的得分和等次从系统里删除，连同快照、工作簿和存档。",
            "The points and grades of {number} organizations are removed, with the snapshot, the workbook and the archive.",
        ),
        Text("登记的数据不受影响，可以重新计算。", "What was registered stays; it can be computed again."),
    ),
    Text("作废", "Discard it"),
)
_DISCARD_UNCOMPUTED = (
    _DISCARD[0],
    (
        Text(
            "这次考核没有算完，没有结果；作废后不能再算，发起考核的记录保留。",
            "This evaluation was not computed and has no results; it cannot be computed any more, and that it was started stays on record.",
        ),
    ),
    _DISCARD[2],
)


@require_GET
def evaluations(request: AccountRequest) -> HttpResponse:
    """Show the evaluations, the latest first."""
    scope = access.need_reader(request.account)
    page = page_of(for_list(access.visible_evaluations(scope, timezone.localdate())), request)
    context = {
        "page": page,
        "rows": [listed_evaluation(each, scheme_titles()) for each in page],
        "may_compute": scope.is_whole,
        "appraisals": appraisals_of(visible_baselines(request.account, timezone.localdate())),
    }
    return render(request, "results/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Ask for a scheme, a period and a day, and have them computed."""
    access.need_computer(request.account)
    form = forms.NewEvaluation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evaluation = actions.start_evaluation(**form.cleaned_data, by=request.account, now=timezone.now())
        return htmx.redirect(request, "results:evaluation", evaluation.pk)
    context = {"form": form, "trail": trail_of(None, here=say(_NEW))}
    return render(request, "results/new.html", context, status=422 if form.errors else 200)


@require_GET
def evaluation(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Show the results as charts and a table; or how far the computation is."""
    scope = access.need_reader(request.account)
    today = timezone.localdate()
    row = access.get_evaluation(scope, evaluation_id, today)
    shown = shown_evaluation(row, scheme_titles())
    if shown.layout is None:
        context = {"evaluation": row, "shown": shown, "run": row.run, "trail": trail_of(shown)}
        return render(request, "results/computing.html", context)
    layout = shown.layout
    seen = access.visible_results(scope, row, today)
    if not scope.is_whole and len(own := seen.values_list("organization_id", flat=True)[:2]) == 1:
        return redirect("results:result", row.pk, own[0])
    wanted = _wanted(request)
    rows = queries.narrowed(seen, wanted)
    rows_a_page = _MOST_ROWS if "all_rows" in request.GET else ROWS_A_PAGE
    ordered = queries.in_order(rows, request.GET.get("sort", ""), layout)
    page = page_of(ordered, request, rows_a_page=rows_a_page)
    overview = queries.overview_of(rows, layout)
    context = {
        "shown": shown,
        "evaluation": row,
        "trail": trail_of(shown),
        "layout": layout,
        "wanted": wanted,
        "choices": queries.choices_of(seen),
        "grades": [
            (place, shown_grade(place, layout), number, percent(number, overview.number))
            for place, number in enumerate(overview.grades[: len(layout.grades)])
        ],
        "without_grade": overview.grades[-1],
        "overview": overview,
        "page": page,
        "rows": [shown_result(each, layout) for each in page],
        "shows_ranks": scope.is_whole,
        "may_compute": scope.is_whole,
        "files": FILES.values() if scope.is_whole else (),
        "distribution": distribution(overview, layout),
        "bars": list(zip(bar_labels(overview, layout), overview.bars, strict=True)),
        "by_township": by_township(overview, layout),
        "averages": [(each, layout.points(each.average)) for each in overview.townships],
        "query": request.GET.urlencode(),
        "is_wide": len(layout.top) > _MOST_COLUMNS,
        "is_shown_to_units": row.state == State.SHOWN,
    }
    return render(request, "results/evaluation.html", context)


@require_GET
def results_book(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Give the list of results as a workbook, as far as one sees them and as they are narrowed down."""
    scope, row, shown = _computed(request, evaluation_id)
    layout, now = shown.layout, timezone.now()
    assert layout is not None
    seen = access.visible_results(scope, row, timezone.localdate(now))
    rows = queries.in_order(queries.narrowed(seen, _wanted(request)), request.GET.get("sort", ""), layout)
    actions.record_download(evaluation=row, file="list.xlsx", by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {say(shown.title)} {row.period}"
    book = books.results_book(
        (shown_result(each, layout) for each in rows), layout, with_ranks=scope.is_whole, mark=mark
    )
    return HttpResponse(
        book,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="results-{row.period}-{row.pk}.xlsx"'},
    )


@require_GET
def result(request: AccountRequest, evaluation_id: int, organization_id: int) -> HttpResponse:
    """Show the result of one organization beside the median of its peers."""
    scope, row, shown = _computed(request, evaluation_id)
    today = timezone.localdate()
    held = access.get_result(scope, row, organization_id, today)
    layout = shown.layout
    assert layout is not None
    peers = find_peers(row.medians, held.field)
    earlier = [(each, shown_evaluation(each.evaluation, {})) for each in queries.earlier_results(scope, held)]
    context = {
        "shown": shown,
        "evaluation": row,
        "trail": trail_of(shown, held),
        "layout": layout,
        "result": shown_result(held, layout),
        "earned": shown_grade(held.earned_grade, layout)
        if held.earned_grade != _computed_grade(held)
        else None,
        "computed": shown_grade(held.computed_grade, layout) if held.is_decided else None,
        "veto": layout.vetoes[held.veto - 1] if held.veto else None,
        "parts": shown_parts(held, layout, peers),
        "peers": peers,
        "median": median_total(layout, peers),
        "earlier": [(each, shown_result(old, each.layout)) for old, each in earlier if each.layout],
        "shows_ranks": scope.is_whole,
        "panels": panels_beside(request.account, held),
    }
    return render(request, "results/result.html", context)


@require_GET
def why(request: AccountRequest, evaluation_id: int, organization_id: int) -> HttpResponse:
    """Show why an organization has its grade, down to the records."""
    scope, row, shown = _computed(request, evaluation_id)
    held = access.get_result(scope, row, organization_id, timezone.localdate())
    account, today = request.account, timezone.localdate()
    people = people_scope(account) if sees_members_of(account, organization_id, today) else None
    branch = folders.explain_result(row, held.organization.key)
    assert shown.layout is not None
    context = {
        "computed": shown_grade(held.computed_grade, shown.layout) if held.is_decided else None,
        "decided": shown_grade(held.grade, shown.layout),
        "shown": shown,
        "evaluation": row,
        "held": held,
        "trail": trail_of(shown, held, say(_WHY)),
        "step": trace_of(branch, people=people, today=today, with_ranks=scope.is_whole),
        "all_open": "all" in request.GET,
    }
    return render(request, "results/why.html", context)


@require_GET
def record(request: AccountRequest, evaluation_id: int, organization_id: int, source: str) -> HttpResponse:
    """Show a record that a result rests on: as it was frozen, as it is now, and where it came from."""
    scope, row, shown = _computed(request, evaluation_id)
    today = timezone.localdate()
    held = access.get_result(scope, row, organization_id, today)
    assert shown.layout is not None and row.finished_at is not None
    found = find_frozen_record(
        folders.open_folder(row),
        source,
        organization=held.organization.key,
        until=row.finished_at,
        sees_now=partial(access.sees_now, request.account, today=today),
        entry=partial(frozen_entry, reader=Reader(request.account, today)),
        scheme=row.scheme,
    )
    if found is None:
        raise Http404
    context = {
        "shown": shown,
        "evaluation": row,
        "held": held,
        "record": found,
        "may_see_form": found.form is not None
        and find_seen_cell(hand_of(request.account), found.form.cell.pk, today) is not None,
        "may_see_count": found.counted_on is not None
        and find_seen_sheet(request.account, found.counted_on, today) is not None,
        "trail": trail_of(shown, held, say(found.kind)),
    }
    return render(request, "results/record.html", context)


@require_GET
def download(request: AccountRequest, evaluation_id: int, name: str) -> HttpResponseBase:
    """Give a file of the evaluation; that it was taken is recorded."""
    access.need_computer(request.account)
    _, row, _ = _computed(request, evaluation_id)
    if name not in FILES:
        raise Http404
    file = FILES[name]
    folders.open_folder(row)
    content = open_file(row, file)
    actions.record_download(evaluation=row, file=name, by=request.account, now=timezone.now())
    said = f"{row.scheme.replace('/', '-')}-{row.period}-{row.pk}-{name}"
    return FileResponse(content, as_attachment=True, filename=said, content_type=file.media_type)


@require_POST
def again(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Compute an evaluation whose computation stopped."""
    row = _of_computer(request, evaluation_id)
    actions.compute_again(evaluation=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "results:evaluation", evaluation_id)


@require_http_methods(["GET", "POST"])
def show(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Let the units see their results, after asking."""
    row = _of_computer(request, evaluation_id)
    if request.method == "GET":
        actions.need_possible(evaluation=row, state=State.SHOWN)
        return _ask(request, row, _SHOW)
    actions.show_to_units(evaluation=row, by=request.account, now=timezone.now())
    return redirect("results:evaluation", evaluation_id)


@require_http_methods(["GET", "POST"])
def take_back(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Take the results back from the units, after asking."""
    row = _of_computer(request, evaluation_id)
    if request.method == "GET":
        actions.need_possible(evaluation=row, state=State.TRIAL)
        return _ask(request, row, _TAKE_BACK)
    actions.take_back(evaluation=row, by=request.account, now=timezone.now())
    return redirect("results:evaluation", evaluation_id)


@require_http_methods(["GET", "POST"])
def discard(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Discard an evaluation, after asking."""
    row = _of_computer(request, evaluation_id)
    if request.method == "GET":
        actions.need_possible(evaluation=row, state=State.DISCARDED)
        return _ask(request, row, _DISCARD if row.finished_at else _DISCARD_UNCOMPUTED)
    actions.discard(evaluation=row, by=request.account, now=timezone.now())
    return redirect("results:list")


def _computed_grade(held: Result) -> int | None:
    return held.computed_grade if held.is_decided else held.grade


def _computed(request: AccountRequest, evaluation_id: int) -> tuple[Scope, Evaluation, ShownEvaluation]:
    """Return a computed evaluation that the account sees, and from which scope; raises Http404 for another."""
    scope = access.need_reader(request.account)
    row = access.get_evaluation(scope, evaluation_id, timezone.localdate())
    shown = shown_evaluation(row, scheme_titles())
    if shown.layout is None:
        raise Http404
    return scope, row, shown


def _wanted(request: AccountRequest) -> queries.Wanted:
    return queries.Wanted(
        **{name: request.GET.get(name, "") for name in ("words", "township", "grade", "field", "flag")}
    )


def _of_computer(request: AccountRequest, evaluation_id: int) -> Evaluation:
    access.need_computer(request.account)
    scope = access.need_reader(request.account)
    return access.get_evaluation(scope, evaluation_id, timezone.localdate())


def _ask(
    request: AccountRequest, row: Evaluation, words: tuple[Text, tuple[Text, ...], Text]
) -> HttpResponse:
    title, changes, act = words
    context = {
        "title": say(title),
        "changes": [say(each.filled(number=row.organizations)) for each in changes],
        "act": say(act),
        "back": reverse("results:evaluation", args=[row.pk]),
    }
    return render(request, "shared/confirm.html", context)
