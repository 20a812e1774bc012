"""What is being done about workplaces without an organization. The workplaces themselves are kept by `org`."""

from django.conf import settings
from django.db import models

from guben_web.org.enums import Cover
from guben_web.words.language import label
from guben_web.workplaces.enums import State


class Plan(models.Model):
    """What is to be formed in a workplace, and how far it has come."""

    workplace_key = models.CharField(max_length=32, unique=True)
    cover = models.CharField(label("拟组建方式", "What to form"), max_length=8, choices=Cover.choices)
    state = models.CharField(label("进展", "State"), max_length=9, choices=State.choices, default=State.OPEN)
    due_date = models.DateField(label("计划完成日期", "Planned by"), null=True)
    note = models.CharField(label("说明", "Note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("workplace_key",)

    def __str__(self) -> str:
        return f"{self.workplace_key} {self.state}"
