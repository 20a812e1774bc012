"""How far the founding of an organization in a workplace has come."""

from django.db import models

from guben_web.words.language import label


class State(models.TextChoices):
    """What is being done about a workplace without an organization."""

    OPEN = "OPEN", label("待研究", "To be looked at")
    PLANNED = "PLANNED", label("已列入计划", "Planned")
    PREPARING = "PREPARING", label("正在筹建", "Being prepared")
    POSTPONED = "POSTPONED", label("暂不具备条件", "Not yet possible")


COLOURS = {State.OPEN: "red", State.PLANNED: "amber", State.PREPARING: "amber", State.POSTPONED: "none"}
