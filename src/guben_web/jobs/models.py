"""A piece of work in the background, as people see it."""

from django.conf import settings
from django.db import models

from guben_web.engine.texts import Text
from guben_web.jobs.enums import TRANSITIONS, State
from guben_web.jobs.registry import title_of
from guben_web.words.language import label


class Run(models.Model):
    """One run of a job: what was asked for, how far it is, how it ended."""

    job = models.CharField(label("工作", "Job"), max_length=64, db_index=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        label("状态", "State"), max_length=9, choices=State.choices, default=State.QUEUED, db_index=True
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=label("发起人", "Started by"),
    )
    queued_at = models.DateTimeField(label("发起时间", "Asked for at"))
    started_at = models.DateTimeField(label("开始时间", "Started at"), null=True)
    ended_at = models.DateTimeField(label("结束时间", "Ended at"), null=True)
    # The worker says that it lives; a run whose worker has been silent too long is taken up again.
    heartbeat_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    words_zh = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=200, blank=True)
    # What the handler returned, or why it stopped: {"code", "zh", "en", "hint", "details", "findings"}, without names.
    result = models.JSONField(null=True)
    refusal = models.JSONField(null=True)

    class Meta:
        ordering = ("-queued_at", "-id")

    def __str__(self) -> str:
        return f"{self.job} {self.pk}"

    @property
    def title(self) -> Text:
        """What people call the work."""
        return title_of(self.job)

    @property
    def interruptions(self) -> int:
        """How often a worker died over it, after which it was begun anew."""
        return max(0, self.attempts - (0 if self.state == State.QUEUED else 1))

    @property
    def is_noteworthy(self) -> bool:
        """True while it goes on, and where it was interrupted or stopped: what a page says beside what came of it."""
        return not self.is_over or self.interruptions > 0 or self.refusal is not None

    @property
    def is_over(self) -> bool:
        """True if nothing more will happen to it."""
        return not TRANSITIONS[State(self.state)]

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None where that is not known."""
        return self.done * 100 // self.of if self.of else None


class Pulse(models.Model):
    """When the background worker last said that it lives; one row."""

    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.seen_at.isoformat()
