"""Bringing a workbook in: upload, look, decide, undo."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.imports import access, actions, consequences, files, forms, queries
from guben_web.imports.columns import Known, shown_columns
from guben_web.imports.enums import Kind, Outcome, State
from guben_web.imports.models import Batch
from guben_web.imports.taking_out import book_to_correct
from guben_web.people.lists import mark_of
from guben_web.shared import htmx
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import page_of
from guben_web.words.language import current_language, label, say


@require_http_methods(["GET", "POST"])
def batches(request: AccountRequest) -> HttpResponse:
    """Show earlier imports, and take a new workbook."""
    state = request.GET.get("state", "")
    rows = access.visible_batches(request.account)
    page = page_of(rows.filter(state=state) if state in State.values else rows, request)
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
    context = {
        "page": page,
        "batches": queries.shown_batches(page),
        "form": form,
        "state": state,
        "states": State.choices,
        "outcomes": Outcome.labels,
    }
    return render(request, "imports/list.html", context, status=422 if form.errors else 200)


@require_GET
def batch(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Show how a batch stands: its columns, what is wrong, and what each line would change."""
    row = access.get_batch(request.account, batch_id)
    kind, outcome = request.GET.get("kind", ""), request.GET.get("outcome", "")
    words = request.GET.get("q", "")
    page = page_of(queries.lines_of(row, kind=kind, outcome=outcome, words=words), request)
    columns = shown_columns(row)
    context = {
        "batch": row,
        "trail": _trail(row),
        "is_busy": row.run is not None and not row.run.is_over,
        "is_being_applied": row.run is not None and row.run.job == actions.APPLY and not row.run.is_over,
        "later_changes": queries.later_changes(row.run, request.account),
        "is_outdated": row.state == State.WAITING and queries.is_outdated(row),
        "may_be_decided": row.state in (State.READ, State.WAITING),
        "counts": queries.counts_of(row),
        "summary": consequences.of_applying(row),
        "open_columns": [each for each in columns if each.is_open],
        "known_columns": [each for each in columns if not each.is_open],
        "remembered": sum(each.known is Known.REMEMBERED for each in columns),
        "page": page,
        "lines": queries.shown(row, list(page.object_list)),
        "kind": kind,
        "outcome": outcome,
        "words": words,
        "kinds": Kind.choices,
        "outcomes": Outcome.choices,
    }
    return render_page(request, "imports/batch.html", context, part="found")


@require_GET
def marked_workbook(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Give the same workbook with marked cells; that it was taken is recorded."""
    row = access.get_batch(request.account, batch_id)
    if not row.has_marked_file:
        raise Http404
    actions.record_download(batch=row, by=request.account, now=timezone.now())
    return HttpResponse(
        files.read_marked(row),
        content_type=_EXCEL,
        headers={"Content-Disposition": f'attachment; filename="findings-{row.pk}.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
def take_out(request: AccountRequest) -> HttpResponse:
    """Ask which tables are taken out to be corrected and why, then give them; the act is recorded."""
    scope = access.need_importer(request.account)
    form = forms.TakeOut(request.POST or None, initial={"kinds": [Kind.ORGANIZATION]})
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        kinds = [Kind(each) for each in said["kinds"]]
        actions.record_taking_out(
            kinds=kinds, reason=said["reason"], with_numbers=said["with_numbers"], by=request.account, now=now
        )
        book = book_to_correct(
            scope,
            timezone.localdate(now),
            kinds,
            mark=mark_of(request.account, now, said["reason"], current_language()),
            with_numbers=said["with_numbers"],
            language=current_language(),
        )
        name = f"guben-{timezone.localdate(now).isoformat()}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(book, content_type=_EXCEL, headers=headers)
    trail = [
        {"name": str(label("导入", "Import")), "url": reverse("imports:list")},
        {"name": say(_TAKE_OUT), "url": ""},
    ]
    context = {"form": form, "trail": trail, "title": say(_TAKE_OUT)}
    return render(request, "imports/take_out.html", context, status=422 if form.errors else 200)


@require_POST
def columns(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Remember what headings mean, and read the workbook again."""
    row = access.get_batch(request.account, batch_id)
    meanings = forms.Columns(row.columns, request.POST).meanings()
    actions.decide_columns(batch=row, meanings=meanings, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_POST
def mark(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Have the cells marked that something was found about."""
    row = access.get_batch(request.account, batch_id)
    actions.start_marking(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_POST
def again(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Compare the workbook again."""
    row = access.get_batch(request.account, batch_id)
    actions.read_again(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_http_methods(["GET", "POST"])
def apply(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Say what applying the batch will change, then apply it."""
    row = access.get_batch(request.account, batch_id)
    if request.method == "GET":
        actions.need_possible(batch=row, state=State.APPLIED)
        return _ask(request, row, _APPLY, consequences.of_applying(row), kind="primary")
    actions.start_applying(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


@require_http_methods(["GET", "POST"])
def discard(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Say what discarding the batch means, then let it be."""
    row = access.get_batch(request.account, batch_id)
    if request.method == "GET":
        actions.need_possible(batch=row, state=State.DISCARDED)
        return _ask(request, row, _DISCARD, consequences.of_discarding(row))
    actions.discard(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:list")


@require_http_methods(["GET", "POST"])
def undo(request: AccountRequest, batch_id: int) -> HttpResponse:
    """Say what undoing the batch will change, then undo it."""
    row = access.get_batch(request.account, batch_id)
    if request.method == "GET":
        actions.need_possible(batch=row, state=State.UNDONE)
        return _ask(request, row, _UNDO, consequences.of_undoing(row))
    actions.start_undoing(batch=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "imports:batch", batch_id)


_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TAKE_OUT = Text("导出待改的工作簿", "Take out a workbook to correct")
_APPLY = Text("写入这一批", "Apply this import")
_DISCARD = Text("放弃这一批", "Discard this import")
_UNDO = Text("撤销这一批", "Undo this import")


def _ask(
    request: HttpRequest, batch: Batch, act: Text, changes: Sequence[Text], kind: str = "danger"
) -> HttpResponse:
    context = {
        "title": say(act),
        "lead": batch.file_name,
        "trail": [*_trail(batch), {"name": say(act), "url": ""}],
        "changes": [say(each) for each in changes],
        "act": say(act),
        "kind": kind,
        "back": reverse("imports:batch", args=[batch.pk]),
    }
    return render(request, "shared/confirm.html", context)


def _trail(batch: Batch) -> list[dict[str, str]]:
    return [
        {"name": str(label("导入", "Import")), "url": reverse("imports:list")},
        {"name": batch.file_name, "url": reverse("imports:batch", args=[batch.pk])},
    ]
