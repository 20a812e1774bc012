"""The workbooks of ledgers: taken out, filled in, brought back, compared, stored and undone."""

from collections.abc import Sequence

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.ledgers import access, books, entry_actions, lists, pages, upload_actions
from guben_web.ledgers.access import Reader
from guben_web.ledgers.enums import Outcome
from guben_web.ledgers.requests import reader_of
from guben_web.packs.models import Ledger
from guben_web.shared.pages import page_of
from guben_web.words.language import say

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNDO = Text("撤销“{file}”", "Undo '{file}'")
_UNDO_ADDED = Text("删除它新增的{n}条记录。", "The {n} entries that it added are removed.")
_UNDO_CHANGED = Text("它修改的{n}条记录恢复原样。", "The {n} entries that it changed become what they were.")
_UNDO_ACT = Text("撤销", "Undo")
_MOST_EARLIER = 20


@require_GET
def book(request: AccountRequest, name: str) -> HttpResponseBase:
    """Give the entries that are asked for as a workbook; that it was taken, and whether it came whole, is recorded."""
    ledger, reader = access.get_ledger(request.account, name), reader_of(request)
    wanted = pages.wanted(request, ledger, reader)
    rows = lists.narrowed(reader.entries(ledger), ledger, wanted, reader)
    return _book(ledger, books.ids_of(lists.with_words(rows, wanted.words)), reader)


@require_GET
def template(request: AccountRequest, name: str) -> HttpResponseBase:
    """Give an empty workbook to fill in; that it was taken is recorded."""
    reader = reader_of(request)
    access.need_writer(reader)
    return _book(access.get_ledger(request.account, name), (), reader)


def _book(ledger: Ledger, ids: Sequence[int], reader: Reader) -> StreamingHttpResponse:
    now = timezone.now()
    entry_actions.record_download(ledger=ledger, rows=len(ids), by=reader.account, now=now)
    return StreamingHttpResponse(
        books.sent(ledger, ids, reader, now=now),
        content_type=_EXCEL,
        headers={
            "Content-Disposition": pages.attachment(f"{say(ledger.title)}.xlsx"),
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "POST"])
def bring_in(request: AccountRequest, name: str) -> HttpResponse:
    """Take a workbook of a ledger, and compare it with what the ledger holds."""
    reader = reader_of(request)
    access.need_writer(reader)
    ledger = access.get_ledger(request.account, name)
    sent = request.FILES.get("file")
    if request.method == "POST" and sent is not None:
        made = upload_actions.bring_in(
            ledger=ledger, file_name=sent.name or "", content=sent.read(), by=reader, now=timezone.now()
        )
        return redirect("ledgers:upload", made.pk)
    earlier = ledger.uploads.filter(uploaded_by=request.account).defer("content")[:_MOST_EARLIER]
    context = {"ledger": ledger, "type": ledger.type, "uploads": earlier}
    return render(request, "ledgers/bring_in.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_GET
def upload(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Show what a workbook would add and change, and which rows are left out."""
    held = access.get_upload(reader_of(request), upload_id)
    asked = request.GET.get("outcome", "")
    lines = held.lines.filter(outcome=asked) if asked in Outcome.values else held.lines.all()
    page = page_of(lines, request)
    context = {
        "upload": held,
        "ledger": held.ledger,
        "is_busy": held.run is not None and not held.run.is_over,
        "counts": pages.counts_of(held),
        "outcome": asked,
        "page": page,
        "lines": pages.lines_of(held, page.object_list),
    }
    return render(request, "ledgers/upload.html", context)


@require_POST
def apply(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Have what a workbook adds and changes stored in the background."""
    reader = reader_of(request)
    held = access.get_upload(reader, upload_id)
    upload_actions.start_applying(upload=held, by=reader, now=timezone.now())
    return redirect("ledgers:upload", upload_id)


@require_POST
def discard(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Leave a workbook as if it had not been brought."""
    reader = reader_of(request)
    held = access.get_upload(reader, upload_id)
    upload_actions.discard_upload(upload=held, by=reader, now=timezone.now())
    return redirect("ledgers:list", held.ledger.name)


@require_http_methods(["GET", "POST"])
def undo(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Ask, then have what a workbook added taken out, and what it changed given back, in the background."""
    reader = reader_of(request)
    held = access.get_upload(reader, upload_id)
    if request.method == "POST":
        upload_actions.start_undoing(upload=held, by=reader, now=timezone.now())
        return redirect("ledgers:upload", upload_id)
    counts = pages.counts_of(held)
    context = {
        "title": say(_UNDO.filled(file=held.file_name)),
        "changes": [
            say(_UNDO_ADDED.filled(n=counts[Outcome.CREATED])),
            say(_UNDO_CHANGED.filled(n=counts[Outcome.CHANGED])),
        ],
        "act": say(_UNDO_ACT),
        "back": reverse("ledgers:upload", args=[upload_id]),
    }
    return render(request, "shared/confirm.html", context)
