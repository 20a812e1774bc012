"""Accounts, the roles they hold, and what lets them in: one-time links, second factors, sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from guben_web.accounts.browsers import browser_in_words
from guben_web.accounts.enums import WITHOUT_ORGANIZATION, LinkPurpose, Means, RoleCode
from guben_web.engine.texts import Text
from guben_web.words.language import label


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their name to sign in with."""


class Account(AbstractBaseUser):
    """Somebody who may sign in. An account is never deleted, only deactivated: the record names it."""

    username = models.CharField(label("用户名", "User name"), max_length=64, unique=True)
    display_name = models.CharField(label("姓名或名称", "Name"), max_length=64)
    is_active = models.BooleanField(label("可用", "Active"), default=True)
    must_set_password = models.BooleanField(label("须设置密码", "Must set a password"), default=True)
    created_at = models.DateTimeField(label("建立时间", "Created at"))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.display_name

    def held_roles(self) -> list[tuple[str, int | None]]:
        """Return the code and the organization of each role held now; asked for once per object, so once a request."""
        if self._held_roles is None:
            held = self.roles.filter(ended_at=None).order_by("code", "id")
            self._held_roles = list(held.values_list("code", "organization_id"))
        return self._held_roles

    def role_codes(self) -> list[str]:
        """Return the codes of the roles held now, in order and each once."""
        return sorted({code for code, _ in self.held_roles()})

    _held_roles: list[tuple[str, int | None]] | None = None


class HandOver(models.Model):
    """One person took over from another: its roles end for the one and begin for the other."""

    predecessor = models.ForeignKey(Account, models.PROTECT, related_name="given_over")
    successor = models.ForeignKey(Account, models.PROTECT, related_name="taken_over")
    # The day of the paper; rights change when it is entered.
    on_date = models.DateField(label("交接日期", "Day of the hand-over"))
    reason = models.CharField(label("事由", "Reason"), max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Role(models.Model):
    """A role that an account holds, for the whole installation or for an organization with all below it.

    `organization_id` is a plain number: `org` stands above this app, and organizations are never deleted
    (docs/decisions/0024).
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="roles")
    code = models.CharField(label("角色", "Role"), max_length=32, choices=RoleCode.choices)
    organization_id = models.BigIntegerField(
        label("组织", "Organization"), null=True, blank=True, db_index=True
    )
    granted_at = models.DateTimeField(label("授予时间", "Granted at"))
    ended_at = models.DateTimeField(label("终止时间", "Ended at"), null=True, blank=True)
    given_by = models.ForeignKey(HandOver, models.PROTECT, null=True, related_name="given_roles")
    ended_by = models.ForeignKey(HandOver, models.PROTECT, null=True, related_name="ended_roles")

    class Meta:
        ordering = ("account_id", "granted_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "code", "organization_id"),
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="accounts_role_held_once",
            ),
            models.CheckConstraint(
                condition=Q(organization_id=None) | ~Q(code__in=sorted(WITHOUT_ORGANIZATION)),
                name="accounts_role_whole_installation",
            ),
        )

    def __str__(self) -> str:
        return str(RoleCode(self.code).label)


class SignInLink(models.Model):
    """A link that lets its holder in once. Only the SHA-256 of its token is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=16, choices=LinkPurpose.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.account} · {LinkPurpose(self.purpose).label}"


class SecondFactor(models.Model):
    """That an account has a second factor: an authenticator, passkeys, or both; and how often it failed in a row.

    What the authenticator knows is encrypted, and empty where there are passkeys only; a code is taken once only.
    """

    account = models.OneToOneField(Account, models.PROTECT, related_name="second_factor")
    secret = models.CharField(max_length=255, blank=True)
    set_up_at = models.DateTimeField(label("设置时间", "Set up at"))
    # The thirty seconds whose code was taken last: that one and earlier ones are not taken again.
    last_step = models.BigIntegerField()
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("account_id",)

    def __str__(self) -> str:
        return str(self.account)

    @property
    def has_authenticator(self) -> bool:
        """Whether codes of an authenticator are taken, and not passkeys alone."""
        return bool(self.secret)


class Passkey(models.Model):
    """A device that signs for an account (WebAuthn): its public key. What it knows its holder by stays in the device."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="passkeys")
    name = models.CharField(label("名称", "Name"), max_length=32)
    # A passkey is bound to the host name that it was made under.
    host = models.CharField(max_length=253)
    # Up to 1023 bytes in base64url.
    credential_id = models.CharField(max_length=1364, unique=True)
    public_key = models.TextField()
    sign_count = models.BigIntegerField()
    added_at = models.DateTimeField(label("添加时间", "Added"))
    used_at = models.DateTimeField(label("最近使用", "Last used"), null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper for the day the phone is lost; good once. Only its digest is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("account_id", "id")
        constraints = (
            models.UniqueConstraint(fields=("account", "digest"), name="accounts_recovery_code_once"),
        )

    def __str__(self) -> str:
        return str(self.account)


class Session(models.Model):
    """A browser in which somebody is signed in, for as long as she is. The record keeps that she was."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    means = models.CharField(label("登录方式", "Signed in with"), max_length=8, choices=Means.choices)
    begun_at = models.DateTimeField(label("登录时间", "Since"))
    seen_at = models.DateTimeField(label("最近操作", "Last seen"))
    address = models.GenericIPAddressField(label("来源地址", "From"), null=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-seen_at", "-id")

    def __str__(self) -> str:
        return str(self.account)

    @property
    def browser(self) -> Text:
        """The browser in words."""
        return browser_in_words(self.agent)
