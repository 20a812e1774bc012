"""The app as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app `audit`."""

    name = "guben_web.audit"
    label = "audit"
