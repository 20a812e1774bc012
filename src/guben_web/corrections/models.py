"""Which account is which member's, and the corrections that members ask for.

Members are named by key and not by a foreign key: an import that brought somebody can still be undone.
"""

import uuid

from django.conf import settings
from django.db import models

from guben_web.corrections.enums import State
from guben_web.words.language import label


class MemberAccount(models.Model):
    """The account by which a member sees what is held about her or him."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    member_key = models.UUIDField(unique=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.member_key)


class Correction(models.Model):
    """What a member says is wrong, encrypted, since it may name a number; and the answer."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    member_key = models.UUIDField(db_index=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(label("申请时间", "Asked at"))
    words = models.TextField()
    state = models.CharField(
        label("状态", "State"), max_length=9, choices=State.choices, default=State.OPEN, db_index=True
    )
    answer = models.TextField(label("答复", "Answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(label("答复时间", "Answered at"), null=True)

    class Meta:
        ordering = ("-asked_at", "key")

    def __str__(self) -> str:
        return str(self.key)
