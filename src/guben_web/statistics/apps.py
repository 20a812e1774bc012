"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.shared import navigation
from guben_web.statistics.enums import READERS
from guben_web.words.language import label as words


class StatisticsConfig(AppConfig):
    """The app `statistics`."""

    name = "guben_web.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Put the statistics into the navigation of those who see them."""
        title = words("党员结构", "Structure of the membership")
        entry = navigation.Entry(navigation.Group.STATISTICS, title, "statistics:whole", READERS)
        navigation.register(entry)
