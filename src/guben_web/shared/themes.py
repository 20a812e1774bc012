"""Light or dark: as the machine has it, or as the person chose on this machine."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "guben_theme"
CHOSEN = ("light", "dark")
_LIFETIME = timedelta(days=365)


def theme_of(request: HttpRequest) -> str:
    """Return "light", "dark", or nothing where the machine decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in CHOSEN else ""


def keep_theme(response: HttpResponse, theme: str) -> None:
    """Keep the choice for a year; anything that is no theme leaves it to the machine again."""
    if theme in CHOSEN:
        response.set_cookie(
            COOKIE,
            theme,
            max_age=_LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
