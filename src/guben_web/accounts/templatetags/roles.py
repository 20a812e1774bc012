"""The roles of the person who is signed in, in words."""

from django import template

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account

register = template.Library()


@register.filter
def roles_in_words(account: Account) -> list[str]:
    """Return the names of the roles held now; asked for once per request."""
    return [str(RoleCode(code).label) for code in account.role_codes()]
