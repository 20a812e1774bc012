"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.ledgers.enums import WRITERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class LedgersConfig(AppConfig):
    """The app `ledgers`."""

    name = "guben_web.ledgers"
    label = "ledgers"

    def ready(self) -> None:
        """Put the ledgers into the navigation of all but the administrators."""
        roles = frozenset(RoleCode) - ADMINISTRATORS
        entry = navigation.Entry(navigation.Group.LEDGERS, words("台账", "Ledgers"), "ledgers:index", roles)
        navigation.register(entry)
        department = frozenset({RoleCode.DEPARTMENT})
        switches = words("台账开关", "Ledgers on and off")
        navigation.register(
            navigation.Entry(navigation.Group.LEDGERS, switches, "ledgers:switches", department)
        )
        workbench.register("guben_web.ledgers.desk.items", WRITERS)
        about = words("台账中的我", "What ledgers say of me")
        group = navigation.Group.MEMBERS
        navigation.register(navigation.Entry(group, about, "ledgers:about_me", frozenset({RoleCode.MEMBER})))
