"""The request of somebody who has signed in."""

from django.http import HttpRequest

from guben_web.accounts.models import Account


class AccountRequest(HttpRequest):
    """A request of a signed-in person; `account` acts."""

    account: Account
