"""The states of a round and of a plan, what leads from one to another, and how an organization moved."""

from enum import StrEnum

from django.db import models

from guben_web.words.language import label


class RoundState(models.TextChoices):
    """Where a round stands."""

    PREPARING = "PREPARING", label("准备", "Preparing")
    OPEN = "OPEN", label("整改提升", "Plans are carried out")
    ASSESSED = "ASSESSED", label("已定升降", "Second grades are in")
    CLOSED = "CLOSED", label("已结束", "Closed")
    CANCELLED = "CANCELLED", label("已取消", "Cancelled")


# The states of a round that goes straight on, for pages.
WAY = (RoundState.PREPARING, RoundState.OPEN, RoundState.ASSESSED, RoundState.CLOSED)
# In these, units see their grade and target, and work on their plans.
GOING_ON = frozenset({RoundState.OPEN, RoundState.ASSESSED})


class RoundStep(StrEnum):
    """What is done with a round."""

    MAP_WORDS = "map_words"
    OPEN = "open"
    SET_TARGETS = "set_targets"
    ASSESS = "assess"
    CLOSE = "close"
    CANCEL = "cancel"


_R = RoundState
# Each step: from the states it can be taken in to the one it leads to.
ROUND_TRANSITIONS: dict[RoundStep, dict[RoundState, RoundState]] = {
    RoundStep.MAP_WORDS: {_R.PREPARING: _R.PREPARING},
    RoundStep.OPEN: {_R.PREPARING: _R.OPEN},
    RoundStep.SET_TARGETS: {_R.OPEN: _R.OPEN},
    RoundStep.ASSESS: {_R.OPEN: _R.ASSESSED, _R.ASSESSED: _R.ASSESSED},
    RoundStep.CLOSE: {_R.ASSESSED: _R.CLOSED},
    RoundStep.CANCEL: {each: _R.CANCELLED for each in (_R.PREPARING, _R.OPEN, _R.ASSESSED)},
}


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "DRAFT", label("草稿", "Draft")
    SUBMITTED = "SUBMITTED", label("待审定", "To be approved")
    RETURNED = "RETURNED", label("已退回", "Returned")
    APPROVED = "APPROVED", label("整改中", "Being carried out")
    FULFILLED = "FULFILLED", label("已完成", "Fulfilled")


class PlanStep(StrEnum):
    """What is done with a plan."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    NOTE = "note"
    FULFIL = "fulfil"


_P = PlanState
PLAN_TRANSITIONS: dict[PlanStep, dict[PlanState, PlanState]] = {
    PlanStep.SAVE: {_P.DRAFT: _P.DRAFT, _P.RETURNED: _P.RETURNED},
    PlanStep.SUBMIT: {_P.DRAFT: _P.SUBMITTED, _P.RETURNED: _P.SUBMITTED},
    PlanStep.WITHDRAW: {_P.SUBMITTED: _P.DRAFT},
    PlanStep.APPROVE: {_P.SUBMITTED: _P.APPROVED},
    PlanStep.RETURN: {_P.SUBMITTED: _P.RETURNED, _P.APPROVED: _P.RETURNED},
    PlanStep.NOTE: {_P.APPROVED: _P.APPROVED},
    PlanStep.FULFIL: {_P.APPROVED: _P.FULFILLED},
}
# In these, it is the writer's turn.
TO_WRITE = frozenset({_P.DRAFT, _P.RETURNED})


class Kind(models.TextChoices):
    """What a plan is for, by the grade at the baseline: the best, the last, or between them."""

    LEAD = "LEAD", label("示范带动", "Lead and radiate")
    CATCH_UP = "CATCH_UP", label("对标提升", "Catch up")
    RECTIFY = "RECTIFY", label("整顿转化", "Rectify")


class Asked(models.TextChoices):
    """Of whom a round asks a plan; those on a list of the last are asked in any case."""

    EVERYBODY = "EVERYBODY", label("所有组织", "Every organization")
    BELOW_TOP = "BELOW_TOP", label("最高等次以外的组织", "All but those of the best grade")
    BOTTOM = "BOTTOM", label("最低等次的组织", "Those of the last grade")


class Outcome(models.TextChoices):
    """How an organization moved between its two grades."""

    NONE = "", label("未定", "Not known yet")
    UP = "UP", label("上升", "Moved up")
    STAYED = "STAYED", label("不变", "Stayed")
    FELL = "FELL", label("下降", "Fell")
    NEW = "NEW", label("新参加", "New")
    GONE = "GONE", label("没有参加", "Gone")
    UNGRADED = "UNGRADED", label("没有评定等次", "Without a grade")


# Those between two grades, for charts and shares.
MOVED = (Outcome.UP, Outcome.STAYED, Outcome.FELL)
