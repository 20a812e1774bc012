"""Reads about accounts that more than one caller needs."""

from django.db.models import QuerySet

from guben_web.accounts.models import Account, Role


def roles_of(account: Account) -> QuerySet[Role]:
    """Return the roles that the account holds now, the longest held first."""
    return account.roles.filter(ended_at=None).order_by("granted_at", "id")
