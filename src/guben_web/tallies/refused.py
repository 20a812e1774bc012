"""What cannot be done with counts now, in words."""

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal


class NobodyIsCounted(Refusal):
    """A count would be about no organization."""

    code = "tallies.nobody-is-counted"
    message = Text(
        "没有可计票的组织：范围内没有组织，或者这个考核期已经计过“{ballot}”。",
        "There is nothing to count: no organization is in scope, or all are counted for '{ballot}' in this period already.",
    )


class SheetIsCounted(Refusal):
    """A sheet is typed in although its count stands."""

    code = "tallies.sheet-is-counted"
    message = Text("这张计票表已经计好，不能再录入。", "This sheet is counted; nothing more is typed in.")
    hint = Text(
        "原表有错的，请组织部写明理由重新计票。",
        "If the paper says something else, ask the organization department to open it again.",
    )


class SheetHasTwoTellers(Refusal):
    """Somebody else types in a sheet that two tellers have typed in."""

    code = "tallies.sheet-has-two-tellers"
    message = Text(
        "这张计票表已有两人录入，不一致的由他们对照原表更正。",
        "Two tellers have typed this sheet in; they correct it from the paper.",
    )
    hint = Text("两人核对不了的，可以由第三人核定。", "If they cannot agree, a third person may decide it.")


class NumbersDisagree(Refusal):
    """Numbers that were typed in do not agree with each other."""

    code = "tallies.numbers-disagree"
    message = Text("没有存上：{problems}", "Nothing was stored: {problems}")
    status = 422


class TellerCannotDecide(Refusal):
    """A teller takes the third look at her own sheet."""

    code = "tallies.teller-cannot-decide"
    message = Text(
        "录入过这张表的人不能核定它，请另一个人对照原表核定。",
        "Whoever typed this sheet in cannot decide it; somebody else looks at the paper.",
    )


class NothingToDecide(Refusal):
    """A third look is taken where the tellers do not differ."""

    code = "tallies.nothing-to-decide"
    message = Text("这张计票表没有不一致，不用核定。", "The tellers do not differ on this sheet.")


class NothingToReopen(Refusal):
    """A sheet is opened again that nobody has typed in."""

    code = "tallies.nothing-to-reopen"
    message = Text("这张计票表还没有人录入。", "Nobody has typed this sheet in yet.")


class ReasonIsMissing(Refusal):
    """Something is done that needs a reason."""

    code = "tallies.reason-is-missing"
    message = Text("请写明理由。", "Give the reason.")


class CountHasBegun(Refusal):
    """A count is removed in which something was typed in."""

    code = "tallies.count-has-begun"
    message = Text("已有{n}张表录入过，不能删除。", "{n} sheets were typed in; the count stays.")


class NothingToRelease(Refusal):
    """A count is released in which nothing stands, or once more."""

    code = "tallies.nothing-to-release"
    message = Text("还没有计好的表，或者已经公布过。", "Nothing is counted yet, or it was released already.")
