"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.shared import navigation
from guben_web.words.language import label as words


class HomeConfig(AppConfig):
    """The app `home`."""

    name = "guben_web.home"
    label = "home"

    def ready(self) -> None:
        """Put the first page into the navigation."""
        group = navigation.Group.WORKBENCH
        navigation.register(navigation.Entry(group, words("工作台", "Workbench"), "home:home"))
