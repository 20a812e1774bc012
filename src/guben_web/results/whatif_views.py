"""What would be if: numbers of the scheme moved before anything is published, and drafts saved of it."""

from fractions import Fraction
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.collecting import without_collecting
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import CoreRefusal, Text, finding_as_data
from guben_web.engine.whatif import Lever, draft_workbook
from guben_web.results import access, draft_actions, folders
from guben_web.results.models import Draft, Evaluation, Result
from guben_web.results.sessions import session_of
from guben_web.results.shown import ShownEvaluation, shown_evaluation, shown_grade
from guben_web.results.trails import trail_of
from guben_web.results.whatif_shown import (
    ShownAnswer,
    lever_groups,
    saved_drafts,
    shown_answer,
    shown_comparison,
)
from guben_web.shared import htmx
from guben_web.words.language import current_language, say

_ROBUSTNESS = Text("等次稳不稳", "How firm the grades are")
# The least firm stand on the page.
_MOST_LOOSE = 500
_WHAT_IF, _DRAFT = Text("推演", "What if"), Text("制度草案{version}", "Draft {version}")
_FILES = {
    "scheme.yaml": "application/yaml",
    "scheme.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@without_collecting()
def what_if(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Show who would have which grade if numbers of the scheme were others."""
    row, shown = asked_evaluation(request, evaluation_id)
    session = session_of(row)
    asked = {key: str(words) for key, words in request.GET.items() if key in session.levers}
    answer: ShownAnswer | None = None
    problems: list[dict[str, object]] = []
    moves: dict[Lever, Fraction] = {}
    try:
        moves = session.moves(asked)
        answer = shown_answer(row, session, session.ask(moves))
    except CoreRefusal as refusal:
        problems = [finding_as_data(each) for each in refusal.findings]
    context = {
        "shown": shown,
        "evaluation": row,
        "trail": trail_of(shown, here=say(_WHAT_IF)),
        # The answer alone has no fields.
        "groups": () if htmx.is_htmx(request) else lever_groups(session, asked),
        "answer": answer,
        "problems": problems,
        "moves": [
            (lever, lever.written(lever.value), lever.written(value)) for lever, value in moves.items()
        ],
        "drafts": () if htmx.is_htmx(request) else saved_drafts(row),
    }
    return htmx.render_page(request, "results/what_if.html", context, part="answer")


@require_GET
def robustness(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Show how firm each grade is: in how many of a thousand other weightings it would be the same."""
    row, shown = asked_evaluation(request, evaluation_id)
    session = session_of(row)
    firmness = session.firmness()
    results = Result.objects.filter(evaluation=row).select_related("organization").order_by("id")
    told = [
        (firmness.percent(each.organization.key), each) for each in results.defer("points", "won", "missing")
    ]
    loose = sorted(
        (each for each in told if each[0] is not None and each[0] < 100), key=lambda each: each[0] or 0
    )
    layout = shown.layout
    assert layout is not None
    context = {
        "shown": shown,
        "evaluation": row,
        "firmness": firmness,
        "steps": firmness.steps(),
        "layout": layout,
        "rows": [
            (share, each, shown_grade(each.grade, layout), layout.points(each.total))
            for share, each in loose[:_MOST_LOOSE]
        ],
        "more": max(0, len(loose) - _MOST_LOOSE),
        "trail": trail_of(shown, here=say(_ROBUSTNESS)),
    }
    return render(request, "results/robustness.html", context)


@require_POST
def save_draft(request: AccountRequest, evaluation_id: int) -> HttpResponse:
    """Save the scheme with these numbers as a draft, with what would come of it."""
    row, _ = asked_evaluation(request, evaluation_id)
    session = session_of(row)
    asked = {key: str(words) for key, words in request.POST.items() if key in session.levers}
    try:
        draft = draft_actions.save_draft(
            evaluation=row,
            session=session,
            moves=session.moves(asked),
            by=request.account,
            now=timezone.now(),
        )
    except CoreRefusal:
        # The page says what is wrong with these numbers.
        return redirect(f"{reverse('results:what_if', args=[row.pk])}?{urlencode(asked)}")
    return htmx.redirect(request, "results:draft", row.pk, draft.pk)


@require_GET
def draft(request: AccountRequest, evaluation_id: int, draft_id: int) -> HttpResponse:
    """Show a draft of a scheme: what was moved, and what would have come of it."""
    row, shown, held = _draft(request, evaluation_id, draft_id)
    context = {
        "shown": shown,
        "evaluation": row,
        "draft": held,
        "moves": [(Text(each["zh"], each["en"]), each["old"], each["new"]) for each in held.moves],
        "comparison": shown_comparison(held.comparison),
        "files": _FILES,
        "place": "{}/schemes/{}.yaml".format(*row.scheme.split("/", 1)),
        "trail": trail_of(shown, here=say(_DRAFT.filled(version=held.version))),
    }
    return render(request, "results/draft.html", context)


@require_GET
def draft_file(request: AccountRequest, evaluation_id: int, draft_id: int, name: str) -> HttpResponse:
    """Give a draft as a scheme file or as its workbook; that it was taken is recorded."""
    row, _, held = _draft(request, evaluation_id, draft_id)
    if name not in _FILES:
        raise Http404
    content: bytes = held.text.encode()
    if name.endswith(".xlsx"):
        content = draft_workbook(held.text, folders.open_folder(row), current_language())
    draft_actions.record_download(draft=held, file=name, by=request.account, now=timezone.now())
    said = f"{row.scheme.replace('/', '-')}-{held.version}-{name}"
    return HttpResponse(
        content,
        content_type=_FILES[name],
        headers={"Content-Disposition": f'attachment; filename="{said}"'},
    )


def _draft(
    request: AccountRequest, evaluation_id: int, draft_id: int
) -> tuple[Evaluation, ShownEvaluation, Draft]:
    row, shown = asked_evaluation(request, evaluation_id)
    return row, shown, access.get_draft(row, draft_id)


def asked_evaluation(request: AccountRequest, evaluation_id: int) -> tuple[Evaluation, ShownEvaluation]:
    """Return a computed evaluation for somebody who may have evaluations computed; raises Http404 for another."""
    access.need_computer(request.account)
    scope = access.need_reader(request.account)
    row = access.get_evaluation(scope, evaluation_id, timezone.localdate())
    shown = shown_evaluation(row, scheme_titles())
    if shown.layout is None:
        raise Http404
    return row, shown
