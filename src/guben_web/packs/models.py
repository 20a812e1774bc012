"""Packs that were read, their ledgers, and each text that a ledger ever had."""

from typing import Self

from django.db import models

from guben_web.engine.ledgers import CheckedLedger, LedgerType, checked_text, ledger_type
from guben_web.engine.texts import Text
from guben_web.words.language import label


class Pack(models.Model):
    """A pack that came with the product or lies in the folder `packs` of the data folder."""

    name = models.CharField(label("方案包", "Pack"), max_length=64, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text(self.title_zh, self.title_en)


class Definition(models.Model):
    """A text of a ledger as it was in force for a time. It is kept for ever: entries are read by the one they were written with."""

    ledger = models.CharField(label("台账", "Ledger"), max_length=120)
    version = models.CharField(label("版本", "Version"), max_length=64)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    since = models.DateTimeField(label("启用时间", "In force since"))

    class Meta:
        ordering = ("ledger", "since", "id")
        constraints = (
            models.UniqueConstraint(fields=("ledger", "digest"), name="packs_definition_kept_once"),
        )

    def __str__(self) -> str:
        return f"{self.ledger} {self.version}"

    @property
    def checked(self) -> CheckedLedger:
        """What the text says, with the programs of its rules and measures."""
        return checked_text(self.text)

    @property
    def type(self) -> LedgerType:
        """What the text says; only texts without an error are kept."""
        type_ = ledger_type(self.text)
        assert type_ is not None
        return type_


class LedgerQuerySet(models.QuerySet["Ledger"]):
    """Ledgers that are kept, and by name."""

    def kept(self) -> Self:
        """Return those that the county keeps, with what defines them, by pack."""
        return self.filter(is_kept=True).select_related("pack", "definition")


class Ledger(models.Model):
    """A ledger, the definition in force, and whether the county keeps it."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="ledgers")
    name = models.CharField(label("台账", "Ledger"), max_length=120, unique=True)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    is_kept = models.BooleanField(label("启用", "Kept"))

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("pack__name", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> LedgerType:
        """What is in force now."""
        return self.definition.type

    @property
    def title(self) -> Text:
        """What people call it."""
        return self.type.title


class Refused(models.Model):
    """A file of a pack that was not taken when packs were read last, and the findings that say why."""

    name = models.CharField(label("文件", "File"), max_length=200)
    # Findings as `finding_as_data` gives them.
    findings = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
