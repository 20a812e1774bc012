"""The progress of a run, asked for again and again by the page that shows it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guben_web.jobs.queries import find_run_of
from guben_web.shared.polling import asked_by_the_page


@asked_by_the_page
@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show how far the run is; only whoever started it sees it."""
    run = find_run_of(account_id=request.user.pk, run_id=run_id)
    if run is None:
        raise Http404
    response = render(request, "jobs/progress.html", {"run": run})
    if run.is_over:
        # The page has more to show now than the end of the run.
        response["HX-Refresh"] = "true"
    return response
