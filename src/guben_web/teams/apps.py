"""The app as Django knows it."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The app `teams`."""

    name = "guben_web.teams"
    label = "teams"
