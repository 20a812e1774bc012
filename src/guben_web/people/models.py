"""Members and the posts they hold. Identity numbers and phones are encrypted; see `secrecy`."""

import uuid

from django.db import models
from django.db.models import F, Q

from guben_web.audit.models import AppendOnly
from guben_web.org.models import Organization
from guben_web.words.language import label


class Member(models.Model):
    """A member or applicant, under a key that says nothing about who it is."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="members",
        # The index of the list serves.
        db_index=False,
        verbose_name=label("所在党组织", "Organization"),
    )
    name = models.CharField(label("姓名", "Name"), max_length=60, blank=True)
    name_initials = models.CharField(max_length=60, blank=True)
    identity = models.CharField(max_length=120, blank=True)
    identity_index = models.CharField(max_length=32, null=True, unique=True)
    phone = models.CharField(max_length=120, blank=True)
    phone_index = models.CharField(max_length=32, null=True, db_index=True)
    sex = models.CharField(label("性别", "Sex"), max_length=16, null=True)
    ethnicity = models.CharField(label("民族", "Ethnicity"), max_length=16, null=True)
    birth_date = models.DateField(label("出生日期", "Birth date"), null=True)
    education = models.CharField(label("学历", "Education"), max_length=32, null=True)
    occupation = models.CharField(label("职业", "Occupation"), max_length=32, null=True)
    joined_date = models.DateField(label("入党日期", "Joined"), null=True)
    full_date = models.DateField(label("转正日期", "Full member since"), null=True)
    status = models.CharField(label("人员类别", "Status"), max_length=16)
    techniques = models.PositiveIntegerField(label("掌握技术数", "Techniques"), null=True)
    # Where the row came from, such as batch:3!党员!14.
    source = models.CharField(max_length=120, blank=True)
    # Counts the changes of the member and the posts.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name_initials", "key")
        indexes = (models.Index(fields=("organization", "name_initials"), name="people_member_list"),)

    def __str__(self) -> str:
        # What the record writes down: no name.
        return str(self.key)


class Post(models.Model):
    """A post that a member holds in an organization from `start_date` until the day before `end_date`."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")
    member = models.ForeignKey(Member, models.PROTECT, related_name="posts")
    post = models.CharField(label("职务", "Post"), max_length=32)
    in_team = models.BooleanField(label("班子成员", "In the team"))
    start_date = models.DateField(label("任职日期", "Since"), null=True)
    end_date = models.DateField(label("免职日期", "Until"), null=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("organization_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("member", "organization", "post"),
                condition=Q(end_date=None),
                name="people_post_held_once",
            ),
            models.CheckConstraint(
                condition=Q(start_date=None) | Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="people_post_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.post


class FormerMembership(models.Model):
    """That a member belonged to an organization until the day before `until`, and to the next one from then on.

    The next one is that of the former membership after this one, or `Member.organization`. So nobody is ever in two
    organizations or in none.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="former_memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="former_memberships")
    until = models.DateField(label("止", "Until"))
    # What made the row, such as act:3.
    origin = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("until", "id")
        constraints = (
            models.UniqueConstraint(fields=("member", "until"), name="people_former_membership_once"),
        )
        indexes = (models.Index(fields=("organization", "until"), name="people_former_membership"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.until}"


class MemberChange(AppendOnly):
    """One change of a member: {"field": [before, after]}. Numbers and phones stay encrypted in it."""

    # Not a foreign key: the history outlives the row.
    member_key = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    # What it was part of, such as batch:3.
    origin = models.CharField(max_length=40)
    changes = models.JSONField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.member_key} {self.origin}"
