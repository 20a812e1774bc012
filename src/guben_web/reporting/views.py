"""Filling in forms: the list of them, a form, and what one cell has said over time."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.reporting import access, filling, lists, queries, sheet_actions
from guben_web.reporting.access import Hand
from guben_web.reporting.enums import COLOURS, Act, Flag, How, State
from guben_web.reporting.figures import in_words, title_of
from guben_web.reporting.filling import Field
from guben_web.reporting.history import shown_history
from guben_web.reporting.knowing import known_facts
from guben_web.reporting.models import Question, Sheet
from guben_web.reporting.queries import Key
from guben_web.reporting.refused import SheetIsNotReady
from guben_web.reporting.sheet_actions import Said
from guben_web.shared import htmx
from guben_web.shared.htmx import render_page
from guben_web.shared.pages import page_of
from guben_web.shared.refusals import Refusal
from guben_web.words.language import say

_SHEETS = Text("填报", "Reporting")
_ORGANIZATIONS_A_PAGE = 50
_NOT_STORED = Text("{n}项没有存上，原因见各项。", "{n} figures were not stored; each says why.")


@require_GET
def sheets(request: AccountRequest) -> HttpResponse:
    """Show the forms that one fills in, the most urgent first."""
    hand, day = access.need_filler(request.account), timezone.localdate()
    state, words = request.GET.get("state", ""), request.GET.get("q", "")
    rows = lists.narrowed(access.fillable_sheets(hand, day), day, state=state, words=words)
    page = page_of(rows, request)
    context = {
        "page": page,
        "rows": lists.listed(page, day),
        "state": state if state in State.values else "",
        "words": words,
        "states": State.choices,
        "collections": lists.open_collections(hand, day),
    }
    return render_page(request, "reporting/sheets.html", context, part="found")


@require_GET
def sheet(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Show a form: to fill in, to approve, or to read."""
    day = timezone.localdate()
    hand = access.need_hand(request.account)
    row = access.get_sheet(hand, sheet_id, day)
    fields, organizations = _fields(request, row)
    return _page(request, hand, row, fields, organizations)


@require_POST
def save_cell(request: AccountRequest, sheet_id: int, organization_id: int, measure: str) -> HttpResponse:
    """Store one figure as soon as it is typed, and say what is to be said about it."""
    day, now = timezone.localdate(), timezone.now()
    row = access.get_fillable_sheet(request.account, sheet_id, day)
    questions = queries.questions_of(row)
    field = filling.fields_of(row, [organization_id], questions).get((organization_id, measure))
    if field is None:
        raise Http404
    said, wrong = filling.read_posted([field], request.POST.dict(), day)
    meanwhile = sheet_actions.fill(sheet=row, said=said, how=How.TYPED, by=request.account, now=now)
    after = filling.fields_of(row, [organization_id], questions)[organization_id, measure]
    _keep_words(after, field, is_wrong=bool(wrong), is_theirs=bool(meanwhile))
    row.refresh_from_db(fields=["filled", "returned"])
    context = {"field": after, "sheet": row, "is_stored": bool(said) and not meanwhile}
    return render(request, "reporting/sheet.html#said", context)


