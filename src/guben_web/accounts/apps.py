"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts.enums import RoleCode
from guben_web.audit import naming
from guben_web.shared import navigation
from guben_web.words.language import label as words


class AccountsConfig(AppConfig):
    """The app `accounts`."""

    name = "guben_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the record of acts into the navigation, and say there what roles, links and flaws are called."""
        group, readers = navigation.Group.ADMINISTRATION, frozenset({str(RoleCode.AUDIT_ADMIN)})
        navigation.register(
            navigation.Entry(group, words("操作记录", "Record of acts"), "accounts:record", readers)
        )
        naming.register_names("role", "guben_web.accounts.enums.titles_of_roles")
        naming.register_names("purpose", "guben_web.accounts.enums.titles_of_purposes")
        naming.register_names("flaw", "guben_web.accounts.enums.titles_of_flaws")
