"""An organization's page, and the pages that every ledger has, made from its definition."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.baselines.queries import baselines_of
from guben_web.engine.ledgers import Time
from guben_web.engine.texts import Text
from guben_web.ledgers import access, closings, entry_actions, evidence_actions, forms, lists, pages, queries
from guben_web.ledgers import evidence as files
from guben_web.ledgers.access import Reader
from guben_web.ledgers.enums import EvidenceKind
from guben_web.ledgers.figures import figures_of, unit_words
from guben_web.ledgers.history import draft_at
from guben_web.ledgers.merging import Merged, merge
from guben_web.ledgers.models import Entry
from guben_web.ledgers.periods import find_period
from guben_web.ledgers.references import offered
from guben_web.ledgers.requests import reader_of
from guben_web.org import access as org_access
from guben_web.org import queries as org
from guben_web.org.access import Scope
from guben_web.org.requests import day_asked, organization_asked, query_of
from guben_web.org.trails import trail_of
from guben_web.packs.models import Ledger
from guben_web.people import access as people_access
from guben_web.people import queries as people
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import in_order, page_of, page_of_many
from guben_web.structure import access as structure
from guben_web.structure.findings import findings_on
from guben_web.words.language import say

_COLUMNS = {"name": "name_pinyin", "children": "children"}
_REMOVE = Text("删除记录", "Remove the entry")


@require_GET
def organization(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show what an organization is, what is below it, who holds posts, and its latest figures."""
    scope, day = org_access.need_scope(request.account), day_asked(request)
    version = org.find_version_on(day, organization_id, scope)
    if version is None:
        raise Http404
    above = org.ancestors_on(day, organization_id)
    below = page_of(in_order(org.children_on(day, organization_id), request, _COLUMNS), request)
    period = queries.find_latest_period(organization_id)
    may_see_people = people_access.sees_members_of(request.account, organization_id, day)
    context = {
        "organization": version,
        "trail": trail_of(above, version, scope=scope, day=day),
        "superior": above[-1] if above else None,
        "page": below,
        "workplace": org.find_workplace_on(day, organization_id),
        "may_see_people": may_see_people,
        "period": period,
        "figures": queries.figures_of(organization_id, period, sees_sensitive=may_see_people)
        if period
        else (),
        "baselines": baselines_of(organization_id),
        "kept": pages.of_organization(version, Reader(request.account, day)),
        "may": structure.rights_of(request.account, version, day),
        "day": day,
        "on": query_of(day),
    }
    if may_see_people:
        context |= _people(day, organization_id, [each.organization_id for each in below])
    return render(request, "ledgers/organization.html", context)


def _people(day: date, organization_id: int, children: list[int]) -> dict[str, object]:
    here = Scope(is_whole=False, tops=frozenset({organization_id}))
    return {
        "posts": people.posts_on(day, organization_id),
        "findings": findings_on(day, here, only=organization_id),
        "count": people.headcount_on(day, here),
        "members_below": people.member_counts_on(day, children),
    }


@require_GET
def index(request: AccountRequest) -> HttpResponse:
    """Show the ledgers that the county keeps, by pack, and how many organizations still have to close them."""
    reader = reader_of(request)
    ledgers = list(Ledger.objects.kept()) if reader.scope else []
    open_ = closings.open_counts(ledgers, reader)
    rows = [(each, closings.last_complete(each, reader.day), open_[each.pk]) for each in ledgers]
    return render(request, "ledgers/index.html", {"rows": rows})


