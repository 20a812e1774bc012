"""The stages of an appraisal, and what leads from one to another."""

from collections.abc import Collection
from enum import StrEnum

from django.db import models

from guben_web.words.language import label


class Stage(models.TextChoices):
    """Where an appraisal stands."""

    PREPARING = "PREPARING", label("准备", "Preparing")
    MARKING = "MARKING", label("评分", "Marks are given")
    TRIAL = "TRIAL", label("试算", "Trial run")
    DECIDED = "DECIDED", label("已研究", "Decided")
    PUBLIC = "PUBLIC", label("公示", "Public notice")
    CORRECTING = "CORRECTING", label("公示更正", "Being corrected")
    FINAL = "FINAL", label("已定", "Final")
    CANCELLED = "CANCELLED", label("已取消", "Cancelled")


# The stages of a life that goes straight on, for pages.
WAY = (Stage.PREPARING, Stage.MARKING, Stage.TRIAL, Stage.DECIDED, Stage.PUBLIC, Stage.FINAL)


class Step(StrEnum):
    """What takes an appraisal from one stage to another."""

    OPEN_MARKS = "open_marks"
    COMPUTE = "compute"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    RECOMPUTE = "recompute"
    ADOPT = "adopt"
    DROP = "drop"
    FINISH = "finish"
    CANCEL = "cancel"


_GOING_ON = frozenset(Stage) - {Stage.FINAL, Stage.CANCELLED}
# Each step: the stages it can be taken in, and the one it leads to.
TRANSITIONS: dict[Step, tuple[frozenset[Stage], Stage]] = {
    Step.OPEN_MARKS: (frozenset({Stage.PREPARING, Stage.TRIAL}), Stage.MARKING),
    Step.COMPUTE: (frozenset({Stage.PREPARING, Stage.MARKING, Stage.TRIAL}), Stage.TRIAL),
    Step.DECIDE: (frozenset({Stage.TRIAL}), Stage.DECIDED),
    Step.WITHDRAW: (frozenset({Stage.DECIDED}), Stage.TRIAL),
    Step.PUBLISH: (frozenset({Stage.DECIDED}), Stage.PUBLIC),
    Step.RECOMPUTE: (frozenset({Stage.PUBLIC}), Stage.CORRECTING),
    Step.ADOPT: (frozenset({Stage.CORRECTING}), Stage.PUBLIC),
    Step.DROP: (frozenset({Stage.CORRECTING}), Stage.PUBLIC),
    Step.FINISH: (frozenset({Stage.PUBLIC}), Stage.FINAL),
    Step.CANCEL: (_GOING_ON, Stage.CANCELLED),
}
# In these, no meeting has decided about the grades yet.
BEFORE_DECISION = frozenset({Stage.PREPARING, Stage.MARKING, Stage.TRIAL})
# In these, the units see their results and can object.
SEEN_BY_UNITS = frozenset({Stage.PUBLIC, Stage.CORRECTING, Stage.FINAL})

# In these, somebody can object to a result.
OPEN_TO_OBJECTIONS = frozenset({Stage.PUBLIC, Stage.CORRECTING})


class Subject(models.TextChoices):
    """What a meeting decided about."""

    GRADES = "GRADES", label("评定等次", "Grades")
    CORRECTION = "CORRECTION", label("更正结果", "Correction of results")


class Body(models.TextChoices):
    """Who decided together."""

    STANDING_COMMITTEE = "STANDING_COMMITTEE", label("常委会会议", "Standing committee")
    DEPARTMENT_MEETING = "DEPARTMENT_MEETING", label("部务会议", "Department meeting")
    LEADING_GROUP = "LEADING_GROUP", label("领导小组会议", "Leading group")


class Objector(models.TextChoices):
    """Who objects; names are not asked for."""

    UNIT = "UNIT", label("被考核组织", "The organization itself")
    OTHER_UNIT = "OTHER_UNIT", label("其他单位", "Another unit")
    MEMBER = "MEMBER", label("党员", "A member")
    RESIDENT = "RESIDENT", label("群众", "A resident")


class Answer(models.TextChoices):
    """What became of an objection."""

    OPEN = "OPEN", label("待答复", "Open")
    UPHELD = "UPHELD", label("成立", "Upheld")
    REJECTED = "REJECTED", label("不成立", "Not upheld")


def titles_of_bodies(codes: Collection[str]) -> dict[str, str]:
    """Return what bodies are called, for the record of acts."""
    return {code: str(Body(code).label) for code in codes if code in Body.values}


def titles_of_answers(codes: Collection[str]) -> dict[str, str]:
    """Return what answers are called, for the record of acts."""
    return {code: str(Answer(code).label) for code in codes if code in Answer.values}


class Outcome(models.TextChoices):
    """What became of a late correction in the appraisal after."""

    OPEN = "OPEN", label("还没有核对", "Not looked at yet")
    CARRIED = "CARRIED", label("已带入：数据已更正", "Carried over: the record is corrected")
    LOOKED = "LOOKED", label("已核对：不用改数据", "Looked at: no record to correct")
