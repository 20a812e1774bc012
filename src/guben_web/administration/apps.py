"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import RoleCode
from guben_web.shared.navigation import Entry, Group, register
from guben_web.words.language import label as words


class AdministrationConfig(AppConfig):
    """The app `administration`."""

    name = "guben_web.administration"
    label = "administration"

    def ready(self) -> None:
        """Put the administrators' pages into the navigation."""
        group = Group.ADMINISTRATION
        security, system = (
            frozenset({RoleCode.SECURITY_ADMIN.value}),
            frozenset({RoleCode.SYSTEM_ADMIN.value}),
        )
        readers = security | {RoleCode.TOWNSHIP.value}
        register(Entry(group, words("账号", "Accounts"), "administration:accounts", readers))
        register(Entry(group, words("运行状况", "Health"), "administration:system", system))
        register(Entry(group, words("后台工作", "Background work"), "administration:runs", system))
        workbench.register("guben_web.administration.desk.of_security", security)
        workbench.register("guben_web.administration.desk.of_system", system)
        workbench.register("guben_web.administration.desk.of_audit", {RoleCode.AUDIT_ADMIN})