@require_GET
def entries(request: AccountRequest, name: str) -> HttpResponse:
    """Show the entries of a ledger that one sees, those that are asked for."""
    ledger, reader = access.get_ledger(request.account, name), reader_of(request)
    wanted = pages.wanted(request, ledger, reader)
    fields = lists.columns_of(ledger.type)
    rows = lists.narrowed(reader.entries(ledger), ledger, wanted, reader)
    since = lists.searched_since(rows, wanted.words)
    rows = lists.with_words(rows, wanted.words, since=since)
    rows = lists.ordered(rows, ledger, request.GET.get("sort", ""), reader)
    page = page_of_many(rows.select_related("definition"), request)
    context = {
        "ledger": ledger,
        "type": ledger.type,
        "page": page,
        "rows": lists.rows_of(ledger.type, page.object_list, reader, fields),
        "columns": [(each, pages.sort_of(each), pages.is_number(each)) for each in fields],
        "wanted": wanted,
        "since": since,
        "filters": [(each, pages.filter_input(ledger, each)) for each in wanted.filters],
        "is_span": ledger.type.time is Time.SPAN,
        "states": ledger.type.states.values() if len(ledger.type.states) > 1 else (),
        "may_enter": not reader.writing.is_empty,
        "within": org.names_of([wanted.within]).get(wanted.within, "") if wanted.within else "",
        "query": request.GET.urlencode(),
    }
    return render_page(request, "ledgers/list.html", context, part="found")


@require_http_methods(["GET", "POST"])
def new(request: AccountRequest, name: str) -> HttpResponse:
    """Enter something into a ledger."""
    reader = reader_of(request)
    access.need_writer(reader)
    ledger = access.get_ledger(request.account, name)
    own = pages.own_organization(ledger, reader, organization_asked(request, "organization"))
    form = forms.EntryForm(request.POST or None, ledger=ledger, reader=reader, own=own)
    if request.method == "POST" and form.is_valid() and form.draft is not None:
        entry = entry_actions.add_entry(ledger=ledger, draft=form.draft, by=reader, now=timezone.now())
        if "again" in request.POST:
            return redirect(f"{request.path}?organization={entry.organization_id}")
        return redirect("ledgers:entry", entry.pk)
    return _form(request, ledger, form, None)


@require_GET
def pick(request: AccountRequest, name: str, field: str) -> HttpResponse:
    """Offer the records that match what is typed into a field that refers to them."""
    ledger, reader = access.get_ledger(request.account, name), reader_of(request)
    wanted = ledger.type.fields.get(field)
    if wanted is None:
        raise Http404
    if lists.is_masked(wanted) and reader.people.is_empty:
        raise PermissionDenied
    typed = next((request.GET.get(each, "") for each in request.GET), "")
    return render(request, "shared/options.html", {"options": offered(wanted, typed, reader)})


@never_cache
@require_GET
def entry(request: AccountRequest, entry_id: int) -> HttpResponse:
    """Show an entry, what can be done with it, and everything that was."""
    reader = reader_of(request)
    return render(request, "ledgers/entry.html", pages.of_entry(access.get_entry(reader, entry_id), reader))


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: AccountRequest, entry_id: int) -> HttpResponse:
    """Change an entry; what somebody else changed meanwhile is shown beside it."""
    reader = reader_of(request)
    held = access.get_kept_entry(reader, entry_id)
    draft, revision = entry_actions.draft_of(held), _revision(request)
    if request.method == "POST" and revision != held.revision and 0 < revision < held.revision:
        return _merged(request, reader, held, revision)
    form = forms.EntryForm(request.POST or None, ledger=held.ledger, reader=reader, entry=held, draft=draft)
    if request.method == "POST" and form.is_valid() and form.draft is not None:
        entry_actions.change_entry(
            entry=held, draft=form.draft, revision=revision, by=reader, now=timezone.now()
        )
        return redirect("ledgers:entry", held.pk)
    return _form(request, held.ledger, form, held)


@require_http_methods(["GET", "POST"])
def move(request: AccountRequest, entry_id: int, move: str) -> HttpResponse:
    """Move an entry to another state."""
    reader = reader_of(request)
    held = access.get_kept_entry(reader, entry_id)
    wanted = held.definition.type.moves.get(move)
    if wanted is None:
        raise Http404
    form = forms.Reason(request.POST or None, is_needed=wanted.needs_reason)
    if request.method == "POST" and form.is_valid():
        entry_actions.move_entry(
            entry=held,
            move=move,
            reason=form.cleaned_data["reason"],
            revision=_revision(request),
            by=reader,
            now=timezone.now(),
        )
        return redirect("ledgers:entry", held.pk)
    return _asked(request, form, wanted.title, held)


