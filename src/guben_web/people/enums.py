"""Which roles have to do with members, and what becomes of a member."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

READERS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER, RoleCode.SECRETARY})
KEEPERS = READERS - {RoleCode.SECRETARY}

# Who has lost contact or has left is not counted; who has left is not listed unless asked for.
LOST, LEFT = "lost", "left"
ON_THE_WAY = ("applicant", "activist", "candidate")

# From a status to those that may follow it. From LEFT: membership is given back.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "applicant": ("activist", LEFT),
    "activist": ("candidate", "applicant", LEFT),
    "candidate": ("probationary", "activist", LEFT),
    "probationary": ("full", LOST, LEFT),
    "full": (LOST, LEFT),
    LOST: ("full", "probationary", LEFT),
    LEFT: ("full",),
}


class Floating(models.TextChoices):
    """Whether a member lives elsewhere for long, or comes from elsewhere, without the formal relation moving."""

    OUT = "out", label("流出", "Gone elsewhere")
    IN = "in", label("流入", "Come from elsewhere")
