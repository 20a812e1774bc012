"""How workplaces are covered, and how organizations come out of others."""

from django.db import models

from guben_web.words.language import label


class Cover(models.TextChoices):
    """How a workplace has its organization."""

    OWN = "OWN", label("单独组建", "Its own")
    JOINT = "JOINT", label("联合组建", "Joint with others")
    ATTACHED = "ATTACHED", label("挂靠组建", "Attached to another")


class SuccessionKind(models.TextChoices):
    """How an organization came out of another."""

    MERGED = "MERGED", label("并入", "Merged in")
    SPLIT = "SPLIT", label("分出", "Split off")
