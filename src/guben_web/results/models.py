"""An evaluation, and the result of every organization in it.

What stands here is a copy for pages and lists. The folder of the evaluation holds the scheme, the snapshot and the
results themselves with their digests; `folder` names the one that the rows were copied from.
"""

from django.conf import settings
from django.db import models

from guben_web.jobs.models import Run
from guben_web.org.models import Organization
from guben_web.results.enums import State
from guben_web.words.language import label


class Evaluation(models.Model):
    """A scheme, a period and a cut-off date; once computed, the digests and what is common to all results."""

    scheme = models.CharField(label("制度", "Scheme"), max_length=128)
    period = models.CharField(label("考核期", "Period"), max_length=16)
    as_of = models.DateField(label("截止日期", "Cut-off date"))
    state = models.CharField(
        label("状态", "State"), max_length=9, choices=State.choices, default=State.COMPUTING, db_index=True
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label("发起人", "Started by"),
    )
    started_at = models.DateTimeField(label("发起时间", "Started at"))
    finished_at = models.DateTimeField(label("算完时间", "Computed at"), null=True)
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    # Each attempt writes into a folder of its own, so that rows and folder are always of one attempt.
    attempt = models.PositiveIntegerField(default=0)
    folder = models.CharField(max_length=40, blank=True)
    version = models.CharField(label("版本", "Version"), max_length=64, blank=True)
    scheme_digest = models.CharField(max_length=64, blank=True)
    snapshot_digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    organizations = models.PositiveIntegerField(label("组织数", "Organizations"), default=0)
    # Title, grades and parts as the scheme had them; see `layout`.
    layout = models.JSONField(default=dict)
    # Medians of points among peers; see `peers`.
    medians = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    # Part of an appraisal, which alone shows, takes back and discards it.
    is_held = models.BooleanField(default=False)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return f"{self.scheme} {self.period} #{self.pk}"


class Result(models.Model):
    """What an evaluation gave one organization, under the name it had then.

    Points are integers in the smallest unit of the scheme, 10^-digits. Grades are their place in the scheme's list,
    0 the best; none where nothing applied.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="results", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="results")
    code = models.CharField(label("组织代码", "Code"), max_length=64, null=True)
    name = models.CharField(label("组织", "Organization"), max_length=200)
    name_pinyin = models.CharField(max_length=1200)
    name_initials = models.CharField(max_length=200)
    field = models.CharField(label("领域", "Field"), max_length=32)
    township = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    township_name = models.CharField(label("乡镇（街道）", "Township"), max_length=200, blank=True)
    total = models.BigIntegerField(label("总分", "Total"), null=True)
    grade = models.PositiveSmallIntegerField(label("等次", "Grade"), null=True)
    # Where a meeting decided otherwise: `grade` is what it decided, and this what was computed.
    is_decided = models.BooleanField(default=False)
    computed_grade = models.PositiveSmallIntegerField(null=True)
    earned_grade = models.PositiveSmallIntegerField(null=True)
    # The number of the veto that lowered most, from 1.
    veto = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveIntegerField(label("名次", "Rank"), null=True)
    points = models.JSONField(default=dict)
    won = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    # Names of the lists of the first or last that it is on.
    tails = models.JSONField(default=list)

    class Meta:
        ordering = ("evaluation_id", "id")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "organization"), name="results_one_each"),
        )
        indexes = (
            models.Index(fields=("evaluation", "total"), name="results_by_total"),
            models.Index(fields=("evaluation", "township", "grade"), name="results_by_township"),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.evaluation_id}"


class Draft(models.Model):
    """A version of a scheme that somebody tried on an evaluation: its file, and what would have come of it.

    `moves` are its numbers with title, old and new value as they are written; `comparison` is the tree of sentences
    in both languages. Only the department sees it.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="drafts")
    version = models.CharField(label("版本", "Version"), max_length=80)
    text = models.TextField()
    moves = models.JSONField(default=list)
    comparison = models.JSONField(default=dict)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label("保存人", "Saved by"),
    )
    saved_at = models.DateTimeField(label("保存时间", "Saved at"))

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "version"), name="results_one_draft_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.evaluation.scheme} {self.version}"


class Inspection(models.Model):
    """Organizations to be inspected because of doubts, and those that the seed draws of them.

    `rows` are organizations by id with name, township and the reasons in both languages, in the order of the draw; the
    first `number` are drawn. Anybody can draw again: the order is that of SHA-256 over seed, colon and key.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="inspections")
    seed = models.CharField(label("种子", "Seed"), max_length=64)
    number = models.PositiveIntegerField(label("抽查数", "To be inspected"))
    rows = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label("制定人", "Made by"),
    )
    made_at = models.DateTimeField(label("制定时间", "Made at"))

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.seed}"
