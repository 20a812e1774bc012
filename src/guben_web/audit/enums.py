"""How an act that is recorded ended."""

from django.db import models

from guben_web.words.language import label


class Outcome(models.TextChoices):
    """Whether what was asked for was done."""

    DONE = "DONE", label("完成", "Done")
    REFUSED = "REFUSED", label("未获准", "Refused")
