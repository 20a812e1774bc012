"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.shared import navigation
from guben_web.words.language import label as words


class PromotionConfig(AppConfig):
    """The app `promotion`."""

    name = "guben_web.promotion"
    label = "promotion"

    def ready(self) -> None:
        """Put the rounds into the navigation, and what waits in them onto the workbench."""
        readers = frozenset(str(code) for code in RoleCode if code not in ADMINISTRATORS)
        group = navigation.Group.APPRAISAL
        navigation.register(
            navigation.Entry(group, words("晋位升级", "Promotion"), "promotion:list", readers)
        )
        workbench.register("guben_web.promotion.desk.items", readers)
