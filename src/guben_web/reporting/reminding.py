"""Who has not handed in, in words to send round."""

from collections.abc import Sequence

from guben_web.engine.texts import Text
from guben_web.reporting.models import Collection
from guben_web.words.formats import in_words as day_in_words
from guben_web.words.language import current_language, say

_HEAD = Text(
    "“{title}”{day}截止，还有{n}个党组织没有报送：",
    "{title} is due {day}; {n} organizations have not handed it in:",
)
_TOWNSHIP = Text("{township}（{n}个）：{names}", "{township} ({n}): {names}")
_NONE_ABOVE = Text("其他", "Others")
_END = Text(
    "请尽快在系统中填报；没有的也请报送。",
    "Please fill it in; hand it in too where there is nothing to report.",
)


def in_words(collection: Collection, missing: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the message; nothing where everybody has handed in."""
    number = sum(len(names) for _, names in missing)
    if not number:
        return ""
    day = day_in_words(collection.deadline, current_language())
    lines = [say(_HEAD.filled(title=collection.title, day=day, n=number))]
    lines += [
        say(_TOWNSHIP.filled(township=township or say(_NONE_ABOVE), n=len(names), names=list(names)))
        for township, names in missing
    ]
    return "\n".join([*lines, say(_END)])
