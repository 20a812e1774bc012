"""What every page knows about the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo, for the banner of every page, and the languages to switch between."""
    return {"is_demo": settings.IS_DEMO, "languages": settings.LANGUAGES}
