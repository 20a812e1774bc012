"""Roles, and what a sign-in link is for."""

from collections.abc import Collection
from enum import Enum

from django.db import models

from guben_web.words.language import label


class RoleCode(models.TextChoices):
    """What a person does here. The three administrators are apart from each other and from all business."""

    DEPARTMENT = "department", label("组织部", "Organization department")
    SCORING_DEPARTMENT = "scoring_department", label("赋分部门", "Scoring department")
    TOWNSHIP = "township", label("乡镇党委", "Township committee")
    TOWNSHIP_OFFICER = "township_officer", label("组织委员、组织员", "Township organization officer")
    SECRETARY = "secretary", label("党组织书记", "Branch secretary")
    INSPECTOR = "inspector", label("检查人员", "Inspector")
    MEMBER = "member", label("党员", "Member")
    VIEWER = "viewer", label("查看人员", "Viewer")
    SYSTEM_ADMIN = "system_admin", label("系统管理员", "System administrator")
    SECURITY_ADMIN = "security_admin", label("安全管理员", "Security administrator")
    AUDIT_ADMIN = "audit_admin", label("审计管理员", "Audit administrator")


ADMINISTRATORS = frozenset({RoleCode.SYSTEM_ADMIN, RoleCode.SECURITY_ADMIN, RoleCode.AUDIT_ADMIN})
# These act for the whole installation; the others for one organization and those below it.
WITHOUT_ORGANIZATION = ADMINISTRATORS | {RoleCode.DEPARTMENT}


def demanded_of(whom: str) -> frozenset[str]:
    """Return the roles that need a second factor where it is demanded of administrators, everybody or nobody."""
    roles: dict[str, frozenset[str]] = {
        "administrators": frozenset(map(str, ADMINISTRATORS)),
        "everybody": frozenset(RoleCode.values),
        "nobody": frozenset(),
    }
    return roles[whom]


class LinkPurpose(models.TextChoices):
    """What a one-time link lets its holder do."""

    FIRST_SIGN_IN = "FIRST_SIGN_IN", label("首次登录", "First sign-in")
    NEW_PASSWORD = "NEW_PASSWORD", label("重设密码", "New password")
    DEMO = "DEMO", label("演示登录", "Demo sign-in")


class Means(models.TextChoices):
    """What somebody signed in with, before the second factor."""

    PASSWORD = "password", label("密码", "Password")
    LINK = "link", label("一次性链接", "One-time link")
    PROVIDER = "provider", label("统一认证", "Identity provider")


class Flaw(models.TextChoices):
    """Why the answer of a passkey is refused."""

    EXPIRED = "expired", label("页面已过期", "the page had expired")
    ELSEWHERE = "elsewhere", label("来自别的网址", "it came from another site")
    UNKNOWN = "unknown", label("不是这个账号的", "it is not of this account")
    WENT_BACK = "went_back", label("使用次数倒退", "its count did not grow")
    UNSOUND = "unsound", label("核对不符", "it was not sound")


class Ending(Enum):
    """Why somebody is signed out: she asked, was idle for too long, or has been signed in for too long."""

    ASKED = "asked"
    IDLE = "idle"
    LONG = "long"


class AccountState(models.TextChoices):
    """How an account stands, for lists of accounts."""

    ACTIVE = "active", label("可用", "Active")
    NEVER = "never", label("可用，从未登录", "Active, never signed in")
    UNPROTECTED = "unprotected", label("可用，缺第二因素", "Active, lacks the second factor it needs")
    WITHOUT_ROLE = "without_role", label("可用，没有角色", "Active, holds no role")
    LOCKED = "locked", label("被锁定", "Locked out")
    INACTIVE = "inactive", label("已停用", "Deactivated")


def titles_of_roles(codes: Collection[str]) -> dict[str, str]:
    """Return what roles are called, for the record of acts."""
    return {code: str(RoleCode(code).label) for code in codes if code in RoleCode.values}


def titles_of_purposes(codes: Collection[str]) -> dict[str, str]:
    """Return what the purposes of links are called, for the record of acts."""
    return {code: str(LinkPurpose(code).label) for code in codes if code in LinkPurpose.values}


def titles_of_flaws(codes: Collection[str]) -> dict[str, str]:
    """Return why answers of passkeys were refused, for the record of acts."""
    return {code: str(Flaw(code).label) for code in codes if code in Flaw.values}
