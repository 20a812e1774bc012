"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import RoleCode
from guben_web.shared import navigation
from guben_web.words.language import label as words


class TalliesConfig(AppConfig):
    """The app `tallies`."""

    name = "guben_web.tallies"
    label = "tallies"

    def ready(self) -> None:
        """Put the counts into the navigation, and what is to be done on the workbench, of those who type in and ask."""
        department = frozenset({RoleCode.DEPARTMENT})
        townships = frozenset({RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})
        readers = department | townships | {RoleCode.SECRETARY, RoleCode.INSPECTOR, RoleCode.VIEWER}
        workbench.register("guben_web.tallies.desk.of_tellers", townships)
        workbench.register("guben_web.tallies.desk.of_department", department)
        title = words("测评计票", "Counts on paper")
        navigation.register(navigation.Entry(navigation.Group.LEDGERS, title, "tallies:counts", readers))
