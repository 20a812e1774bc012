"""Organizations: what stays of one, what changes, and the workplace that hosts it.

Days are kept half open: a row holds from `valid_from` until the day before `valid_to`. No `valid_from` means that
nobody said since when, no `valid_to` that it still holds.
"""

from django.db import models
from django.db.models import F, Q

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


class Workplace(models.Model):
    """The village, community, agency or enterprise that hosts an organization, as it is for a time."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="workplaces")
    kind = models.CharField(label("类别", "Kind"), max_length=32)
    population = models.PositiveIntegerField(label("人口", "Population"), null=True)
    households = models.PositiveIntegerField(label("户数", "Households"), null=True)
    staff = models.PositiveIntegerField(label("职工", "Staff"), null=True)
    valid_from = models.DateField(label("起", "From"), null=True)
    valid_to = models.DateField(label("止", "Until"), null=True)
    # What made the row, such as batch:3.
    origin = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("organization_id", models.F("valid_from").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=("organization",), condition=Q(valid_to=None), name="org_workplace_one_open"
            ),
            models.CheckConstraint(condition=_IN_ORDER, name="org_workplace_days_in_order"),
        )

    def __str__(self) -> str:
        return self.kind
