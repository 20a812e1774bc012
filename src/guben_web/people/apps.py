"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.audit import naming
from guben_web.people.enums import READERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class PeopleConfig(AppConfig):
    """The app `people`."""

    name = "guben_web.people"
    label = "people"

    def ready(self) -> None:
        """Put the list of members into the navigation of those who see members."""
        group = navigation.Group.MEMBERS
        navigation.register(navigation.Entry(group, words("党员", "Members"), "people:list", READERS))
        workbench.register("guben_web.people.desk.items", READERS)
        naming.register_names("post", "guben_web.people.history.names_of_posts")
        naming.register_names("status", "guben_web.people.history.names_of_statuses")
        for key in ("field", "fields"):
            naming.register_names(key, "guben_web.people.history.names_of_fields")
