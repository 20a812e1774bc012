"""Collections, the forms they make, the cells of these with their whole history, and bulk approvals.

Figures are kept as `ledgers.models.ReportedValue` keeps them: `number` × 10^-`scale`, or `choice`, or that there can be
none. A cell without any of them is missing.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guben_web.jobs.models import Run
from guben_web.org.models import Organization
from guben_web.reporting.enums import Act, Fate, How, Stage, State
from guben_web.words.language import label


class Department(models.Model):
    """Who returns the figures of a department that schemes name, such as `discipline`."""

    code = models.CharField(label("部门代码", "Code"), max_length=64, unique=True)
    name = models.CharField(label("部门名称", "Name"), max_length=64)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label("由谁填", "Filled in by"),
    )

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Collection(models.Model):
    """What is asked of whom until when. Once published, what it asks does not change."""

    title = models.CharField(label("名称", "Title"), max_length=100)
    schemes = models.JSONField(default=list)
    level = models.CharField(max_length=32)
    period = models.CharField(label("考核期", "Period"), max_length=16, db_index=True)
    # What figures are held against; empty where there is nothing before.
    previous_period = models.CharField(label("上期", "Period before"), max_length=16, blank=True)
    deadline = models.DateField(label("截止日期", "Deadline"))
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.DRAFT)
    jump_percent = models.PositiveIntegerField(label("变动超过多少要说明（%）", "A jump is more than (%)"))
    sample_size = models.PositiveIntegerField(
        label("批量审核至少抽看（份）", "Forms looked at before a bulk approval")
    )
    answer_days = models.PositiveIntegerField(label("退回后几天内答复", "Days to answer a return"))
    organizations = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A measure that a collection asks for, of organizations in some fields (none: in all) or of a department."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    measure = models.CharField(max_length=64)
    scheme = models.CharField(max_length=120)
    fields = models.JSONField(default=list)
    department = models.CharField(max_length=64, blank=True)
    minutes = models.PositiveIntegerField(label("分钟", "Minutes"))
    times_a_year = models.PositiveIntegerField(default=1)
    # Why it is asked although it is held elsewhere or could be derived.
    justification = models.CharField(label("理由", "Why it is asked"), max_length=200, blank=True)

    class Meta:
        ordering = ("collection_id", "position")
        constraints = (
            models.UniqueConstraint(fields=("collection", "measure"), name="reporting_measure_asked_once"),
        )
        indexes = (models.Index(fields=("measure",), name="reporting_question_measure"),)

    def __str__(self) -> str:
        return self.measure


class Sheet(models.Model):
    """One form: of an organization, or the return sheet of a department about all organizations.

    `township` is who approves; where there is none the department decides at once.
    """

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="sheets", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    department = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=32, blank=True)
    township = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    # Counts the changes of the form and its cells.
    revision = models.PositiveIntegerField(default=1)
    asked = models.PositiveIntegerField()
    filled = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    # What was returned at least once and has been answered.
    answered = models.BooleanField(default=False)
    is_proxy = models.BooleanField(default=False)
    flags = models.JSONField(default=list)
    is_flagged = models.BooleanField(default=False)
    # Until when it may be filled in although the deadline has passed.
    open_until = models.DateField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("collection_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("collection", "organization", "department"),
                nulls_distinct=False,
                name="reporting_sheet_once",
            ),
            models.CheckConstraint(
                condition=Q(organization=None) & ~Q(department="") | ~Q(organization=None) & Q(department=""),
                name="reporting_sheet_of_one",
            ),
        )
        indexes = (models.Index(fields=("collection", "township", "state"), name="reporting_sheet_round"),)

    def __str__(self) -> str:
        return f"{self.collection} · {self.organization or self.department}"

    @property
    def is_direct(self) -> bool:
        """True if no township stands above whoever fills it in."""
        return self.township_id is None


class Cell(models.Model):
    """What a form says for an organization and a measure, and what was said about that."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="cells", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=64)
    number = models.BigIntegerField(null=True)
    scale = models.PositiveSmallIntegerField(default=0)
    choice = models.TextField(null=True)
    is_not_applicable = models.BooleanField(default=False)
    note = models.CharField(label("变动说明", "Why it changed"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)
    return_reason = models.CharField(label("退回原因", "Why it was returned"), max_length=200, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    returned_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField(null=True)
    is_proxy = models.BooleanField(default=False)

    class Meta:
        ordering = ("sheet_id", "organization_id", "measure")
        constraints = (
            models.UniqueConstraint(fields=("sheet", "organization", "measure"), name="reporting_cell_once"),
        )

    def __str__(self) -> str:
        return self.measure

    @property
    def is_returned(self) -> bool:
        """True if it was returned and nobody has answered yet."""
        return self.returned_at is not None and self.answered_at is None


class CellChange(models.Model):
    """One change of a cell: never altered, never removed. `before` and `after` are values as JSON, None for missing."""

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="changes")
    # The revision that the form had afterwards.
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=8, choices=How.choices)
    is_proxy = models.BooleanField(default=False)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("cell_id", "id")

    def __str__(self) -> str:
        return f"{self.cell_id} · {self.how}"


class SheetAct(models.Model):
    """What was done with a form as a whole: never altered, never removed."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=8, choices=Act.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    cells = models.PositiveIntegerField(default=0)
    is_bulk = models.BooleanField(default=False)
    # How long it had waited since it was submitted.
    waited_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("sheet_id", "id")

    def __str__(self) -> str:
        return self.act


class Draw(models.Model):
    """A sample that has to be looked at before all the forms it was drawn from are approved at once.

    Looked at are those with the smallest SHA-256 of "seed:key of the organization"; so anybody can draw it again.
    """

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="draws")
    township = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    seed = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    # The keys of the organizations whose forms it was drawn from.
    keys = models.JSONField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-drawn_at", "-id")

    def __str__(self) -> str:
        return self.seed


class DrawnSheet(models.Model):
    """A form of a draw; it takes part as long as it is what it was when it was drawn from."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="sheets")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    is_sample = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("draw_id", "id")
        constraints = (models.UniqueConstraint(fields=("draw", "sheet"), name="reporting_drawn_once"),)

    def __str__(self) -> str:
        return str(self.sheet_id)


class Upload(models.Model):
    """A workbook of forms: compared in the background, what it would change, and what was decided about it."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="uploads")
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    fate = models.CharField(label("状态", "State"), max_length=9, choices=Fate.choices, default=Fate.BROUGHT)
    # The workbook itself, until it has been compared.
    content = models.BinaryField(null=True)
    # What compares it, or stores what it says.
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    # What was found about no single row: [{"zh", "en"}].
    findings = models.JSONField(default=list)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-uploaded_at", "-id")

    def __str__(self) -> str:
        return self.file_name


class UploadLine(models.Model):
    """A row of an uploaded workbook that would change something, or that is refused.

    `changes` is {"measure": [before, after]}; `reasons` say in both languages what is not written and why.
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    # That of the form when it was compared.
    revision = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("upload_id", "row", "id")

    def __str__(self) -> str:
        return f"{self.row} · {self.name}"
