"""Whose count does not stand yet, in words to send round."""

from collections.abc import Sequence

from guben_web.engine.texts import Text, both
from guben_web.tallies.enums import State
from guben_web.tallies.models import Count
from guben_web.words.formats import in_words as day_in_words
from guben_web.words.language import current_language, say, text_of

_HEAD = Text(
    "“{title}”{day}截止，还有{n}个党组织没有计好票：",
    "{title} is due {day}; {n} organizations are not counted yet:",
)
_LINE = Text("{township}{state}（{n}个）：{names}", "{township}{state} ({n}): {names}")
_TOWNSHIP = Text("{township}，", "{township}, ")
_END = Text(
    "请两人分别对照纸质计票表录入；不一致的各自对照原表更正。",
    "Two people type each sheet in from the paper, apart; where they differ, each corrects from the paper.",
)


def in_words(count: Count, missing: Sequence[tuple[str, State, Sequence[str]]]) -> str:
    """Return the message; nothing where all is counted."""
    number = sum(len(names) for _, _, names in missing)
    if not number:
        return ""
    day = day_in_words(count.deadline, current_language())
    lines = [say(_HEAD.filled(title=count.title, day=day, n=number))]
    for township, state, names in missing:
        where = _TOWNSHIP.filled(township=township) if township else both("")
        words = _LINE.filled(township=where, state=text_of(state.label), n=len(names), names=list(names))
        lines.append(say(words))
    return "\n".join([*lines, say(_END)])
