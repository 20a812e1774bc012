"""Forms out as a workbook and in again: taken out, brought in, looked at, stored or let go."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.reporting import access, actions, book_actions, forms, uploads
from guben_web.reporting.enums import Fate
from guben_web.reporting.workbooks import forms_book, held_by
from guben_web.shared.pages import page_of
from guben_web.words.language import current_language, label, say

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def workbook(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Give the forms of a collection that one fills in as a workbook; that it was taken is recorded."""
    hand, day, now = access.need_filler(request.account), timezone.localdate(), timezone.now()
    collection = access.get_open_collection(hand, collection_id)
    held = held_by(hand, collection, day)
    mark = f"{request.account.display_name} · {timezone.localtime(now):%Y-%m-%d %H:%M}"
    content = forms_book(held, day, mark=mark, language=current_language())
    actions.record_download(collection=collection, rows=len(held.sheets), by=request.account, now=now)
    name = f"forms-{collection.period}-{collection.pk}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "POST"])
def upload(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Take a workbook of forms and compare it; nothing is stored in the forms yet."""
    hand = access.need_filler(request.account)
    collection = access.get_open_collection(hand, collection_id)
    form = forms.BringIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        row = book_actions.bring_in(
            collection=collection,
            file_name=file.name,
            content=file.read(),
            by=request.account,
            now=timezone.now(),
        )
        return redirect("reporting:uploaded", row.pk)
    context = {
        "collection": collection,
        "form": form,
        "trail": _trail(collection.title, str(label("上传Excel", "Bring in Excel"))),
    }
    return render(request, "reporting/upload.html", context, status=422 if form.errors else 200)


@require_GET
def uploaded(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Show what a workbook would change, row by row, and what of it is not stored and why."""
    row = access.get_upload(request.account, upload_id)
    page = page_of(row.lines.all(), request)
    context = {
        "upload": row,
        "page": page,
        "lines": uploads.shown_lines(page),
        "counts": uploads.counts_of(row),
        "is_busy": row.run is not None and not row.run.is_over,
        "is_waiting": row.fate == Fate.WAITING,
        "findings": [Text(each["zh"], each["en"]) for each in row.findings],
        "trail": _trail(row.collection.title, row.file_name),
    }
    return render(request, "reporting/uploaded.html", context)


@require_POST
def apply(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Have what a workbook changes stored in the background."""
    row = access.get_upload(request.account, upload_id)
    book_actions.start_applying(upload=row, by=request.account, now=timezone.now())
    return redirect("reporting:uploaded", upload_id)


@require_POST
def discard(request: AccountRequest, upload_id: int) -> HttpResponse:
    """Let a workbook go."""
    row = access.get_upload(request.account, upload_id)
    book_actions.discard_upload(upload=row, by=request.account, now=timezone.now())
    return redirect("reporting:upload", row.collection_id)


def _trail(title: str, last: str) -> list[dict[str, str]]:
    return [
        {"name": say(Text("填报", "Reporting")), "url": resolve_url("reporting:sheets")},
        {"name": title, "url": ""},
        {"name": last, "url": ""},
    ]
