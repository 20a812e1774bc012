"""The app as Django knows it."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The app `home`."""

    name = "guben_web.home"
    label = "home"
