"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.imports.enums import IMPORTERS
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
        workbench.register("guben_web.home.desk.of_imports", IMPORTERS)
