"""What becomes of a correction that somebody asked for."""

from django.db import models

from guben_web.words.language import label


class State(models.TextChoices):
    """Where it stands."""

    OPEN = "OPEN", label("待答复", "Open")
    CORRECTED = "CORRECTED", label("已更正", "Corrected")
    DECLINED = "DECLINED", label("未更正", "Not corrected")
