"""What applying, discarding and undoing a batch will change, in sentences for the page that asks before."""

from guben_web.engine.texts import Text
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Batch
from guben_web.words.formats import number_of

_KINDS = {
    Kind.ORGANIZATION: Text("{n}个组织", "{n} organizations"),
    Kind.WORKPLACE: Text("{n}个单位", "{n} workplaces"),
    Kind.MEMBER: Text("{n}名党员", "{n} members"),
    Kind.POST: Text("{n}个任职", "{n} posts"),
    Kind.TERM: Text("{n}届任期", "{n} terms"),
    Kind.BASELINE: Text("{n}个往年等次", "{n} earlier grades"),
}
_CREATED = Text("新增{what}。", "{what} are added.")
_CHANGED = Text("变更{what}；以前的情况留作历史。", "{what} are changed; what was before is kept as history.")
_NOTHING_NEW = Text("没有要新增或变更的。", "Nothing is added or changed.")
_UNCHANGED = Text(
    "其余{n}行与系统一致，不动。", "The other {n} rows agree with the register and stay as they are."
)
_REFUSED = Text(
    "{n}行不写入，留在外面；原因逐行列出。",
    "{n} rows are refused and stay out; each says why.",
)
_FROM_DAY = Text(
    "变更从截止日期{day}起算；工作簿里没有的组织和党员不受影响。",
    "Changes hold from {day} on; organizations and members that the workbook does not name are not touched.",
)
_CAN_BE_UNDONE = Text(
    "写入后文件从系统中删除；写入可以撤销，直到又有新的变动。",
    "The file is removed afterwards; the import can be undone until something changes again.",
)
_NOTHING_STORED = Text("组织、党员和数据都不变。", "Organizations, members and figures stay as they are.")
_FILE_GOES = Text(
    "上传的文件从系统中删除；要再导入，需要重新上传。",
    "The uploaded file is removed; to import it after all, upload it again.",
)
_ADDED_GO = Text("这一批新增的{what}从系统中移除。", "The {what} that it added are removed.")
_CHANGED_BACK = Text(
    "这一批变更的{what}恢复到写入之前。", "The {what} that it changed become what they were before."
)
_REFUSED_WHERE_CHANGED = Text(
    "写入之后只要有一处又变动过，就整批不撤销，并告诉您是哪些。",
    "Where anything has changed since, nothing is undone, and you are told what it was.",
)


def of_applying(batch: Batch) -> list[Text]:
    """Return what applying will change."""
    day = batch.as_of.isoformat()
    created, changed = (
        _subjects(_CREATED, batch, Outcome.CREATED),
        _subjects(_CHANGED, batch, Outcome.CHANGED),
    )
    sentences = [*filter(None, [created, changed])] or [_NOTHING_NEW]
    for words, outcome in ((_UNCHANGED, Outcome.UNCHANGED), (_REFUSED, Outcome.REFUSED)):
        number = sum(_number(batch, kind, outcome) for kind in Kind)
        if number:
            sentences.append(words.filled(n=number_of(number)))
    return [*sentences, _FROM_DAY.filled(day=day), _CAN_BE_UNDONE]


def of_discarding(batch: Batch) -> list[Text]:
    """Return what discarding will change."""
    return [_NOTHING_STORED, _FILE_GOES]


def of_undoing(batch: Batch) -> list[Text]:
    """Return what undoing will change."""
    added = _subjects(_ADDED_GO, batch, Outcome.CREATED)
    changed = _subjects(_CHANGED_BACK, batch, Outcome.CHANGED)
    return [*filter(None, [added, changed]), _REFUSED_WHERE_CHANGED]


def _subjects(words: Text, batch: Batch, outcome: Outcome) -> Text | None:
    """Return the sentence about what has an outcome, such as 5个组织、3名党员; None where nothing has."""
    numbers = [(kind, _number(batch, kind, outcome)) for kind in Kind]
    parts = [_KINDS[kind].filled(n=number_of(number)) for kind, number in numbers if number]
    if not parts:
        return None
    english = [each.en for each in parts]
    together = " and ".join([", ".join(english[:-1]), english[-1]] if len(english) > 1 else english)
    return words.filled(what=Text("、".join(each.zh for each in parts), together))


def _number(batch: Batch, kind: Kind, outcome: Outcome) -> int:
    number: int = batch.counts.get(f"{kind}.{outcome}", 0)
    return number
