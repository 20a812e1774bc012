"""What organizations report, and the entries of their ledgers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guben_web.audit.models import AppendOnly
from guben_web.jobs.models import Run
from guben_web.ledgers.enums import Act, EvidenceKind, Outcome, UploadState
from guben_web.org.models import Organization
from guben_web.packs.models import Definition, Ledger
from guben_web.words.language import label


class ReportedValue(models.Model):
    """A reported value: `number` × 10^-`scale`, or `choice`, or that it cannot exist. No row means missing."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="reported_values", db_index=False
    )
    measure = models.CharField(label("数据项", "Measure"), max_length=200)
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


class Entry(models.Model):
    """An entry of a ledger, by the definition it was written with.

    `fields` is what the definition says: numbers as integers of the scale of their type, days yyyymmdd, choices by code,
    members by key, organizations and entries by number, workplaces by key. `until` is the last day of a span.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="entries", db_index=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="entries")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="entries",
        db_index=False,
        verbose_name=label("党组织", "Organization"),
    )
    day = models.DateField(label("日期", "Date"))
    until = models.DateField(label("止", "Until"), null=True)
    state = models.CharField(label("状态", "State"), max_length=64)
    fields = models.JSONField()
    # Until when it is to reach another state; None where nothing is due, or no longer.
    due = models.DateField(null=True)
    # What one may search for: the texts and the words of the choices.
    words = models.TextField(blank=True)
    is_removed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(label("登记时间", "Entered at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(label("修改时间", "Changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The workbook that brought it.
    batch = models.BigIntegerField(null=True)

    class Meta:
        ordering = (F("day").desc(), F("id").desc())
        indexes = (
            # SQLite takes an index where its condition stands in the query word for word: "NOT is_removed", "due IS NOT NULL".
            models.Index(
                fields=("ledger", "day", "id"), name="ledgers_entry_by_day", condition=Q(is_removed=False)
            ),
            models.Index(
                fields=("organization", "ledger", "day"),
                name="ledgers_entry_kept_by",
                condition=Q(is_removed=False),
            ),
            models.Index(
                fields=("ledger", "due"),
                name="ledgers_entry_due",
                condition=Q(is_removed=False, due__isnull=False),
            ),
            models.Index(fields=("batch",), name="ledgers_entry_batch", condition=Q(batch__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("day")), name="ledgers_entry_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ledger_id}-{self.pk}"


class EntryIndex(models.Model):
    """One value of an entry that lists filter and sort by, or one record that it refers to.

    There is a row for every field that can be filtered, with neither number nor word where it is not filled in.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="indexed")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=64)
    number = models.BigIntegerField(null=True)
    # A code, the key of a record, or the beginning of a text.
    word = models.CharField(max_length=64, null=True)

    class Meta:
        indexes = (
            models.Index(fields=("ledger", "field", "number", "entry"), name="ledgers_index_number"),
            models.Index(fields=("ledger", "field", "word", "entry"), name="ledgers_index_word"),
            models.Index(
                fields=("word", "ledger"), name="ledgers_index_reference", condition=Q(word__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.word or self.number}"


class EntryChange(AppendOnly):
    """One change of an entry: what it was and what it became, those parts that differ. All of them replay to the present."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    act = models.CharField(label("操作", "Act"), max_length=8, choices=Act.choices)
    # The name of the move in the definition.
    move = models.CharField(max_length=64, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(label("人员", "Who"), max_length=160)
    is_proxy = models.BooleanField(label("代录", "For another organization"), default=False)
    at = models.DateTimeField(label("时间", "When"))
    reason = models.CharField(label("原因", "Reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("entry_id", "revision", "id")
        constraints = (models.UniqueConstraint(fields=("entry", "revision"), name="ledgers_change_in_order"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.revision}"


class Closing(models.Model):
    """That an organization has entered everything of a period, or had nothing to report; until it is opened again."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="closings", db_index=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="closings", verbose_name=label("党组织", "Organization")
    )
    period = models.CharField(label("时期", "Period"), max_length=16)
    is_nothing = models.BooleanField(label("无事项", "Nothing to report"))
    at = models.DateTimeField(label("时间", "When"))
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(label("人员", "Who"), max_length=160)
    is_proxy = models.BooleanField(default=False)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=160, blank=True)
    reason = models.CharField(label("原因", "Reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("ledger_id", "period", "organization_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("ledger", "period", "organization"),
                condition=Q(reopened_at=None),
                name="ledgers_closing_once",
            ),
        )

    def __str__(self) -> str:
        return self.period


class Evidence(models.Model):
    """A file beside an entry. It lies in the data folder under a name that says nothing."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="evidence")
    name = models.CharField(label("文件", "File"), max_length=160)
    kind = models.CharField(label("类型", "Kind"), max_length=8, choices=EvidenceKind.choices)
    size = models.PositiveIntegerField(label("大小", "Size"))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField(label("时间", "When"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("entry_id", "id")

    def __str__(self) -> str:
        return f"{self.entry_id}-{self.pk}"


class Upload(models.Model):
    """A workbook with entries of a ledger: compared, then applied or discarded, perhaps undone, all in the background."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="uploads")
    file_name = models.CharField(label("文件", "File"), max_length=160)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(label("状态", "State"), max_length=9, choices=UploadState.choices)
    # The workbook itself, until it has been compared.
    content = models.BinaryField(null=True)
    # How often workbooks of the ledger had been applied or undone when it was compared.
    seen = models.PositiveIntegerField(default=0)
    # What compares it, stores what it says, or takes that back.
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+", db_index=False)
    # What is wrong or doubtful about the sheet as a whole, as `finding_as_data` gives it.
    findings = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(label("上传时间", "Uploaded at"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name


class UploadLine(models.Model):
    """A row of a workbook, and what becomes of it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="lines", db_index=False)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The entry that is changed, or that was made of the row.
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    # Its revision when it was compared; after the row was applied, the one that it made.
    revision = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    until = models.DateField(null=True)
    fields = models.JSONField(default=dict)
    # The state of the entry before, for an undo.
    before = models.JSONField(null=True)
    # What is wrong or doubtful: pairs of words in both languages.
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("upload_id", "row", "id")
        indexes = (models.Index(fields=("upload", "outcome", "row"), name="ledgers_line_outcome"),)

    def __str__(self) -> str:
        return f"{self.row} {self.outcome}"
