"""A round of promotion, the path of every organization in it, and the plans.

Grades are places in the round's own list, 0 the best. The second grades are copies: they stay as they were found when
the department took them from an evaluation, whatever becomes of it.
"""

from django.conf import settings
from django.db import models

from guben_web.org.models import Organization
from guben_web.promotion.enums import Asked, Kind, Outcome, PlanState, RoundState
from guben_web.results.models import Evaluation
from guben_web.words.language import label


class Round(models.Model):
    """From the grades of one period to those of a later one, for the organizations that a scheme evaluates.

    The baseline is an evaluation, or what was brought in for a period and an appraisal. `grades` are the titles of
    the scheme's grades, best first, as they were when the round began: pairs of Chinese and English. `left_out` are
    the organizations of the baseline that are not in the round: name, grade as it was given, and why, in both languages.
    """

    title = models.CharField(label("名称", "Title"), max_length=100)
    scheme = models.CharField(label("制度", "Scheme"), max_length=128)
    period = models.CharField(label("年度", "Period"), max_length=16)
    state = models.CharField(
        label("状态", "State"),
        max_length=9,
        choices=RoundState.choices,
        default=RoundState.PREPARING,
        db_index=True,
    )
    baseline = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")
    baseline_period = models.CharField(label("基准年度", "Period of the baseline"), max_length=16)
    baseline_appraisal = models.CharField(max_length=60, blank=True)
    grades = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    # By how many grades the proposed target lies above the baseline.
    grades_up = models.PositiveSmallIntegerField(label("提升几个等次", "Grades up"), default=1)
    asks = models.CharField(
        label("要求制定方案的组织", "Who needs a plan"),
        max_length=9,
        choices=Asked.choices,
        default=Asked.EVERYBODY,
    )
    plans_due = models.DateField(label("方案上报期限", "Plans due"))
    finish_by = models.DateField(label("整改完成期限", "To be finished by"))
    second = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    assessed_at = models.DateTimeField(label("定升降时间", "Second grades taken at"), null=True)
    cancelled_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-period", "-id")

    def __str__(self) -> str:
        return self.title


class GradeWord(models.Model):
    """What a grade in words means: the Chinese title of a grade of a scheme, or nothing where it is left out.

    The department says it once; all later rounds by this scheme know it.
    """

    scheme = models.CharField(max_length=128)
    words = models.CharField(max_length=40)
    grade = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("scheme", "words")
        constraints = (models.UniqueConstraint(fields=("scheme", "words"), name="promotion_word_once"),)

    def __str__(self) -> str:
        return f"{self.words} → {self.grade or '—'}"


class Path(models.Model):
    """The way of one organization in a round, under the name it had when the round was opened."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="paths", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    code = models.CharField(label("组织代码", "Code"), max_length=64, null=True)
    name = models.CharField(label("组织", "Organization"), max_length=200)
    name_pinyin = models.CharField(max_length=1200)
    name_initials = models.CharField(max_length=200)
    field = models.CharField(label("领域", "Field"), max_length=32)
    township = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    township_name = models.CharField(label("乡镇（街道）", "Township"), max_length=200, blank=True)
    # The grade as it was given, in its own words.
    given = models.CharField(max_length=40, blank=True)
    baseline = models.PositiveSmallIntegerField(label("基准等次", "Baseline grade"), null=True)
    proposed = models.PositiveSmallIntegerField(null=True)
    target = models.PositiveSmallIntegerField(label("目标等次", "Target"), null=True)
    target_reason = models.CharField(label("调整理由", "Why another target"), max_length=200, blank=True)
    kind = models.CharField(label("方案类型", "Kind of plan"), max_length=8, choices=Kind.choices, blank=True)
    # Titles of the lists of the last that it was on, in both languages.
    tails = models.JSONField(default=list)
    must_plan = models.BooleanField(default=False)
    second = models.PositiveSmallIntegerField(label("再评等次", "Second grade"), null=True)
    outcome = models.CharField(
        label("升降", "Movement"), max_length=8, choices=Outcome.choices, blank=True, default=Outcome.NONE
    )
    has_reached = models.BooleanField(label("达到目标", "Reached the target"), null=True)

    class Meta:
        ordering = ("round_id", "id")
        constraints = (models.UniqueConstraint(fields=("round", "organization"), name="promotion_path_once"),)
        indexes = (
            models.Index(fields=("round", "township", "baseline"), name="promotion_paths_by_township"),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.round_id}"


class Plan(models.Model):
    """What an organization undertakes on its path, by when, and who answers for it.

    The person is named by key and by words, not by a foreign key: an import that brought somebody can be undone.
    """

    path = models.OneToOneField(Path, models.CASCADE, related_name="plan")
    state = models.CharField(
        label("状态", "State"),
        max_length=9,
        choices=PlanState.choices,
        default=PlanState.DRAFT,
        db_index=True,
    )
    deadline = models.DateField(label("完成期限", "Deadline"), null=True)
    responsible_key = models.UUIDField(null=True)
    responsible_name = models.CharField(label("责任人", "Responsible"), max_length=60, blank=True)
    responsible_post = models.CharField(max_length=32, blank=True)
    # How often it was written: whoever writes or decides says which writing she saw.
    revision = models.PositiveIntegerField(default=0)
    # Written for the organization by somebody above it.
    is_proxy = models.BooleanField(default=False)
    reason = models.CharField(label("退回理由", "Why returned"), max_length=500, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("path_id",)

    def __str__(self) -> str:
        return f"#{self.path_id}"


class Undertaking(models.Model):
    """One line of a plan; `part` is the part of the scheme whose lost points it is about, with how many these were."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="undertakings")
    text = models.CharField(label("措施", "Undertaking"), max_length=200)
    part = models.CharField(max_length=200, blank=True)
    part_title = models.JSONField(default=list)
    lost = models.DecimalField(label("失分", "Points lost"), max_digits=13, decimal_places=4, null=True)

    class Meta:
        ordering = ("plan_id", "id")

    def __str__(self) -> str:
        return self.text


class ProgressNote(models.Model):
    """What was done on a day; never changed, only followed by another."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="notes")
    on = models.DateField(label("日期", "Day"))
    text = models.CharField(label("进展", "Progress"), max_length=500)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("plan_id", "-on", "-id")

    def __str__(self) -> str:
        return f"{self.on} #{self.plan_id}"
