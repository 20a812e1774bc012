"""The app as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app `accounts`."""

    name = "guben_web.accounts"
    label = "accounts"
