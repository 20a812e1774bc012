"""The page that describes the API: the Swagger UI that django-ninja carries, in a page of ours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class Description(DocsBase):
    """Shows what can be asked; what somebody types there, a token too, is gone with the page."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Return the page."""
        settings = {
            "layout": "BaseLayout",
            "deepLinking": True,
            "persistAuthorization": False,
            # Else it asks a server outside whether the description is right.
            "validatorUrl": None,
            "url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api/description.html", {"title": api.title, "settings": settings})
