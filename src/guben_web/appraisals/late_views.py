"""Late corrections: entering one, and saying that it was looked at."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals import access, forms, late, late_actions, queries
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.pages import form_page
from guben_web.appraisals.refusals import AppraisalHasMovedOn
from guben_web.appraisals.shown import layout_of
from guben_web.engine.texts import Text
from guben_web.words.language import say

_ENTER = Text("登记事后更正", "Enter a late correction")
_LOOK = Text("核对事后更正", "Look at a late correction")
_SAID = Text("{name}，{cell}：“{wrong}”应当是“{right}”", "{name}, {cell}: '{wrong}' should be '{right}'")


@require_http_methods(["GET", "POST"])
def enter(request: AccountRequest, appraisal_id: int) -> HttpResponse:
    """Enter what was wrong in a final result, for the next appraisal to look at."""
    row = access.get_held(request.account, appraisal_id)
    layout = layout_of(row.evaluation)
    if row.stage != Stage.FINAL or layout is None or row.evaluation is None:
        raise AppraisalHasMovedOn(stage=Stage(row.stage).label)
    evaluated = queries.names_in(row.evaluation)
    form = forms.LateCorrectionForm(
        request.POST or None, cells=late.cells_of(row.scheme, layout), evaluated=evaluated
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        late_actions.enter_late_correction(
            appraisal=row,
            organization_id=said["organization"].organization_id,
            cell=said["cell"],
            wrong=said["wrong"],
            right=said["right"],
            reason=said["reason"],
            by=request.account,
            now=timezone.now(),
        )
        return redirect("appraisals:appraisal", appraisal_id)
    return form_page(request, form, _ENTER, row)


@require_http_methods(["GET", "POST"])
def look(request: AccountRequest, appraisal_id: int, correction_id: int) -> HttpResponse:
    """Say what became of a late correction in the appraisal that looks at it."""
    row = access.get_held(request.account, appraisal_id)
    shown = late.get_carried_over(row, correction_id)
    held = shown.correction
    first = {"outcome": held.outcome, "words": held.outcome_words}
    form = forms.LookedForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        late_actions.look_at_late_correction(
            correction=held, appraisal=row, **form.cleaned_data, by=request.account, now=timezone.now()
        )
        return redirect("appraisals:appraisal", appraisal_id)
    lead = _SAID.filled(name=shown.name, cell=shown.cell, wrong=held.wrong, right=held.right)
    return form_page(request, form, _LOOK, row, lead=say(lead))
