"""Organizations: what stays of one, what changes, and the workplace that hosts it.

Days are kept half open: a row holds from `valid_from` until the day before `valid_to`. No `valid_from` means that
nobody said since when, no `valid_to` that it still holds.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from guben_web.org.enums import Cover, SuccessionKind
from guben_web.words.language import label

_IN_ORDER = Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))


class Organization(models.Model):
    """What stays of an organization when its name, its superior or its kind changes. It is never deleted by hand."""

    # What workbooks and snapshots call it: its code, or its name where it had none at first.
    key = models.CharField(max_length=400, unique=True)
    code = models.CharField(label("组织代码", "Code"), max_length=64, null=True, unique=True)
    # Counts the changes of the organization, its versions, workplaces and reported values.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


_SAME_ORGANIZATION = (
    *("organization_id", "name", "name_pinyin", "name_initials", "type", "level", "field", "parent_id"),
)


class OrganizationVersion(models.Model):
    """What an organization is like for a time. One version is open; no two hold on the same day."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="versions")
    name = models.CharField(label("名称", "Name"), max_length=200)
    name_pinyin = models.CharField(max_length=1200)
    name_initials = models.CharField(max_length=200)
    type = models.CharField(label("组织类别", "Type"), max_length=32)
    level = models.CharField(label("层级", "Level"), max_length=32)
    field = models.CharField(label("领域", "Field"), max_length=32)
    parent = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="child_versions",
        verbose_name=label("上级", "Superior"),
    )
    valid_from = models.DateField(label("起", "From"), null=True)
    valid_to = models.DateField(label("止", "Until"), null=True)
    # What made the row, such as batch:3.
    origin = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("organization_id", models.F("valid_from").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=("organization",), condition=Q(valid_to=None), name="org_version_one_open"
            ),
            models.CheckConstraint(condition=_IN_ORDER, name="org_version_days_in_order"),
        )
        indexes = (models.Index(fields=("parent", "valid_to"), name="org_version_children"),)

    def __str__(self) -> str:
        return self.name

    def next_from(self, day: date, *, origin: str) -> "OrganizationVersion":
        """Return an unsaved row of the same organization, so far the same, that holds from a day."""
        row = OrganizationVersion(valid_from=day, origin=origin)
        for name in _SAME_ORGANIZATION:
            setattr(row, name, getattr(self, name))
        return row


class Succession(models.Model):
    """That an organization came out of another: all of it was merged in, or a part of it was split off."""

    predecessor = models.ForeignKey(Organization, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organization, models.PROTECT, related_name="precursors")
    kind = models.CharField(max_length=8, choices=SuccessionKind.choices)
    day = models.DateField(label("日期", "Date"))

    class Meta:
        ordering = ("day", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor", "day"), name="org_succession_said_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


_SAME_WORKPLACE = (
    *("key", "name", "name_initials", "credit_code", "organization_id", "cover", "place_id"),
    *("kind", "population", "households", "staff", "members"),
)


def new_key() -> str:
    """Return a key for a workplace, which says nothing about it."""
    return uuid.uuid4().hex


class Workplace(models.Model):
    """A village, community, agency or enterprise as it is for a time, and the organization that covers it, if any.

    Rows with the same `key` are the same workplace at different times.
    """

    key = models.CharField(max_length=32, default=new_key)
    # Empty where the workplace is called what its organization is called after.
    name = models.CharField(label("单位名称", "Name"), max_length=200, blank=True)
    name_initials = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(label("统一社会信用代码", "Unit credit code"), max_length=18, null=True)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="workplaces",
        verbose_name=label("所建党组织", "Organization"),
    )
    cover = models.CharField(
        label("组建方式", "How it is covered"), max_length=8, choices=Cover.choices, default=Cover.OWN
    )
    # Under whom it lies where no organization covers it: usually the township.
    place = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        related_name="workplaces_in_range",
        verbose_name=label("所在乡镇、街道", "Township or street"),
    )
    kind = models.CharField(label("类别", "Kind"), max_length=32)
    population = models.PositiveIntegerField(label("人口", "Population"), null=True)
    households = models.PositiveIntegerField(label("户数", "Households"), null=True)
    staff = models.PositiveIntegerField(label("职工", "Staff"), null=True)
    # As the workplace says; nobody is looked up for it.
    members = models.PositiveIntegerField(label("正式党员", "Full members"), null=True)
    valid_from = models.DateField(label("起", "From"), null=True)
    valid_to = models.DateField(label("止", "Until"), null=True)
    # What made the row, such as batch:3.
    origin = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("organization_id", models.F("valid_from").asc(nulls_first=True), "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organization",),
                condition=Q(valid_to=None, cover=Cover.OWN),
                name="org_workplace_one_open",
            ),
            models.UniqueConstraint(
                fields=("key",), condition=Q(valid_to=None), name="org_workplace_key_open_once"
            ),
            models.UniqueConstraint(
                fields=("credit_code",), condition=Q(valid_to=None), name="org_workplace_code_open_once"
            ),
            models.CheckConstraint(condition=_IN_ORDER, name="org_workplace_days_in_order"),
        )
        indexes = (models.Index(fields=("place", "valid_to"), name="org_workplace_place"),)

    def __str__(self) -> str:
        return self.name or self.kind

    def next_from(self, day: date, *, origin: str) -> "Workplace":
        """Return an unsaved row of the same workplace, so far the same, that holds from a day."""
        row = Workplace(valid_from=day, origin=origin)
        for name in _SAME_WORKPLACE:
            setattr(row, name, getattr(self, name))
        return row
