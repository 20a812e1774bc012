"""The app as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app `jobs`."""

    name = "guben_web.jobs"
    label = "jobs"
