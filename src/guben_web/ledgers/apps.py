"""The app as Django knows it."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """The app `ledgers`."""

    name = "guben_web.ledgers"
    label = "ledgers"
