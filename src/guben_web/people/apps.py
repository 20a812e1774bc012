"""The app as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The app `people`."""

    name = "guben_web.people"
    label = "people"
