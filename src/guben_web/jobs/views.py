"""The progress of a run, asked for again and again by the page that shows it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from guben_web.jobs.queries import find_run_of
from guben_web.shared.htmx import is_htmx
from guben_web.shared.polling import asked_by_the_page


@asked_by_the_page
@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far the run is; only whoever started it sees it. Once it is over, the page asks for itself anew."""
    run = find_run_of(account_id=request.user.pk, run_id=run_id)
    if run is None:
        raise Http404
    if run.is_over and is_htmx(request):
        return HttpResponseClientRefresh()
    return render(request, "jobs/progress.html", {"run": run})
