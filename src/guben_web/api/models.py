"""Tokens: how a program shows whom it reads for."""

from datetime import date

from django.conf import settings
from django.db import models

from guben_web.api.enums import Standing
from guben_web.words.language import label


class Token(models.Model):
    """A token of an account, with what it may read. Only the SHA-256 of what is shown once is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(label("名称", "Name"), max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    # Codes of `Right`, in their order.
    rights = models.JSONField(label("权限", "May"), default=list)
    last_day = models.DateField(label("最后一天", "Last day"), null=True)
    made_at = models.DateTimeField(label("生成时间", "Made at"))
    # The day, not the moment: who uses what when is in the record of acts.
    last_used_on = models.DateField(label("最近使用", "Last used"), null=True)
    revoked_at = models.DateTimeField(label("撤销时间", "Revoked at"), null=True)
    # Where somebody else revoked it: who looks after accounts, and why.
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField(label("事由", "Reason"), max_length=200, blank=True)
    # How many questions were asked in a minute, counted from 1970: of the last one only.
    minute = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("account_id", "-made_at", "-id")

    def __str__(self) -> str:
        return self.name

    def standing_on(self, day: date) -> Standing:
        """Return whether the token still lets anybody in on a day."""
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.OVER if self.last_day is not None and self.last_day < day else Standing.GOOD
