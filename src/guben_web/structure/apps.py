"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.people.enums import READERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class StructureConfig(AppConfig):
    """The app `structure`."""

    name = "guben_web.structure"
    label = "structure"

    def ready(self) -> None:
        """Put the worklist of findings into the navigation of those who see members: findings count them."""
        entry = navigation.Entry(
            navigation.Group.ORGANIZATIONS, words("组织设置", "Findings"), "structure:findings", READERS
        )
        navigation.register(entry)
        workbench.register("guben_web.structure.desk.items", READERS)
