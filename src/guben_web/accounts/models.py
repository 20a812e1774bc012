"""Accounts, the roles they hold, and the one-time links that let them in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from guben_web.accounts.enums import WITHOUT_ORGANIZATION, LinkPurpose, RoleCode
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

    def role_codes(self) -> list[str]:
        """Return the codes of the roles held now, in order and each once; asked for once per object."""
        if self._role_codes is None:
            self._role_codes = sorted(set(self.roles.filter(ended_at=None).values_list("code", flat=True)))
        return self._role_codes

    _role_codes: list[str] | None = None


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
