"""Bringing a workbook in: upload, look, decide, undo."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.imports import access, actions, files, forms, queries
from guben_web.imports.enums import Kind, Outcome
from guben_web.shared import htmx
from guben_web.shared.pages import page_of


@require_http_methods(["GET", "POST"])
def batches(request: AccountRequest) -> HttpResponse:
    """Show earlier imports, and take a new workbook."""
    rows = access.visible_batches(request.account)
    today = timezone.localdate()
    form = forms.Upload(
        request.POST or None, request.FILES or None, initial={"as_of": today, "period": str(today.year)}
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        new = actions.upload(
            file_name=file.name,
            content=file.read(),
            period=form.cleaned_data["period"],
            as_of=form.cleaned_data["as_of"],
            by=request.account,
            now=timezone.now(),
        )
        return htmx.redirect(request, "imports:batch", new.pk)
    status = 422 if form.errors else 200
    return render(request, "imports/list.html", {"page": page_of(rows, request), "form": form}, status=status)


@require_GET
def batch(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Show how a batch stands: its columns, what is wrong, and what each line would change."""
    row = access.get_batch(request.account, batch_id)
    kind, outcome = request.GET.get("kind", ""), request.GET.get("outcome", "")
    page = page_of(queries.lines_of(row, kind=kind, outcome=outcome), request)
    context = {
        "batch": row,
        "run": row.run,
        "counts": queries.counts_of(row),
        "page": page,
        "lines": queries.shown(list(page.object_list)),
        "kind": kind,
        "outcome": outcome,
        "kinds": Kind.choices,
        "outcomes": Outcome.choices,
        "meanings": queries.possible_meanings(),
    }
    return render(request, "imports/batch.html", context)


@require_GET
def marked_workbook(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Give the same workbook with marked cells; that it was taken is recorded."""
    row = access.get_batch(request.account, batch_id)
    if not row.has_marked_file:
        raise Http404
    actions.record_download(batch=row, by=request.account, now=timezone.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        files.read_marked(row),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="findings-{row.pk}.xlsx"'},
    )


@require_POST
def columns(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Remember what headings mean, and read the workbook again."""
    row = access.get_batch(request.account, batch_id)
    meanings = forms.Columns(row.columns, request.POST).meanings(queries.possible_meanings())
    actions.decide_columns(batch=row, meanings=meanings, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_POST
def again(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Compare the workbook again."""
    row = access.get_batch(request.account, batch_id)
    actions.read_again(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_POST
def apply(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Apply the batch."""
    row = access.get_batch(request.account, batch_id)
    actions.start_applying(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_POST
def discard(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Let the batch be."""
    row = access.get_batch(request.account, batch_id)
    actions.discard(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:list")


@require_POST
def undo(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Undo the batch."""
    row = access.get_batch(request.account, batch_id)
    actions.start_undoing(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)
