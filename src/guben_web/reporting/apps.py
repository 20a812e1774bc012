"""The app as Django knows it."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The app `reporting`."""

    name = "guben_web.reporting"
    label = "reporting"
