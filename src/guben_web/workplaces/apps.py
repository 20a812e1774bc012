"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.shared import navigation
from guben_web.structure.enums import BUILDERS
from guben_web.words.language import label as words


class WorkplacesConfig(AppConfig):
    """The app `workplaces`."""

    name = "guben_web.workplaces"
    label = "workplaces"

    def ready(self) -> None:
        """Put the lists into the navigation of all but the administrators."""
        group = navigation.Group.ORGANIZATIONS
        roles = frozenset(RoleCode) - ADMINISTRATORS
        navigation.register(navigation.Entry(group, words("单位", "Workplaces"), "workplaces:list", roles))
        navigation.register(
            navigation.Entry(group, words("组织覆盖", "Coverage"), "workplaces:coverage", roles)
        )
        workbench.register("guben_web.workplaces.desk.items", BUILDERS)
