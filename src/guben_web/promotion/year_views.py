"""The three lists over the years, and the parts of a scheme before and after."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.promotion import access, books, round_actions
from guben_web.promotion.comparing import Comparison
from guben_web.promotion.comparing import compare as compared
from guben_web.promotion.enums import Outcome
from guben_web.promotion.flows import flow_of
from guben_web.promotion.grades import Order, order_of_scheme
from guben_web.promotion.sources import called
from guben_web.promotion.trails import trail_of
from guben_web.promotion.years import Line, Year, lines_of, moves_between, years_of
from guben_web.results.access import visible_evaluations
from guben_web.results.enums import State
from guben_web.results.models import Evaluation
from guben_web.shared.pages import ROWS_A_PAGE
from guben_web.words.language import say
from guben_web.words.searching import search_words
from guben_web.words.traditional import simplified

_YEARS, _COMPARE = Text("历年等次", "Grades over the years"), Text("前后对比", "Before and after")
_ORGANIZATION, _TOWNSHIP = Text("组织", "Organization"), Text("乡镇（街道）", "Township")
_PART, _OF = Text("项目", "Part"), Text("分值", "Points")
_BEFORE, _AFTER, _GAIN = Text("前", "before"), Text("后", "after"), Text("变化", "change")
_NUMBER = Text("组织数", "Organizations")
_MOVES = (Outcome.UP, Outcome.STAYED, Outcome.FELL, Outcome.NEW, Outcome.GONE, Outcome.UNGRADED)
_MOST_ROWS = 5_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def years(request: AccountRequest) -> HttpResponse:
    """Show which grade each organization had in each period, and how they moved from one to the next."""
    context = _years_page(request, access.need_hand(request.account).sees)
    return render(request, "promotion/years.html", context)


@require_GET
def years_book(request: AccountRequest) -> HttpResponse:
    """Give the grades over the years as a workbook."""
    context = _years_page(request, access.need_hand(request.account).sees)
    order: Order = context["order"]
    held: list[Year] = context["years"]
    rows = [
        [each.township, each.name, *(_words(cell, each.organization_id, order) for cell in each.years)]
        for each in context["lines"]
    ]
    headings = [say(_TOWNSHIP), say(_ORGANIZATION), *(f"{each.period} {each.name}".strip() for each in held)]
    return _book(request, _YEARS, headings, rows, (20, 30), "grades-over-the-years.xlsx")


@require_GET
def compare(request: AccountRequest) -> HttpResponse:
    """Show what each part of a scheme gave on average in two evaluations, by township."""
    return render(request, "promotion/compare.html", _compare_page(request))


@require_GET
def compare_book(request: AccountRequest) -> HttpResponse:
    """Give the averages before and after as a workbook."""
    found: Comparison | None = _compare_page(request)["comparison"]
    if found is None:
        raise Http404
    headings = [
        say(_TOWNSHIP),
        say(_NUMBER),
        *(f"{say(title)} · {say(each)}" for title in found.columns for each in (_BEFORE, _AFTER, _GAIN)),
    ]
    rows = [
        [
            each.name,
            each.number,
            *(
                number
                for pair in each.pairs
                for number in ((pair.before, pair.after, pair.difference) if pair else (None, None, None))
            ),
        ]
        for each in found.townships
    ]
    return _book(request, _COMPARE, headings, rows, (24,), "before-and-after.xlsx")


def _years_page(request: AccountRequest, scope: Scope) -> dict[str, Any]:
    today = timezone.localdate()
    titles = scheme_titles()
    scheme = request.GET.get("scheme", "")
    if scheme not in titles:
        scheme = _usual_scheme(scope)
    order = order_of_scheme(scheme)
    held = years_of(scheme, order, scope, today)
    lines = lines_of(held, today)
    townships = {each.township_id: each.township for each in lines if each.township_id}
    wanted = {name: request.GET.get(name, "") for name in ("words", "township", "grade")}
    found = [each for each in lines if _matches(each, wanted)]
    rows_a_page = _MOST_ROWS if "all_rows" in request.GET else ROWS_A_PAGE
    page = Paginator(found, rows_a_page).get_page(request.GET.get("page"))
    moves = moves_between(held)
    return {
        "trail": trail_of(None, here=_YEARS),
        "schemes": [(name, title) for name, title in titles.items()],
        "scheme": scheme,
        "order": order,
        "grades": [(place, order.shown(place)) for place in range(order.last + 1)],
        "years": held,
        "counts": [(each, each.counts(order)) for each in held],
        "moves": [(each, [each.outcomes.get(kind, 0) for kind in _MOVES]) for each in moves],
        "kinds": [kind.label for kind in _MOVES],
        "flow": flow_of(moves[-1].flows, order) if moves else None,
        "last_moves": moves[-1] if moves else None,
        "flows": [
            (order.shown(before), order.shown(after), number)
            for (before, after), number in sorted(moves[-1].flows.items())
        ]
        if moves
        else (),
        "lines": found,
        "page": page,
        "rows": [(each, [_shown(cell, each.organization_id, order) for cell in each.years]) for each in page],
        "townships": sorted(townships.items(), key=lambda each: each[1]),
        "wanted": wanted,
        "query": request.GET.urlencode(),
    }


def _compare_page(request: AccountRequest) -> dict[str, Any]:
    today = timezone.localdate()
    scope = access.need_hand(request.account).sees
    rows = visible_evaluations(scope, today).exclude(state=State.COMPUTING)
    evaluations = list(rows.order_by("-as_of", "-pk"))
    before, after = _chosen(request, evaluations)
    found = compared(before, after, scope, today) if before and after else None
    return {
        "trail": trail_of(None, here=_COMPARE),
        "evaluations": [(each, called(each)) for each in evaluations],
        "before": before,
        "after": after,
        "before_words": called(before) if before else None,
        "after_words": called(after) if after else None,
        "comparison": found,
        "query": request.GET.urlencode(),
    }


def _chosen(
    request: AccountRequest, evaluations: list[Evaluation]
) -> tuple[Evaluation | None, Evaluation | None]:
    """Return the two that are asked for; else the last two by one scheme for different days."""
    by_key = {str(each.pk): each for each in evaluations}
    asked = by_key.get(request.GET.get("before", "")), by_key.get(request.GET.get("after", ""))
    if all(asked):
        return asked
    for after in evaluations:
        for before in evaluations:
            if before.scheme == after.scheme and before.as_of < after.as_of:
                return before, after
    return None, None


def _usual_scheme(scope: Scope) -> str:
    """Return the scheme that was evaluated last; the first of all where none was."""
    last = visible_evaluations(scope, timezone.localdate()).order_by("-as_of", "-pk").first()
    names = list(scheme_titles())
    return last.scheme if last is not None and last.scheme in names else names[0]


def _matches(line: Line, wanted: dict[str, str]) -> bool:
    asked = simplified("".join(search_words(wanted["words"]).split()))
    return (
        asked in line.name
        and wanted["township"] in ("", str(line.township_id))
        and wanted["grade"] in ("", str(line.latest))
    )


def _shown(cell: tuple[Year, int | None] | None, organization_id: int, order: Order) -> object:
    """Return the grade of a cell; one that no grade of the scheme matches stands in its own words."""
    if cell is None:
        return None
    year, place = cell
    grade = order.shown(place)
    words = year.words[organization_id]
    return {"sign": grade.sign, "words": Text(words, words) if place is None and words else grade.words}


def _words(cell: tuple[Year, int | None] | None, organization_id: int, order: Order) -> str | None:
    if cell is None:
        return None
    year, place = cell
    return say(order.titles[place]) if place is not None else year.words[organization_id]


def _book(
    request: AccountRequest,
    title: Text,
    headings: list[str],
    rows: list[Any],
    widths: tuple[int, ...],
    name: str,
) -> HttpResponse:
    now = timezone.now()
    round_actions.record_download(round_=None, file=name, by=request.account, now=now)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M} · {say(title)}"
    content = books.plain_book(title, headings, rows, widths=widths, mark=mark)
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": disposition})
