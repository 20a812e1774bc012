"""Who fills in, approves and accepts, how a form moves, and what is said about what stands in it."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

FILLERS = frozenset({RoleCode.SECRETARY, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})
APPROVERS = frozenset({RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})
DESIGNERS = frozenset({RoleCode.DEPARTMENT})
READERS = FILLERS | DESIGNERS | {RoleCode.INSPECTOR, RoleCode.VIEWER}


class Stage(models.TextChoices):
    """Where a collection stands."""

    DRAFT = "DRAFT", label("草稿", "Draft")
    PUBLISHED = "PUBLISHED", label("填报中", "Open")
    CLOSED = "CLOSED", label("已结束", "Closed")


class State(models.TextChoices):
    """Where a form stands."""

    DRAFT = "DRAFT", label("填写中", "Being filled in")
    SUBMITTED = "SUBMITTED", label("已报送", "Submitted")
    APPROVED = "APPROVED", label("已审核", "Approved")
    ACCEPTED = "ACCEPTED", label("已采用", "Accepted")


class Act(models.TextChoices):
    """What somebody does with a form as a whole."""

    SUBMIT = "SUBMIT", label("报送", "Submitted")
    WITHDRAW = "WITHDRAW", label("撤回", "Withdrawn")
    RETURN = "RETURN", label("退回", "Returned")
    APPROVE = "APPROVE", label("审核通过", "Approved")
    ACCEPT = "ACCEPT", label("采用", "Accepted")
    REOPEN = "REOPEN", label("重新开放", "Opened again")


# What an act makes of a form. Whatever is not here cannot be done.
TRANSITIONS: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Act.RETURN): State.DRAFT,
    (State.APPROVED, Act.RETURN): State.DRAFT,
    (State.SUBMITTED, Act.APPROVE): State.APPROVED,
    (State.APPROVED, Act.ACCEPT): State.ACCEPTED,
    # After the deadline, or once its figures were taken over.
    (State.DRAFT, Act.REOPEN): State.DRAFT,
    (State.ACCEPTED, Act.REOPEN): State.DRAFT,
}
# A form that no township stands above goes from whoever fills it in to the department.
DIRECT_TRANSITIONS = {**TRANSITIONS, (State.SUBMITTED, Act.ACCEPT): State.ACCEPTED}
del DIRECT_TRANSITIONS[State.SUBMITTED, Act.APPROVE]

COLOURS = {State.DRAFT: "amber", State.SUBMITTED: "none", State.APPROVED: "none", State.ACCEPTED: "green"}


class How(models.TextChoices):
    """How a cell came to what it says."""

    TYPED = "TYPED", label("填写", "Typed")
    SAME = "SAME", label("与上期相同", "Same as last time")
    WORKBOOK = "WORKBOOK", label("工作簿", "Workbook")
    NOTHING = "NOTHING", label("本期没有", "Nothing to report")
    NOTED = "NOTED", label("写说明", "Note")
    RETURNED = "RETURNED", label("退回", "Returned")


class Flag(models.TextChoices):
    """What an approver should look at."""

    JUMP = "JUMP", label("变动大", "Jump")
    NEAR_BOUNDS = "NEAR_BOUNDS", label("接近上下限", "Near its bounds")
    MISSING = "MISSING", label("有缺项", "Missing")
    CHANGED = "CHANGED", label("退回后改过", "Changed after return")
    PROXY = "PROXY", label("代录", "Entered by proxy")


class Fate(models.TextChoices):
    """What became of an uploaded workbook."""

    BROUGHT = "BROUGHT", label("正在核对", "Being compared")
    UNREAD = "UNREAD", label("不能读取", "Cannot be read")
    WAITING = "WAITING", label("等待决定", "Waiting")
    APPLIED = "APPLIED", label("已写入", "Applied")
    DISCARDED = "DISCARDED", label("已放弃", "Discarded")