@require_http_methods(["GET", "POST"])
def remove(request: AccountRequest, entry_id: int) -> HttpResponse:
    """Take an entry out that was entered by mistake."""
    reader = reader_of(request)
    held = access.get_kept_entry(reader, entry_id)
    form = forms.Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry_actions.remove_entry(
            entry=held,
            reason=form.cleaned_data["reason"],
            revision=_revision(request),
            by=reader,
            now=timezone.now(),
        )
        return redirect("ledgers:list", held.ledger.name)
    return _asked(request, form, _REMOVE, held)


@require_POST
def add_evidence(request: AccountRequest, entry_id: int) -> HttpResponse:
    """Put a file beside an entry."""
    reader = reader_of(request)
    held = access.get_kept_entry(reader, entry_id)
    sent = request.FILES.get("file")
    if sent is not None:
        content = sent.read()
        evidence_actions.add_evidence(
            entry=held, name=sent.name or "", content=content, by=reader, now=timezone.now()
        )
    return redirect("ledgers:entry", held.pk)


@require_POST
def remove_evidence(request: AccountRequest, evidence_id: int) -> HttpResponse:
    """Take a file away from an entry."""
    reader = reader_of(request)
    access.need_writer(reader)
    row = access.get_evidence(reader, evidence_id)
    access.get_kept_entry(reader, row.entry_id)
    evidence_actions.remove_evidence(evidence=row, by=reader, now=timezone.now())
    return redirect("ledgers:entry", row.entry_id)


@never_cache
@require_GET
def evidence(request: AccountRequest, evidence_id: int) -> HttpResponse:
    """Give out a file of evidence; that it was taken is recorded."""
    row = access.get_evidence(reader_of(request), evidence_id)
    content = evidence_actions.record_download(evidence=row, by=request.account, now=timezone.now())
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=files.TYPES[EvidenceKind(row.kind)])
    response["Content-Disposition"] = pages.attachment(row.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_GET
def figures(request: AccountRequest, name: str) -> HttpResponse:
    """Show the measures that a ledger yields, by organization."""
    ledger, reader = access.get_ledger(request.account, name), reader_of(request)
    period = find_period(request.GET.get("period", "")) or closings.last_year_of(reader.day)
    rows = reader.seen_keepers(ledger).filter(reader.seen(ledger.type.seen_by))
    page = page_of(rows.order_by("organization__key"), request)
    context = {
        "ledger": ledger,
        "type": ledger.type,
        "period": period,
        "page": page,
        "measures": [(each, unit_words(each.type)) for each in ledger.type.measures.values()],
        "figures": figures_of(ledger, period, list(page.object_list), reader),
    }
    return render(request, "ledgers/figures.html", context)


def _revision(request: AccountRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _form(
    request: AccountRequest,
    ledger: Ledger,
    form: forms.EntryForm,
    held: Entry | None,
    *,
    status: int = 0,
    merged: Merged | None = None,
) -> HttpResponse:
    context = {
        "ledger": ledger,
        "type": ledger.type,
        "form": form,
        "entry": held,
        "merged": merged,
        "revision": held.revision if held else 0,
    }
    return render(request, "ledgers/form.html", context, status=status or (422 if form.errors else 200))


def _merged(request: AccountRequest, reader: Reader, held: Entry, revision: int) -> HttpResponse:
    """Show the form as both have filled it in; nothing is stored until the second has looked."""
    theirs = entry_actions.draft_of(held)
    merged = merge(
        held.ledger.type,
        base=draft_at(held, revision),
        mine=request.POST.dict(),
        theirs=theirs,
        who=held.changed_by.display_name if held.changed_by else "",
    )
    form = forms.EntryForm(merged.words, ledger=held.ledger, reader=reader, entry=held, draft=theirs)
    form.is_valid()
    form.say_merged(merged)
    return _form(request, held.ledger, form, held, status=409, merged=merged)


def _asked(request: AccountRequest, form: forms.Reason, title: Text, held: Entry) -> HttpResponse:
    context = {
        "form": form,
        "title": say(title),
        "back": reverse("ledgers:entry", args=[held.pk]),
        "revision": _revision(request) or held.revision,
    }
    return render(request, "ledgers/reason.html", context, status=422 if form.errors else 200)
