"""The record of acts, and the seals that chain it. Rows are only ever added; the database itself refuses the rest."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from guben_web.audit.enums import Outcome
from guben_web.words.language import label


class RecordIsAppendOnly(Exception):
    """Somebody wrote code that alters the record; that is a bug, not a refusal."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that can be added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise RecordIsAppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise RecordIsAppendOnly


class AppendOnly(models.Model):
    """The base of rows that are only ever added."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise RecordIsAppendOnly
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise RecordIsAppendOnly


class Entry(AppendOnly):
    """One act: who did what to which thing, when, from where.

    Names are written down as they were then; there is no foreign key that could change what an entry says.
    """

    at = models.DateTimeField(label("时间", "When"), default=timezone.now, db_index=True)
    account_id = models.BigIntegerField(label("账号", "Account"), null=True, db_index=True)
    account_name = models.CharField(label("人员", "Who"), max_length=160)
    roles = models.CharField(label("角色", "Roles"), max_length=200, blank=True)
    address = models.GenericIPAddressField(label("来源地址", "From"), null=True)
    action = models.CharField(label("操作", "What"), max_length=64, db_index=True)
    subject_type = models.CharField(label("对象类型", "Kind of thing"), max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_label = models.CharField(label("对象", "Thing"), max_length=200, blank=True)
    detail = models.JSONField(label("详情", "Details"), default=dict)
    outcome = models.CharField(
        label("结果", "Outcome"), max_length=8, choices=Outcome.choices, default=Outcome.DONE
    )

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="audit_entry_subject"),)

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}".strip()


class Seal(AppendOnly):
    """A link of the hash chain: it covers some entries, by id and digest, and the seal before it."""

    number = models.PositiveBigIntegerField(unique=True)
    first_entry_id = models.BigIntegerField()
    last_entry_id = models.BigIntegerField()
    # [[id, digest], …] by id; the digests let `guben audit verify` name the entry that was altered.
    entries = models.JSONField()
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
