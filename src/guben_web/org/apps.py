"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.audit import naming
from guben_web.shared import navigation
from guben_web.words.language import label as words


class OrgConfig(AppConfig):
    """The app `org`."""

    name = "guben_web.org"
    label = "org"

    def ready(self) -> None:
        """Put the tree into the navigation of all but the administrators; say organizations by name on record."""
        group = navigation.Group.ORGANIZATIONS
        roles = frozenset(RoleCode) - ADMINISTRATORS
        navigation.register(navigation.Entry(group, words("组织树", "Tree"), "org:tree", roles))
        naming.register_names("organization_id", "guben_web.org.queries.names_of")
