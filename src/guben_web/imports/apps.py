"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.imports.enums import IMPORTERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class ImportsConfig(AppConfig):
    """The app `imports`."""

    name = "guben_web.imports"
    label = "imports"

    def ready(self) -> None:
        """Put importing into the navigation of those who import."""
        group = navigation.Group.ORGANIZATIONS
        navigation.register(navigation.Entry(group, words("导入", "Import"), "imports:list", IMPORTERS))
