"""The app as Django knows it."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The app `imports`."""

    name = "guben_web.imports"
    label = "imports"
