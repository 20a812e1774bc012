"""What organizations report."""

from django.db import models

from guben_web.org.models import Organization
from guben_web.words.language import label


class ReportedValue(models.Model):
    """A reported value: `number` × 10^-`scale`, or `choice`, or that it cannot exist. No row means missing."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reported_values", db_index=False
    )
    measure = models.CharField(label("数据项", "Measure"), max_length=64)
    period = models.CharField(label("考核期", "Period"), max_length=16, db_index=True)
    number = models.BigIntegerField(label("数", "Number"), null=True)
    scale = models.PositiveSmallIntegerField(default=0)
    choice = models.TextField(null=True)
    is_not_applicable = models.BooleanField(label("不适用", "Not applicable"), default=False)
    source = models.CharField(max_length=120)
    # The import that brought it; a plain number, since imports stand above this app.
    batch = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("organization_id", "measure", "period")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "measure", "period"), name="ledgers_value_reported_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.period}"
