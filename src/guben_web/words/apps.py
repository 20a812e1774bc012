"""The app as Django knows it."""

from django.apps import AppConfig


class WordsConfig(AppConfig):
    """The app `words`."""

    name = "guben_web.words"
    label = "words"
