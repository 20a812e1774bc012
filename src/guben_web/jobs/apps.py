"""The app as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The app `jobs`."""

    name = "guben_web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load every app's `tasks`, which register their handlers and beats."""
        autodiscover_modules("tasks")
