"""What cannot be done with forms and collections now, in words."""

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


class ActIsNotPossible(Refusal):
    """A form is not in a state for it."""

    code = "reporting.act-is-not-possible"
    message = Text(
        "这张表现在是“{state}”，不能{act}。", "The form is '{state}' now; this cannot be done: {act}."
    )
    hint = Text("请刷新页面，看看它现在的情况。", "Load the page again to see how it stands.")


class SheetIsLocked(Refusal):
    """A form takes no figures now."""

    code = "reporting.sheet-is-locked"
    message = Text("这张表现在不能填写：{reason}", "The form takes no figures now: {reason}")
    hint = Text(
        "确需修改的，请组织部重新开放。",
        "If it has to change, ask the organization department to open it again.",
    )


class SheetIsNotReady(Refusal):
    """A form has gaps or contradictions, so it is not submitted."""

    code = "reporting.sheet-is-not-ready"
    message = Text("还不能报送：{reasons}", "It cannot be submitted yet: {reasons}")


class NothingIsReturned(Refusal):
    """A form is returned without saying which figure."""

    code = "reporting.nothing-is-returned"
    message = Text("退回要指明是哪一项、为什么。", "Say which figure is returned, and why.")


class ReasonIsMissing(Refusal):
    """Something is done that needs a reason."""

    code = "reporting.reason-is-missing"
    message = Text("请写明理由。", "Give the reason.")


class CollectionIsNot(Refusal):
    """A collection is not in a stage for it."""

    code = "reporting.collection-is-not"
    message = Text(
        "“{title}”现在是“{stage}”，不能这样做。", "{title} is '{stage}' now, so this cannot be done."
    )


class NeedsJustification(Refusal):
    """Figures are asked for that are held already, without saying why."""

    code = "reporting.needs-justification"
    message = Text(
        "这些数已经有了或可以推算，仍要填报的须写明理由：{titles}。",
        "These are held already or could be derived; say why they are asked for all the same: {titles}.",
    )


class NobodyIsAsked(Refusal):
    """A collection would ask nobody, or nothing."""

    code = "reporting.nobody-is-asked"
    message = Text("没有要填报的组织或数据项。", "There is nobody to ask, or nothing to ask for.")


class DepartmentHasNobody(Refusal):
    """Nobody returns the figures of a department."""

    code = "reporting.department-has-nobody"
    message = Text(
        "还没有指定由谁填这些部门的数据：{codes}。",
        "Nobody is named yet who returns the figures of: {codes}.",
    )
    hint = Text("请先在“赋分部门”页指定。", "Name somebody on the page of departments first.")


class LevelsDiffer(Refusal):
    """Schemes of different levels are chosen together."""

    code = "reporting.levels-differ"
    message = Text(
        "所选制度面向不同层级，请分别建立填报任务。",
        "The chosen schemes are for different levels; make a collection for each.",
    )


class NothingToDraw(Refusal):
    """No form waits that is without flags."""

    code = "reporting.nothing-to-draw"
    message = Text("没有待审核且无标记的表。", "No form without flags waits for approval.")


class SampleIsNotLookedAt(Refusal):
    """Forms of the sample have not been looked at."""

    code = "reporting.sample-is-not-looked-at"
    message = Text(
        "抽中的表还有{n}份没有看，看过才能批量审核。",
        "{n} forms of the sample have not been looked at; look at them first.",
    )


class WorkbookIsNotForThis(Refusal):
    """A workbook has no row of this collection."""

    code = "reporting.workbook-is-not-for-this"
    message = Text(
        "“{file}”里没有本填报任务的表。请用从这里下载的工作簿填写。",
        "{file} has no form of this collection. Fill in the workbook that is taken from here.",
    )


class WorkbookCannotBeRead(Refusal):
    """A file is no workbook that can be read."""

    code = "reporting.workbook-cannot-be-read"
    message = Text("“{file}”没有读成：{reason}", "{file} could not be read: {reason}")
    status = 422


class WorkbookIsTooLong(Refusal):
    """A workbook has far more rows than there are forms."""

    code = "reporting.workbook-is-too-long"
    message = Text(
        "“{file}”有{n}行，超过{most}行。请用从这里下载的工作簿填写。",
        "{file} has {n} rows, more than {most}. Fill in the workbook that is taken from here.",
    )


class UploadIsOutdated(Refusal):
    """Forms have changed since a workbook was compared with them."""

    code = "reporting.upload-is-outdated"
    message = Text(
        "核对之后这些表又有变动：{names}。什么都没有写入。",
        "These forms have changed since it was compared: {names}. Nothing was stored.",
    )
    hint = Text(
        "请把工作簿再上传一次，重新核对。", "Bring the workbook in again, so that it is compared anew."
    )


class UploadIsDecided(Refusal):
    """It was decided already what becomes of a workbook."""

    code = "reporting.upload-is-decided"
    message = Text("这个工作簿已经处理过了。", "It was decided already what becomes of this workbook.")
