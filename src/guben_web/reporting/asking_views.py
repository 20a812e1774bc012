"""The department's pages: collections designed, published, followed and closed; who returns for departments; the burden."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.reporting import schemes_that_ask
from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.reporting import access, actions, burden, designing, following, forms, lists, rounds
from guben_web.reporting.burden import expected
from guben_web.reporting.enums import Stage
from guben_web.reporting.models import Collection, Department
from guben_web.shared.pages import page_of
from guben_web.words.language import label, say

_DEFAULTS = {"jump_percent": 50, "sample_size": 5, "answer_days": 3}
_MINUTES = 3
_WEEKS = timedelta(days=21)
_TITLE = Text("{period}填报", "Reporting for {period}")
_CLOSE, _REMOVE = Text("结束填报任务", "Close the collection"), Text("删除草稿", "Remove the draft")
_ALL_IN = Text("所有表都已采用。", "All forms have been accepted.")
_LEFT_OUT = Text(
    "{n}份表还没有采用，其中{missing}份没有报送；它们的数不进入考核。",
    "{n} forms have not been accepted, {missing} of them not even handed in; their figures stay out.",
)
_LOCKED = Text(
    "此后任何表都不能再填写、退回或重新开放。", "From then on no form is filled in or opened again."
)
_GONE = Text("这份草稿没有发出过，删除后不留内容。", "The draft was never sent out; nothing of it is kept.")
_TAKEN = Text("采用了{n}份表。", "{n} forms were accepted.")


@require_GET
def collections(request: AccountRequest) -> HttpResponse:
    """Show the collections with how far each is."""
    access.need_designer(request.account)
    page = page_of(Collection.objects.annotate(asked=Count("questions")).order_by("-made_at", "-pk"), request)
    context = {"page": page, "progress": following.progress_of_all(list(page))}
    return render(request, "reporting/collections.html", context)


@require_http_methods(["GET", "POST"])
def design(request: AccountRequest, collection_id: int | None = None) -> HttpResponse:
    """Design a collection on one page: what it asks, of how many, what that costs; keep it or send it out."""
    access.need_designer(request.account)
    today, now = timezone.localdate(), timezone.now()
    draft = access.get_collection(request.account, collection_id) if collection_id is not None else None
    if draft is not None and draft.stage != Stage.DRAFT:
        raise Http404
    if request.method == "POST":
        form = forms.DesignCollection(request.POST, today=today)
        proposal = _proposal(request.POST.getlist("schemes"), request.POST.get("period", ""), draft)
        if form.is_valid():
            row = actions.save_collection(
                collection=draft,
                design=form.design(),
                wishes=form.wishes(proposal),
                by=request.account,
                now=now,
            )
            if "publish" in request.POST:
                return redirect("reporting:publish", row.pk)
            return redirect("reporting:design", row.pk)
        return _design_page(request, form, proposal, draft, status=422)
    initial = _initial(request, draft)
    form = forms.DesignCollection(initial=initial, today=today)
    proposal = _proposal(initial["schemes"], str(initial["period"]), draft)
    return _design_page(request, form, proposal, draft)


@require_http_methods(["GET", "POST"])
def publish(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Send a collection out, after showing what it asks of how many people."""
    row = access.get_collection(request.account, collection_id)
    if request.method == "POST":
        actions.publish_collection(collection=row, by=request.account, now=timezone.now())
        return redirect("reporting:collection", collection_id)
    proposal = designing.propose(row.schemes, row.period, timezone.localdate(), but=row.pk)
    questions = list(row.questions.all())
    cost = expected(proposal, {each.measure: each.minutes for each in questions})
    context = {
        "title": say(following.PUBLISH),
        "changes": [say(each) for each in following.of_publishing(row, proposal, questions, cost)],
        "act": say(following.PUBLISH),
        "kind": "primary",
        "back": reverse("reporting:design", args=[row.pk]),
        "trail": _trail(row, say(following.PUBLISH)),
    }
    return render(request, "shared/confirm.html", context)


