"""What every page knows about the installation."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guben_web.shared.navigation import groups_for
from guben_web.shared.themes import theme_of


def installation(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo, for the banner of every page, the languages, the theme and the navigation.

    The navigation asks for roles, so it waits until a page shows it: the page for a fault needs no database.
    """
    return {
        "is_demo": settings.IS_DEMO,
        "languages": settings.LANGUAGES,
        "theme": theme_of(request),
        "navigation": SimpleLazyObject(lambda: groups_for(request)),
    }