@require_POST
def save(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Store all figures of the page; perhaps take over those of the period before, or hand the form in."""
    day, now = timezone.localdate(), timezone.now()
    row = access.get_fillable_sheet(request.account, sheet_id, day)
    fields, organizations = _fields(request, row)
    said, wrong = filling.read_posted(fields.values(), request.POST.dict(), day)
    by = request.account
    meanwhile = sheet_actions.fill(sheet=row, said=said, how=How.TYPED, by=by, now=now)
    refused: Refusal | None = None
    if not wrong and not meanwhile:
        refused = _go_on(request, row, fields)
        if refused is None:
            return htmx.redirect(request, "reporting:sheet", sheet_id)
    after, _ = _fields(request, row)
    theirs = {(each.organization_id, each.measure) for each in meanwhile}
    for key, field in fields.items():
        _keep_words(after[key], field, is_wrong=field.wrong is not None, is_theirs=key in theirs)
    problem = refused.words if refused else _NOT_STORED.filled(n=len(wrong) + len(meanwhile))
    row = access.get_fillable_sheet(by, sheet_id, day)
    hand = access.hand_of(by)
    return _page(request, hand, row, after, organizations, problem=problem)


@require_POST
def withdraw(request: AccountRequest, sheet_id: int) -> HttpResponse:
    """Take back a form that was handed in and not approved yet."""
    row = access.get_fillable_sheet(request.account, sheet_id, timezone.localdate())
    sheet_actions.withdraw(sheet=row, by=request.account, now=timezone.now())
    return htmx.redirect(request, "reporting:sheet", sheet_id)


@require_GET
def cell(request: AccountRequest, cell_id: int) -> HttpResponse:
    """Show what a cell of a form has said over time: who, when, how and why."""
    hand = access.need_hand(request.account)
    row = access.find_seen_cell(hand, cell_id, timezone.localdate())
    if row is None:
        raise Http404
    name = names_of([row.organization_id]).get(row.organization_id, "—")
    title = title_of(row.measure)
    context = {
        "cell": row,
        "title": title,
        "name": name,
        "words": in_words(row.measure, (row.number, row.scale, row.choice, row.is_not_applicable)),
        "changes": shown_history(row),
        "trail": lists.trail_of(row.sheet, name, say(title), hand=hand),
    }
    return render(request, "reporting/cell.html", context)


def _go_on(request: AccountRequest, row: Sheet, fields: dict[Key, Field]) -> Refusal | None:
    """Do what the button asks for beyond storing; return what forbids it."""
    then, by, now = request.POST.get("then", ""), request.account, timezone.now()
    if then == "submit":
        try:
            is_meant = "incomplete" in request.POST
            sheet_actions.submit(sheet=row, by=by, now=now, is_incomplete_meant=is_meant)
        except SheetIsNotReady as refusal:
            return refusal
    elif then.startswith("rest:"):
        for field in filling.rest_fields(row, queries.questions_of(row)):
            if field.name == then.partition(":")[2]:
                rest = filling.read_rest(row, field, request.POST.dict(), timezone.localdate(now))
                sheet_actions.fill(sheet=row, said=rest, how=How.TYPED, by=by, now=now)
    elif then == "nothing":
        said = [
            Said(*key, value=(None, 0, None, True))
            for key, field in fields.items()
            if not field.is_filled and not field.words.strip()
        ]
        sheet_actions.fill(sheet=row, said=said, how=How.NOTHING, by=by, now=now)
    elif then.startswith("same"):
        wanted = then.partition(":")[2]
        said = [
            Said(*key, value=field.before)
            for key, field in fields.items()
            if field.before is not None
            and (field.key == wanted if wanted else not field.is_filled and not field.words.strip())
        ]
        sheet_actions.fill(sheet=row, said=said, how=How.SAME, by=by, now=now)
    return None


def _keep_words(after: Field, typed: Field, *, is_wrong: bool, is_theirs: bool) -> None:
    """Leave what was typed and not stored in its field."""
    if is_wrong or is_theirs:
        after.words, after.note, after.wrong, after.theirs = typed.words, typed.note, typed.wrong, is_theirs


def _fields(request: AccountRequest, row: Sheet) -> tuple[dict[Key, Field], list[int]]:
    questions = queries.questions_of(row)
    organizations = _organizations(request, row)
    return filling.fields_of(row, organizations, questions), organizations


def _organizations(request: AccountRequest, row: Sheet) -> list[int]:
    """Return the organizations of the page that is asked for."""
    if row.organization_id is not None:
        return [row.organization_id]
    page = page_of(lists.organizations_of(row), request, rows_a_page=_ORGANIZATIONS_A_PAGE)
    return [each.pk for each in page]


def _page(
    request: AccountRequest,
    hand: Hand,
    row: Sheet,
    fields: dict[Key, Field],
    organizations: Sequence[int],
    *,
    problem: Text | None = None,
) -> HttpResponse:
    day = timezone.localdate()
    questions: list[Question] = queries.questions_of(row)
    names = names_of(organizations)
    may_fill = access.may_fill(hand, row, day)
    title = names[row.organization_id] if row.organization_id else lists.department_name(row.department)
    context = {
        "sheet": row,
        "collection": row.collection,
        "name": title,
        "fields": list(fields.values()) if row.organization_id else (),
        "rows": filling.rows_of(fields, organizations, names, questions) if row.department else (),
        "rest": filling.rest_fields(row, questions),
        "questions": [title_of(each.measure) for each in questions],
        "page": page_of(lists.organizations_of(row), request, rows_a_page=_ORGANIZATIONS_A_PAGE)
        if row.department
        else None,
        "is_open": may_fill and queries.is_open(row, day),
        "is_proxy": may_fill and hand.is_proxy_for(row),
        "may_withdraw": may_fill and row.state == State.SUBMITTED,
        "may_approve": row.state == State.SUBMITTED
        and not row.is_direct
        and access.may(hand, Act.APPROVE, row, day),
        "may_return": row.state in (State.SUBMITTED, State.APPROVED)
        and access.may(hand, Act.RETURN, row, day),
        "may_accept": hand.designs
        and (row.state == State.APPROVED or (row.is_direct and row.state == State.SUBMITTED)),
        "may_reopen": hand.designs and queries.can_be_reopened(row, day),
        "may_reach_round": not row.is_direct and not hand.approves.is_empty,
        "colour": COLOURS[State(row.state)],
        "flags": [Flag(each).label for each in row.flags],
        "acts": list(row.acts.select_related("by")),
        "known": known_facts(request.account, row.organization_id, day) if row.organization_id else (),
        "problem": problem,
        "posted_incomplete": "incomplete" in request.POST,
        "trail": lists.trail_of(row, title, hand=hand),
    }
    return render(request, "reporting/sheet.html", context, status=422 if problem else 200)
