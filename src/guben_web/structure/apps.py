"""The app as Django knows it."""

from django.apps import AppConfig


class StructureConfig(AppConfig):
    """The app `structure`."""

    name = "guben_web.structure"
    label = "structure"
