"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts.enums import RoleCode
from guben_web.shared.navigation import Entry, Group, register
from guben_web.words.language import label as words

# As in `access`, which needs the models.
_HOLDERS = frozenset(map(str, (RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.VIEWER)))


class ApiConfig(AppConfig):
    """The app `api`."""

    name = "guben_web.api"
    label = "api"

    def ready(self) -> None:
        """Put the page of tokens into the navigation."""
        register(Entry(Group.ADMINISTRATION, words("接口令牌", "API tokens"), "api:tokens", _HOLDERS))
        keepers = frozenset({RoleCode.SECURITY_ADMIN.value})
        register(Entry(Group.ADMINISTRATION, words("接口令牌", "API tokens"), "api:all", keepers))
