"""Counts: the list of them, how far one is, its papers, and what the department does with it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.tallies import ballots_asked
from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.shared.pages import page_of
from guben_web.tallies import access, actions, books, forms, queries, reminding, shown
from guben_web.tallies.enums import State
from guben_web.words.language import label, say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLE = Text("{period}群众测评", "Ratings for {period}")
_WEEKS = timedelta(days=21)
_MOST_PAPERS = 2_000
_RELEASE, _REMOVE = Text("公布计票结果", "Release the counts"), Text("删除计票", "Remove the count")
_SEEN = Text(
    "已计好的{n}个组织，书记和查看人员可以看到自己范围内的票数。",
    "Secretaries and viewers see the votes of the {n} organizations that are counted, each within her reach.",
)
_LATER = Text(
    "还有{missing}个没有计好（其中两人不一致{differing}个），计好后自动可见。",
    "{missing} are not counted yet ({differing} of them differ); they are seen as soon as they are.",
)
_FOR_GOOD = Text("公布后不能收回。", "A release is not taken back.")
_GONE = Text("还没有人录入，删除后不留内容。", "Nobody has typed anything in; nothing of it is kept.")


@require_GET
def counts(request: AccountRequest) -> HttpResponse:
    """Show the counts that one has to do with, and how far each is."""
    hand, day = access.need_hand(request.account), timezone.localdate()
    page = page_of(access.visible_counts(hand, day).order_by("-opened_at", "-pk"), request)
    rows = list(page)
    seen = access.visible_sheets(hand, day).filter(count__in=rows)
    context = {
        "page": page,
        "progress": queries.progress_of(seen),
        "townships": names_of([each.township_id for each in rows if each.township_id is not None]),
        "may_open": hand.opens,
        "types": not hand.types.is_empty,
    }
    return render(request, "tallies/counts.html", context)


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest) -> HttpResponse:
    """Open a count: a ballot of a scheme, for a period, of the organizations in its scope."""
    access.need_opener(request.account)
    today = timezone.localdate()
    period = str(today.year)
    initial = {"period": period, "title": say(_TITLE.filled(period=period)), "deadline": today + _WEEKS}
    form = forms.OpenCount(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        row = actions.open_count(plan=form.plan(), by=request.account, now=timezone.now())
        return redirect("tallies:count", row.pk)
    trail = [
        {"name": str(label("测评计票", "Counts on paper")), "url": reverse("tallies:counts")},
        {"name": str(label("新建计票", "New count")), "url": ""},
    ]
    context = {"form": form, "trail": trail, "is_asked": bool(ballots_asked())}
    return render(request, "tallies/new.html", context, status=422 if form.errors else 200)


@require_GET
def count(request: AccountRequest, count_id: int) -> HttpResponse:
    """Show how far a count is, township by township, and the sheets of it that one sees."""
    hand, day = access.need_hand(request.account), timezone.localdate()
    row = access.get_count(hand, count_id, day)
    seen = access.visible_sheets(hand, day).filter(count=row)
    by_township = queries.progress_by_township(seen)
    state, township = request.GET.get("state", ""), request.GET.get("township", "")
    narrowed = seen.filter(state=state) if state in State.values else seen
    if township.isdecimal() and len(township) < 18:
        narrowed = narrowed.filter(township_id=int(township) or None)
    page = page_of(narrowed.order_by("organization__key"), request)
    context = {
        "count": row,
        "questions": shown.questions_in_words(row),
        "townships": by_township,
        "whole": queries.whole(by_township),
        "page": page,
        "rows": shown.listed(page),
        "states": State.choices,
        "state": state,
        "township": township,
        "types": not hand.types.is_empty,
        "opens": hand.opens,
        "trail": shown.trail_of(row),
    }
    return render(request, "tallies/count.html", context)


@require_GET
def papers(request: AccountRequest, count_id: int) -> HttpResponse:
    """Show the count sheets to print, one a page: of one organization, of a township, or all."""
    hand, day = access.need_teller(request.account), timezone.localdate()
    row = access.get_count(hand, count_id, day)
    rows = access.typed_sheets(hand, day).filter(count=row).order_by("organization__key")
    for name in ("township", "sheet"):
        asked = request.GET.get(name, "")
        if asked.isdecimal() and len(asked) < 18:
            rows = rows.filter(**{"township_id" if name == "township" else "pk": int(asked)})
    context = {
        "count": row,
        "rows": shown.listed(rows[:_MOST_PAPERS]),
        "blocks": shown.paper_blocks(row),
        "trail": shown.trail_of(row, (str(label("计票表", "Count sheets")), "")),
    }
    return render(request, "tallies/papers.html", context)


@require_GET
def reminder(request: AccountRequest, count_id: int) -> HttpResponse:
    """Show whose count does not stand yet, in words to copy into a message."""
    hand, day = access.need_teller(request.account), timezone.localdate()
    row = access.get_count(hand, count_id, day)
    missing = queries.unfinished(access.typed_sheets(hand, day).filter(count=row))
    context = {
        "count": row,
        "words": reminding.in_words(row, missing),
        "trail": shown.trail_of(row, (str(label("催办", "Remind")), "")),
    }
    return render(request, "tallies/reminder.html", context)


@require_GET
def book(request: AccountRequest, count_id: int) -> HttpResponse:
    """Give a count as a workbook, with numbers where they stand; that it was taken is recorded."""
    hand, day, now = access.need_teller(request.account), timezone.localdate(), timezone.now()
    row = access.get_count(hand, count_id, day)
    rows = access.typed_sheets(hand, day).filter(count=row).select_related("organization")
    sheets = list(rows.order_by("organization__key"))
    ids = {key for each in sheets for key in (each.organization_id, each.township_id) if key is not None}
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M}"
    content = books.count_book(row, sheets, names_of(ids), mark=mark)
    actions.record_download(count=row, rows=len(sheets), by=request.account, now=now)
    headers = {"Content-Disposition": f'attachment; filename="counts-{row.pk}.xlsx"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
def release(request: AccountRequest, count_id: int) -> HttpResponse:
    """Let those who read see what stands, after saying who that is."""
    hand, day = access.need_opener(request.account), timezone.localdate()
    row = access.get_count(hand, count_id, day)
    if request.method == "POST":
        actions.release(count=row, by=request.account, now=timezone.now())
        return redirect("tallies:count", count_id)
    progress = queries.whole(queries.progress_by_township(row.sheets.all()))
    missing = progress.total - progress.counted
    changes = [_SEEN.filled(n=progress.counted)]
    if missing:
        changes.append(_LATER.filled(missing=missing, differing=progress.differing))
    context = {
        "title": say(_RELEASE),
        "changes": [say(each) for each in (*changes, _FOR_GOOD)],
        "act": say(_RELEASE),
        "kind": "primary",
        "back": reverse("tallies:count", args=[row.pk]),
        "trail": shown.trail_of(row, (say(_RELEASE), "")),
    }
    return render(request, "shared/confirm.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: AccountRequest, count_id: int) -> HttpResponse:
    """Remove a count that nobody has begun, after asking."""
    hand, day = access.need_opener(request.account), timezone.localdate()
    row = access.get_count(hand, count_id, day)
    if request.method == "POST":
        actions.remove_count(count=row, by=request.account, now=timezone.now())
        return redirect("tallies:counts")
    context = {
        "title": say(_REMOVE),
        "changes": [say(_GONE)],
        "act": say(_REMOVE),
        "back": reverse("tallies:count", args=[row.pk]),
        "trail": shown.trail_of(row, (say(_REMOVE), "")),
    }
    return render(request, "shared/confirm.html", context)
