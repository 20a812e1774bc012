"""A workbook on its way in, its lines, and what headings were decided to mean."""

from django.conf import settings
from django.db import models

from guben_web.imports.enums import Kind, Outcome, State
from guben_web.jobs.models import Run
from guben_web.words.language import label


class Gate(models.Model):
    """The one row that lets one import through at a time; `number` counts what was applied or undone."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="imports_gate_only_one"),)

    def __str__(self) -> str:
        return str(self.number)


class Batch(models.Model):
    """A workbook that somebody brought in, and what was decided about it."""

    file_name = models.CharField(label("文件", "File"), max_length=200)
    file_digest = models.CharField(max_length=64)
    period = models.CharField(label("考核期", "Period"), max_length=16)
    as_of = models.DateField(label("截止日期", "Cut-off date"))
    state = models.CharField(
        label("状态", "State"), max_length=9, choices=State.choices, default=State.UPLOADED, db_index=True
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label("上传人", "Uploaded by"),
    )
    uploaded_at = models.DateTimeField(label("上传时间", "Uploaded at"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(label("决定时间", "Decided at"), null=True)
    undone_at = models.DateTimeField(label("撤销时间", "Undone at"), null=True)
    # The last run that read, applied or undid it.
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    # Lines of an earlier attempt belong to nothing.
    attempt = models.PositiveIntegerField(default=0)
    gate_number = models.PositiveBigIntegerField(null=True)
    columns = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    has_file = models.BooleanField(default=True)
    has_marked_file = models.BooleanField(default=False)

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"


class Line(models.Model):
    """A row of the workbook: whom it is about and what it would change.

    `changes` is {"field": [before, after]}; identity numbers and phones stand there encrypted. Once the batch is
    applied, the lines are its history and what an undo restores from.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    attempt = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    sheet = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    # The key of the organization or the member; empty for a line that is about nobody yet.
    subject = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=300, blank=True)
    base_revision = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)
    # Why it is refused: [{"code", "zh", "en"}].
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("batch", "attempt", "outcome", "kind"), name="imports_line_filter"),)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class ColumnMeaning(models.Model):
    """What somebody decided that a heading means; the next workbook with it is read like that."""

    sheet_kind = models.CharField(max_length=16)
    # SHA-256 of the heading without what does not matter, such as width and case.
    fingerprint = models.CharField(max_length=64)
    mark = models.CharField(max_length=200)
    # The name of a column or measure; empty: the column is not read.
    meaning = models.CharField(max_length=64, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("sheet_kind", "mark")
        constraints = (
            models.UniqueConstraint(fields=("sheet_kind", "fingerprint"), name="imports_meaning_once"),
        )

    def __str__(self) -> str:
        return f"{self.mark} → {self.meaning}"
