"""The acts that made the tree of organizations what it is."""

from django.conf import settings
from django.db import models

from guben_web.org.models import Organization
from guben_web.structure.enums import ActKind
from guben_web.words.language import label


class Act(models.Model):
    """An act on an organization: from which day it holds, why, and who wrote it down."""

    kind = models.CharField(label("事项", "Act"), max_length=9, choices=ActKind.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="acts")
    day = models.DateField(label("日期", "Date"))
    document = models.CharField(label("批复文号", "Document"), max_length=100, blank=True)
    reason = models.CharField(label("原因", "Reason"), max_length=200, blank=True)
    # What it changed, in both languages: [{"zh", "en"}].
    changes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-day", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organization}"

    @property
    def origin(self) -> str:
        """What the rows say that this act made."""
        return f"act:{self.pk}"


class Parameter(models.Model):
    """A number of a rule that was set to something else than usual."""

    name = models.CharField(max_length=40, unique=True)
    value = models.PositiveIntegerField(label("数值", "Number"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
