"""The pages of the public notice: putting results on it, printing it, objections to it and their answers."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals import access, actions, forms, papers
from guben_web.appraisals.enums import OPEN_TO_OBJECTIONS, Answer, Objector, Stage, Step
from guben_web.appraisals.models import Objection
from guben_web.appraisals.pages import form_page, trail_of
from guben_web.appraisals.refusals import AppraisalHasMovedOn
from guben_web.appraisals.shown import layout_of, paper_of, shown_objections
from guben_web.engine.texts import Text
from guben_web.results.models import Result
from guben_web.words.language import say

_PUBLISH, _NOTICE = Text("公示", "Put on public notice"), Text("公示内容", "Public notice")
_OBJECT, _ANSWER = Text("登记异议", "Enter an objection"), Text("答复异议", "Answer an objection")


@require_http_methods(["GET", "POST"])
def publish(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Put the results on public notice."""
    row = access.get_held(request.account, appraisal_id)
    actions.need_possible(appraisal=row, step=Step.PUBLISH)
    form = forms.PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.publish(appraisal=row, **form.cleaned_data, by=request.account, now=timezone.now())
        return redirect("appraisals:appraisal", appraisal_id)
    return form_page(request, form, _PUBLISH, row)


@require_GET
def notice(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Show the public notice, to be printed."""
    row = access.get_appraisal(request.account, appraisal_id, timezone.localdate())
    if row.public_from is None or row.stage == Stage.CANCELLED:
        raise Http404
    paper = paper_of(row)
    context = {
        "appraisal": row,
        "trail": trail_of(row, _NOTICE),
        "words": papers.notice_words(paper),
        "groups": paper.groups(),
        "digests": paper.digests,
    }
    return render(request, "appraisals/notice.html", context)


@require_http_methods(["GET", "POST"])
def object_to(request: AccountRequest, appraisal_id: int, organization_id: int) -> HttpResponse:
    """Enter an objection to a cell of a result."""
    today = timezone.localdate()
    row = access.get_appraisal(request.account, appraisal_id, today)
    access.need_objector(request.account, organization_id, today)
    held = Result.objects.filter(evaluation=row.evaluation, organization_id=organization_id).first()
    layout = layout_of(row.evaluation)
    if held is None or layout is None:
        raise Http404
    if row.stage not in OPEN_TO_OBJECTIONS:
        raise AppraisalHasMovedOn(stage=Stage(row.stage).label)
    form = forms.ObjectionForm(
        request.POST or None, layout=layout, initial={"path": request.GET.get("part", "")}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.object_to(
            appraisal=row,
            organization_id=organization_id,
            path=said["path"],
            objector=Objector(said["objector"]),
            text=said["text"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("appraisals:appraisal", appraisal_id)
    return form_page(request, form, _OBJECT, row, lead=held.name)


@require_http_methods(["GET", "POST"])
def answer(request: AccountRequest, appraisal_id: int, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    row = access.get_held(request.account, appraisal_id)
    found = Objection.objects.filter(appraisal=row, pk=objection_id).first()
    layout = layout_of(row.evaluation)
    if found is None or layout is None:
        raise Http404
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.answer(
            objection=found,
            answer=Answer(said["answer"]),
            words=said["words"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("appraisals:appraisal", appraisal_id)
    shown = shown_objections(row, layout, [found])[0]
    lead = f"{shown.name} · {say(shown.cell)}：{found.text}"
    return form_page(request, form, _ANSWER, row, lead=lead)
