"""The app as Django knows it."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """The app `shared`."""

    name = "guben_web.shared"
    label = "shared"
