"""The app as Django knows it."""

from django.apps import AppConfig


class BaselinesConfig(AppConfig):
    """The app `baselines`."""

    name = "guben_web.baselines"
    label = "baselines"
