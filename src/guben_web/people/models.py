"""Members, where they belong and the posts they hold. Identity numbers, phones and addresses are encrypted; see `secrecy`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guben_web.audit.models import AppendOnly
from guben_web.org.models import Organization
from guben_web.people.enums import Floating
from guben_web.words.language import label


class Member(models.Model):
    """A member or applicant, under a key that says nothing about who it is.

    `organization` and `status` are those of the open membership; whoever changes one changes both.
    """

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
    address = models.CharField(max_length=600, blank=True)
    sex = models.CharField(label("性别", "Sex"), max_length=16, null=True)
    ethnicity = models.CharField(label("民族", "Ethnicity"), max_length=16, null=True)
    birth_date = models.DateField(label("出生日期", "Birth date"), null=True)
    education = models.CharField(label("学历", "Education"), max_length=32, null=True)
    occupation = models.CharField(label("职业", "Occupation"), max_length=32, null=True)
    joined_date = models.DateField(label("入党日期", "Joined"), null=True)
    full_date = models.DateField(label("转正日期", "Full member since"), null=True)
    status = models.CharField(label("人员类别", "Status"), max_length=16)
    techniques = models.PositiveIntegerField(label("掌握技术数", "Techniques"), null=True)
    floating = models.CharField(
        label("流动党员", "Floating"), max_length=3, choices=Floating.choices, blank=True
    )
    floating_since = models.DateField(label("流动起始日期", "Floating since"), null=True)
    floating_place = models.CharField(label("外出流向", "Where to or from"), max_length=120, blank=True)
    # That somebody is in hardship and since when; why is nobody's business here.
    is_in_hardship = models.BooleanField(label("生活困难", "In hardship"), default=False)
    hardship_since = models.DateField(label("困难起始日期", "In hardship since"), null=True)
    # Where the row came from, such as batch:3!党员!14.
    source = models.CharField(max_length=120, blank=True)
    # Counts the changes of the member and the posts.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name_initials", "key")
        indexes = (
            models.Index(fields=("organization", "name_initials"), name="people_member_list"),
            # Whoever joined in a year is few among all.
            models.Index(fields=("joined_date",), name="people_member_joined"),
        )

    def __str__(self) -> str:
        # What the record writes down: no name.
        return str(self.key)


class Membership(models.Model):
    """To which organization a member belonged for a time, and as what. One is open; no two hold on the same day."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="memberships",
        verbose_name=label("所在党组织", "Organization"),
    )
    status = models.CharField(label("人员类别", "Status"), max_length=16)
    valid_from = models.DateField(label("起", "From"), null=True)
    valid_to = models.DateField(label("止", "Until"), null=True)
    # What made the row, such as batch:3.
    origin = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("member_id", F("valid_from").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=Q(valid_to=None), name="people_membership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="people_membership_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.status


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


class SavedFilter(models.Model):
    """What an account narrows the list of members down to, and its columns, under a name."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(label("名称", "Name"), max_length=40)
    # As it stands behind the question mark.
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("account", "name"), name="people_filter_named_once"),)

    def __str__(self) -> str:
        return self.name
