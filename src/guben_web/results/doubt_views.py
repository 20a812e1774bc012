"""Doubts about the figures of an evaluation, and the inspections drawn of them."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.doubts import KINDS, Doubt
from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.results import access, inspection_actions
from guben_web.results.doubt_lists import doubts_about, find_previous
from guben_web.results.models import Inspection, Result
from guben_web.results.trails import trail_of
from guben_web.results.whatif_views import asked_evaluation
from guben_web.shared import htmx
from guben_web.shared.pages import ROWS_A_PAGE
from guben_web.words.language import current_language, say

_DOUBTS, _INSPECTION = Text("可疑数据", "Doubts"), Text("核查名单", "Inspection")
_HEADINGS = (
    Text("乡镇（街道）", "Township"),
    Text("组织", "Organization"),
    Text("类别", "Kind"),
    Text("原因", "Reason"),
)
_WIDTHS = (20, 30, 14, 40)
_MOST_DIGITS = 6


@require_GET
def doubts(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Show the figures that should be looked at again, each with its reason."""
    row, shown = asked_evaluation(request, evaluation_id)
    previous = find_previous(row)
    found = doubts_about(row, previous)
    kind = request.GET.get("kind", "")
    wanted = [each for each in found if not kind or each.kind == kind]
    page = Paginator(wanted, ROWS_A_PAGE).get_page(request.GET.get("page"))
    counts = Counter(each.kind for each in found)
    keys = {each.organization for each in page}
    held = Result.objects.filter(evaluation=row, organization__key__in=keys)
    ids = dict(held.values_list("organization__key", "organization_id"))
    context = {
        "shown": shown,
        "evaluation": row,
        "previous": previous,
        "kinds": [(each, title, counts[each]) for each, title in KINDS.items()],
        "kind": kind,
        "page": page,
        "rows": [(each, KINDS[each.kind], ids.get(each.organization)) for each in page],
        "organizations": len({each.organization for each in found}),
        "number": len(found),
        "inspections": Inspection.objects.filter(evaluation=row).select_related("made_by").defer("rows"),
        "trail": trail_of(shown, here=say(_DOUBTS)),
    }
    return render(request, "results/doubts.html", context)


@require_GET
def doubts_book(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Give the doubts as a workbook; that it was taken is recorded."""
    row, _ = asked_evaluation(request, evaluation_id)
    found, now = doubts_about(row, find_previous(row)), timezone.now()
    inspection_actions.record_export(evaluation=row, rows=len(found), by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {row.period}"
    sheet = ListSheet(
        say(_DOUBTS), [say(each) for each in _HEADINGS], [_cells(each) for each in found], _WIDTHS
    )
    return HttpResponse(
        list_book([sheet], mark=mark, language=current_language()),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="doubts.xlsx"'},
    )


def _cells(doubt: Doubt) -> list[str]:
    return [doubt.township or "", doubt.name, say(KINDS[doubt.kind]), say(doubt.reason)]


@require_POST
def draw(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Keep the chosen organizations as a list to inspect, and draw some of them by a seed."""
    row, _ = asked_evaluation(request, evaluation_id)
    found = doubts_about(row, find_previous(row))
    chosen = (
        {each.organization for each in found} if "all" in request.POST else request.POST.getlist("chosen")
    )
    number = str(request.POST.get("number", ""))
    inspection = inspection_actions.draw_inspection(
        evaluation=row,
        doubts=found,
        chosen=set(chosen),
        number=int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else 0,
        seed=str(request.POST.get("seed", "")),
        by=request.account,
        now=timezone.now(),
    )
    return htmx.redirect(request, "results:inspection", row.pk, inspection.pk)


@require_GET
def inspection(request: AccountRequest, evaluation_id: int, inspection_id: int) -> HttpResponse:
    """Show an inspection: who is drawn, why, and how anybody can draw again."""
    row, shown = asked_evaluation(request, evaluation_id)
    held = access.get_inspection(row, inspection_id)
    rows = [
        (each, [Text(reason["zh"], reason["en"]) for reason in each["reasons"]], place <= held.number)
        for place, each in enumerate(held.rows, start=1)
    ]
    context = {
        "shown": shown,
        "evaluation": row,
        "inspection": held,
        "rows": rows,
        "trail": trail_of(shown, here=say(_INSPECTION)),
    }
    return render(request, "results/inspection.html", context)
