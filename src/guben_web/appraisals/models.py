"""An appraisal with its trial runs, marks, decisions, objections and late corrections.

The numbers are those of evaluations (`results`); what stands here is what people decide about them.
"""

from django.conf import settings
from django.db import models

from guben_web.appraisals.enums import Answer, Body, Objector, Outcome, Stage, Subject
from guben_web.org.models import Organization
from guben_web.results.models import Evaluation
from guben_web.words.language import label


class Appraisal(models.Model):
    """A scheme, a period and a cut-off date from preparation to the sealed result.

    `evaluation` is the trial run that stands, `candidate` the one that a correction would put in its place.
    """

    scheme = models.CharField(label("制度", "Scheme"), max_length=128)
    period = models.CharField(label("考核期", "Period"), max_length=16)
    as_of = models.DateField(label("截止日期", "Cut-off date"))
    stage = models.CharField(
        label("阶段", "Stage"), max_length=10, choices=Stage.choices, default=Stage.PREPARING, db_index=True
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(label("发起时间", "Opened at"))
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")
    candidate = models.ForeignKey(Evaluation, models.PROTECT, null=True, related_name="+")
    public_from = models.DateField(label("公示开始", "Public from"), null=True)
    public_to = models.DateField(label("公示结束", "Public until"), null=True)
    # Where to take objections on paper: an office, a telephone number of it.
    contact = models.CharField(label("受理单位和电话", "Where to object"), max_length=200, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    sealed_at = models.DateTimeField(label("封存时间", "Sealed at"), null=True)
    # SHA-256 of all that was decided and of the digests it rests on; see `sealing`.
    seal = models.CharField(label("封存码", "Seal"), max_length=64, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "period"),
                condition=~models.Q(stage=Stage.CANCELLED),
                name="appraisals_one_a_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scheme} {self.period}"


class Trial(models.Model):
    """A trial run of an appraisal; the last one stands."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="trials")
    evaluation = models.OneToOneField(Evaluation, models.PROTECT, related_name="trial")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("appraisal_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("appraisal", "number"), name="appraisals_trial_numbers"),
        )

    def __str__(self) -> str:
        return f"{self.appraisal_id}.{self.number}"


class Mark(models.Model):
    """What a judge gave one organization for one thing judged: `number` × 10^-`scale`; the last word stands."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="marks", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=200)
    number = models.BigIntegerField()
    scale = models.PositiveSmallIntegerField()
    reason = models.CharField(label("理由", "Reason"), max_length=500, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("organization_id", "measure")
        constraints = (
            models.UniqueConstraint(
                fields=("appraisal", "organization", "measure"), name="appraisals_mark_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} #{self.organization_id}"


class Decision(models.Model):
    """What a meeting decided about the results, with its minutes. One that was withdrawn stays on record."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="decisions")
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=Subject.choices)
    body = models.CharField(label("会议", "Meeting"), max_length=20, choices=Body.choices)
    met_on = models.DateField(label("会议日期", "Day of the meeting"))
    document = models.CharField(label("纪要编号", "Number of the minutes"), max_length=100, blank=True)
    minutes = models.TextField(label("纪要内容", "Minutes"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("appraisal_id", "id")

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.met_on}"


class Override(models.Model):
    """A grade that a meeting set beside the one computed; both stay visible. Grades are places in the scheme's list."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="overrides")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    computed = models.PositiveSmallIntegerField(null=True)
    decided = models.PositiveSmallIntegerField()
    reason = models.CharField(label("理由", "Reason"), max_length=500)

    class Meta:
        ordering = ("decision_id", "id")
        constraints = (
            models.UniqueConstraint(fields=("decision", "organization"), name="appraisals_override_once"),
        )

    def __str__(self) -> str:
        return f"#{self.organization_id}: {self.computed} → {self.decided}"


class Objection(models.Model):
    """An objection to one cell: a part of one organization's result, or its total and grade where `path` is empty."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="objections")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    path = models.CharField(max_length=200, blank=True)
    objector = models.CharField(label("提出人", "Who objects"), max_length=10, choices=Objector.choices)
    text = models.TextField(label("异议内容", "Objection"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    words = models.TextField(label("答复", "Answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("appraisal_id", "id")

    def __str__(self) -> str:
        return f"#{self.pk}"


class LateCorrection(models.Model):
    """What was found to be wrong in a final result: it stays as it is, and the next appraisal looks at this.

    `cell` is `part:PATH`, `measure:NAME`, or empty for the total and the grade. `looked_in` is the appraisal that looked at it,
    in which the corrected record counts.
    """

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="late_corrections")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    cell = models.CharField(max_length=210, blank=True)
    wrong = models.CharField(label("原来写的", "What was wrong"), max_length=500)
    right = models.CharField(label("应当是", "What is right"), max_length=500)
    reason = models.TextField(label("依据", "Grounds"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_words = models.CharField(label("说明", "Remark"), max_length=500, blank=True)
    looked_in = models.ForeignKey(Appraisal, models.PROTECT, null=True, related_name="looked_at_late")
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("appraisal_id", "id")

    def __str__(self) -> str:
        return f"#{self.pk}"
