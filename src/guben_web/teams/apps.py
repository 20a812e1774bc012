"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.people.enums import READERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class TeamsConfig(AppConfig):
    """The app `teams`."""

    name = "guben_web.teams"
    label = "teams"

    def ready(self) -> None:
        """Put the list of posts into the navigation of those who see members."""
        group = navigation.Group.ORGANIZATIONS
        navigation.register(navigation.Entry(group, words("任职名册", "Posts"), "teams:posts", READERS))
        workbench.register("guben_web.teams.desk.items", READERS)
