"""The pages that belong to no app: errors, the language switch, the health of the server."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from guben_web.shared.htmx import is_htmx
from guben_web.shared.style_page import StyleForm, style_content, style_options
from guben_web.shared.themes import keep_theme


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language for a year in a cookie, and go back to where the person was."""
    response = HttpResponseRedirect(_back(request))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark for a year in a cookie, and go back to where the person was."""
    response = HttpResponseRedirect(_back(request))
    keep_theme(response, request.POST.get("theme", ""))
    return response


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Show every component that pages are made of, with invented content; what is asked for while one looks."""
    if "branch" in request.GET:
        return render(request, "shared/style_branch.html")
    if is_htmx(request) and "organization" in request.GET:
        return render(request, "shared/options.html", {"options": style_options(request.GET["organization"])})
    form = StyleForm({"places": "3", "name": ""} if "wrong" in request.GET else None)
    page = Paginator(range(1261), 50).get_page(request.GET.get("page", 3))
    return render(request, "shared/style.html", {**style_content(), "form": form, "page": page})


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database answers; for whatever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for what this person may not see or do."""
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was sent from a stale page."""
    return render(request, "errors/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that leads nowhere, or nowhere this person may go."""
    return render(request, "errors/404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours; it needs no database and no session."""
    return render(request, "errors/500.html", status=500)


def _back(request: HttpRequest) -> str:
    """Return the page that the form says it came from, if it is one of ours; else the first page."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if is_ours else "/"
