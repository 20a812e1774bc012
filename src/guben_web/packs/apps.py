"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.packs.enums import SEERS
from guben_web.shared.navigation import Entry, Group, register
from guben_web.words.language import label as words


class PacksConfig(AppConfig):
    """The app `packs`."""

    name = "guben_web.packs"
    label = "packs"

    def ready(self) -> None:
        """Put the packs into the navigation of those who read them in or choose from them."""
        register(Entry(Group.ADMINISTRATION, words("方案包", "Packs"), "packs:list", SEERS))
