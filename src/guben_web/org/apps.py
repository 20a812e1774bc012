"""The app as Django knows it."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """The app `org`."""

    name = "guben_web.org"
    label = "org"
