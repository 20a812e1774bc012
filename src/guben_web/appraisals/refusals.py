"""What cannot be done with an appraisal now, in words."""

from collections.abc import Sequence

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


def sentence_of(problems: Sequence[Text]) -> Text:
    """Return problems as one sentence."""
    return Text(f"{'；'.join(each.zh for each in problems)}。", f"{'; '.join(each.en for each in problems)}.")


class AppraisalHasMovedOn(Refusal):
    """The appraisal is in a stage in which this cannot be done."""

    code = "appraisals.appraisal-has-moved-on"
    message = Text(
        "这项考核现在处于“{stage}”阶段，不能这样办理。",
        "This appraisal is in the stage '{stage}'; that cannot be done now.",
    )
    hint = Text("请刷新页面查看。", "Reload the page to see how it stands.")


class AppraisalExists(Refusal):
    """There is an appraisal by this scheme for this period."""

    code = "appraisals.appraisal-exists"
    message = Text(
        "这个制度在考核期{period}已有一项考核。", "There is an appraisal by this scheme for {period} already."
    )
    hint = Text("请继续那一项，或先取消它。", "Go on with that one, or cancel it first.")


class NotComputedYet(Refusal):
    """The trial run that stands has no results yet."""

    code = "appraisals.not-computed-yet"
    message = Text("试算还没有完成。", "The trial run has not been computed yet.")
    hint = Text("请等它算完；停住了就重新试算。", "Wait until it is; if it stopped, compute it again.")


class NoticeIsGoingOn(Refusal):
    """The results are on notice for some days more."""

    code = "appraisals.notice-is-going-on"
    message = Text("公示到{day}才结束。", "The results are on public notice until {day}.")
    hint = Text("公示期满后再定。", "Finish after that day.")


class ObjectionsAreOpen(Refusal):
    """Some objections have not been answered."""

    code = "appraisals.objections-are-open"
    message = Text("还有{count}条异议没有答复。", "Objections that have not been answered: {count}.")
    hint = Text("请逐条答复。", "Answer each of them.")


class ObjectionIsAnswered(Refusal):
    """The objection was answered already."""

    code = "appraisals.objection-is-answered"
    message = Text("这条异议已经答复。", "This objection has been answered already.")


class CorrectionIsOutstanding(Refusal):
    """An objection was upheld, and nothing has been corrected since."""

    code = "appraisals.correction-is-outstanding"
    message = Text(
        "异议成立以后还没有更正结果。",
        "An objection was upheld, and the results have not been corrected since.",
    )
    hint = Text(
        "请更正数据，再重新计算并确认。", "Correct the records, then compute again and adopt the correction."
    )


class GradesAreWrong(Refusal):
    """What the meeting decided about grades cannot be stored; the form says it at the field."""

    code = "appraisals.grades-are-wrong"
    message = Text("不能这样评定：{reasons}", "That cannot be decided: {reasons}")


class MarksAreWrong(Refusal):
    """Marks outside their bounds, of somebody else, or without a reason; nothing was stored."""

    code = "appraisals.marks-are-wrong"
    message = Text("评分没有保存：{reasons}", "The marks were not stored: {reasons}")


class LateCorrectionIsLookedAt(Refusal):
    """Another appraisal has looked at the late correction."""

    code = "appraisals.late-correction-is-looked-at"
    message = Text(
        "考核期{period}的考核已经核对过这条事后更正。",
        "The appraisal of {period} has looked at this late correction already.",
    )
