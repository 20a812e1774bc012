"""Who imports, the states of a batch, and what becomes of a line."""

from django.db import models

from guben_web.accounts.enums import RoleCode
from guben_web.words.language import label

IMPORTERS = frozenset({RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})


class State(models.TextChoices):
    """Where a batch stands."""

    UPLOADED = "UPLOADED", label("已上传", "Uploaded")
    READ = "READ", label("已读取，不能写入", "Read; cannot be applied")
    WAITING = "WAITING", label("等待决定", "Waiting for a decision")
    APPLIED = "APPLIED", label("已写入", "Applied")
    DISCARDED = "DISCARDED", label("已放弃", "Discarded")
    UNDONE = "UNDONE", label("已撤销", "Undone")


# From a state to those that may follow it. To UPLOADED: it is read again, because a column means something else or
# the register has changed.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.UPLOADED: frozenset({State.READ, State.WAITING, State.DISCARDED}),
    State.READ: frozenset({State.UPLOADED, State.DISCARDED}),
    State.WAITING: frozenset({State.UPLOADED, State.APPLIED, State.DISCARDED}),
    State.APPLIED: frozenset({State.UNDONE}),
    State.DISCARDED: frozenset(),
    State.UNDONE: frozenset(),
}


class Kind(models.TextChoices):
    """What a line is about."""

    ORGANIZATION = "ORGANIZATION", label("组织", "Organizations")
    WORKPLACE = "WORKPLACE", label("单位", "Workplaces")
    MEMBER = "MEMBER", label("党员", "Members")
    POST = "POST", label("任职", "Posts")
    TERM = "TERM", label("换届", "Terms")
    BASELINE = "BASELINE", label("年度等次", "Earlier grades")


class Outcome(models.TextChoices):
    """What applying does with a line."""

    CREATED = "CREATED", label("新增", "Created")
    CHANGED = "CHANGED", label("变更", "Changed")
    UNCHANGED = "UNCHANGED", label("不变", "Unchanged")
    REFUSED = "REFUSED", label("不写入", "Refused")