@require_GET
def collection(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Show how far a collection is, township by township, and what waits for the department."""
    row = access.get_collection(request.account, collection_id)
    if row.stage == Stage.DRAFT:
        return redirect("reporting:design", collection_id)
    day = timezone.localdate()
    by_township = following.progress_by_township(row)
    returns = lists.listed(row.sheets.filter(organization=None).select_related("collection"), day)
    context = {
        "collection": row,
        "whole": following.whole(by_township),
        "townships": by_township,
        "returns": returns,
        "waiting": following.number_to_accept(row),
        "approvers": rounds.approvers_of(row),
        "missing": rounds.missing_by_township(row),
        "trail": _trail(row),
    }
    return render(request, "reporting/collection.html", context)


@require_GET
def township(request: AccountRequest, collection_id: int, township_id: int) -> HttpResponse:
    """Show the forms of one township, for the department; 0 stands for those without a township."""
    row, day = access.get_collection(request.account, collection_id), timezone.localdate()
    rows = row.sheets.filter(township_id=township_id or None, organization__isnull=False)
    page = page_of(rows.select_related("collection").order_by("organization__key"), request)
    if not page.paginator.count:
        raise Http404
    name = names_of([township_id]).get(township_id, str(label("无乡镇", "Without a township")))
    context = {
        "collection": row,
        "name": name,
        "page": page,
        "rows": lists.listed(page, day),
        "trail": _trail(row, name),
    }
    return render(request, "reporting/township.html", context)


@require_POST
def accept_all(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Accept all forms that the townships have approved."""
    row = access.get_collection(request.account, collection_id)
    number = following.accept_waiting(row, by=request.account, now=timezone.now())
    messages.success(request, say(_TAKEN.filled(n=number)))
    return redirect("reporting:collection", collection_id)


@require_http_methods(["GET", "POST"])
def close(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Close a collection, after naming who has not handed in."""
    row = access.get_collection(request.account, collection_id)
    if request.method == "POST":
        actions.close_collection(collection=row, by=request.account, now=timezone.now())
        return redirect("reporting:collection", collection_id)
    whole = following.whole(following.progress_by_township(row))
    missing = whole.total - whole.handed_in
    changes = (
        [_ALL_IN]
        if whole.total == whole.accepted
        else [_LEFT_OUT.filled(n=whole.total - whole.accepted, missing=missing)]
    )
    changes += following.late_in_words(rounds.missing_by_township(row))
    context = {
        "title": say(_CLOSE),
        "changes": [say(each) for each in [*changes, _LOCKED]],
        "act": say(_CLOSE),
        "back": reverse("reporting:collection", args=[row.pk]),
        "trail": _trail(row, say(_CLOSE)),
    }
    return render(request, "shared/confirm.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: AccountRequest, collection_id: int) -> HttpResponse:
    """Remove a draft, after asking."""
    row = access.get_collection(request.account, collection_id)
    if request.method == "POST":
        actions.remove_draft(collection=row, by=request.account, now=timezone.now())
        return redirect("reporting:collections")
    context = {
        "title": say(_REMOVE),
        "changes": [say(_GONE)],
        "act": say(_REMOVE),
        "back": reverse("reporting:design", args=[row.pk]),
        "trail": _trail(row, say(_REMOVE)),
    }
    return render(request, "shared/confirm.html", context)


@require_GET
def departments(request: AccountRequest) -> HttpResponse:
    """Show who returns the figures that schemes ask departments for."""
    access.need_designer(request.account)
    return render(request, "reporting/departments.html", {"rows": following.departments_asked()})


@require_http_methods(["GET", "POST"])
def department(request: AccountRequest, code: str) -> HttpResponse:
    """Name who returns the figures of a department."""
    access.need_designer(request.account)
    if code not in {each.code for each in following.departments_asked()}:
        raise Http404
    held = Department.objects.filter(code=code).first()
    initial = {"name": held.name, "account": held.account_id} if held else {}
    form = forms.NameDepartment(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.name_department(code=code, by=request.account, now=timezone.now(), **form.cleaned_data)
        return redirect("reporting:departments")
    context = {"form": form, "code": code}
    return render(request, "reporting/department.html", context, status=422 if form.errors else 200)


@require_GET
def show_burden(request: AccountRequest) -> HttpResponse:
    """Show what those whom one sees have to fill in for a period, how long that takes, and who asks for it."""
    hand, day = access.need_hand(request.account), timezone.localdate()
    periods = burden.periods_asked(hand, day)
    asked = request.GET.get("period", "")
    period = asked if asked in periods else next(iter(periods), "")
    rows = burden.carried(hand, period, day) if period else []
    context = {
        "periods": periods,
        "period": period,
        "rows": rows,
        "figures": sum(each.figures for each in rows),
        "hours": burden.hours_of(sum(each.minutes for each in rows)),
        "forms": sum(each.forms for each in rows),
        "causes": hand.designs,
    }
    return render(request, "reporting/burden.html", context)


def _initial(request: AccountRequest, draft: Collection | None) -> dict[str, object]:
    if draft is not None:
        return forms.design_of(draft)
    today = timezone.localdate()
    period = request.GET.get("period", "").strip()[:16] or str(today.year)
    return {
        **_DEFAULTS,
        "schemes": request.GET.getlist("schemes"),
        "period": period,
        "title": say(_TITLE.filled(period=period)),
        "deadline": today + _WEEKS,
    }


def _proposal(schemes: object, period: str, draft: Collection | None) -> designing.Proposal:
    known = [each for each in schemes_that_ask() if isinstance(schemes, list) and each in schemes]
    return designing.propose(known, period, timezone.localdate(), but=draft.pk if draft else None)


def _design_page(
    request: AccountRequest,
    form: forms.DesignCollection,
    proposal: designing.Proposal,
    draft: Collection | None,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = following.wishes_of(proposal, draft, request.POST if request.method == "POST" else None, _MINUTES)
    cost = expected(proposal, {each.name: each.minutes for each in rows if each.is_asked})
    steps = [
        {"name": str(label("填报任务", "Collections")), "url": reverse("reporting:collections")},
        {"name": draft.title if draft else str(label("新填报任务", "New collection")), "url": ""},
    ]
    context = {
        "form": form,
        "draft": draft,
        "proposal": proposal,
        "rows": rows,
        "cost": cost,
        "levels_differ": len(proposal.levels) > 1,
        "trail": steps,
    }
    return render(request, "reporting/design.html", context, status=status)


def _trail(row: Collection, last: str = "") -> list[dict[str, str]]:
    steps = [{"name": str(label("填报任务", "Collections")), "url": reverse("reporting:collections")}]
    if not last:
        return [*steps, {"name": row.title, "url": ""}]
    return [
        *steps,
        {"name": row.title, "url": reverse("reporting:collection", args=[row.pk])},
        {"name": last, "url": ""},
    ]
