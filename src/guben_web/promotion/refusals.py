"""What cannot be done with a round or a plan now, in words."""

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


class RoundHasMovedOn(Refusal):
    """The round is in a state in which this cannot be done."""

    code = "promotion.round-has-moved-on"
    message = Text(
        "这轮晋位升级现在是“{state}”，不能这样办理。",
        "This round of promotion is in the state '{state}'; that cannot be done now.",
    )
    hint = Text("请刷新页面查看。", "Reload the page to see how it stands.")


class PlanHasMovedOn(Refusal):
    """The plan is in a state in which this cannot be done."""

    code = "promotion.plan-has-moved-on"
    message = Text(
        "这份方案现在是“{state}”，不能这样办理。",
        "This plan is in the state '{state}'; that cannot be done now.",
    )
    hint = Text("请刷新页面查看。", "Reload the page to see how it stands.")


class PlanHasChanged(Refusal):
    """Somebody else wrote the plan meanwhile."""

    code = "promotion.plan-has-changed"
    message = Text(
        "您打开页面之后，这份方案又有改动，没有保存任何内容。",
        "The plan was changed after you opened the page; nothing was stored.",
    )
    hint = Text("请重新打开，看过新的内容再办理。", "Open it again and look at what it says now.")


class GradesAreUnknown(Refusal):
    """Some grades have words that no grade of the scheme has."""

    code = "promotion.grades-are-unknown"
    message = Text(
        "这些等次在制度里没有对应：{words}。", "These grades have no counterpart in the scheme: {words}."
    )
    hint = Text("请先说明它们各对应哪个等次。", "Say first which grade of the scheme each of them means.")


class NothingToBeginWith(Refusal):
    """No organization of the scheme has a grade at the baseline."""

    code = "promotion.nothing-to-begin-with"
    message = Text(
        "基准里没有这个制度考核的组织的等次。",
        "The baseline has no grade of an organization that this scheme evaluates.",
    )
    hint = Text(
        "请换一个基准，或者先导入往年等次。", "Choose another baseline, or import earlier grades first."
    )


class EvaluationDoesNotFit(Refusal):
    """The evaluation is not shown to units, is of another scheme, or is not later than the baseline."""

    code = "promotion.evaluation-does-not-fit"
    message = Text(
        "这次考核不能用来定升降：要是同一制度、已下发、晚于基准的考核。",
        "This evaluation cannot give second grades: it has to be by the same scheme, shown to the units, and later than the baseline.",
    )
    hint = Text("请从列出的考核里选一次。", "Choose one of those that are offered.")


class TargetDoesNotFit(Refusal):
    """A target that is no grade, or lies below the baseline, or differs from the proposal without a reason."""

    code = "promotion.target-does-not-fit"
    message = Text("目标没有改：{reasons}", "The targets were not changed: {reasons}")


class PlanIsIncomplete(Refusal):
    """A plan lacks what it needs to be handed in."""

    code = "promotion.plan-is-incomplete"
    message = Text("方案还不能上报，缺少：{what}。", "The plan cannot be handed in yet; it lacks {what}.")
    hint = Text("补齐后再上报；可以先保存草稿。", "Fill that in first; it can be kept as a draft until then.")
