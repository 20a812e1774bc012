"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import RoleCode
from guben_web.people.enums import KEEPERS
from guben_web.shared import navigation
from guben_web.words.language import label as words


class CorrectionsConfig(AppConfig):
    """The app `corrections`."""

    name = "guben_web.corrections"
    label = "corrections"

    def ready(self) -> None:
        """Put the own page into the navigation of members, and what they ask into that of those who answer."""
        group = navigation.Group.MEMBERS
        own = words("我的信息", "What is held about me")
        navigation.register(navigation.Entry(group, own, "corrections:own", frozenset({RoleCode.MEMBER})))
        asked = words("更正申请", "Corrections asked for")
        navigation.register(navigation.Entry(group, asked, "corrections:list", KEEPERS))
        workbench.register("guben_web.corrections.desk.items", KEEPERS)
        workbench.register("guben_web.corrections.desk.own_items", {RoleCode.MEMBER})
