"""Two people at one plan: what each of them typed, what both changed, and what neither may lose.

The form carries what it said when it was opened, since a plan that was only offered is stored nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guben_web.engine.texts import Text, both

_TAKEN = Text(
    "{who}在您填写期间把这里从“{before}”改为“{after}”，已采用。",
    "While you were writing, {who} changed this from '{before}' to '{after}'; that was taken over.",
)
_CONTESTED = Text(
    "{who}在您填写期间把这里改成了“{after}”，您填的是“{mine}”。请定下用哪一个再保存。",
    "While you were writing, {who} changed this to '{after}'; you wrote '{mine}'. Decide which it is, then save.",
)
_ADDED = Text("{who}在您填写期间加了这一条。", "{who} added this line while you were writing.")
_REMOVED = Text(
    "{who}在您填写期间去掉了“{line}”，已采用。",
    "While you were writing, {who} took out '{line}'; that was taken over.",
)
_NOTHING = Text("（空）", "(nothing)")


@dataclass(frozen=True, slots=True)
class Words:
    """A plan as one types it: what stands in each field, by its name, and the lines that are about no part."""

    fields: Mapping[str, str]
    lines: tuple[str, ...]


@dataclass(slots=True)
class Merged:
    """A form that two people filled in: what it says now, and what is to be said about it.

    `taken` and `contested` are by the names of fields, `added` by the lines of the other, `removed` is about lines that are gone.
    """

    words: Words
    taken: dict[str, Text] = field(default_factory=dict)
    contested: dict[str, Text] = field(default_factory=dict)
    added: dict[str, Text] = field(default_factory=dict)
    removed: list[Text] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """True if the other changed nothing that this reader has otherwise."""
        return not (self.taken or self.contested or self.added or self.removed)


def merge(
    *, base: Words, mine: Words, theirs: Words, who: str, titles: Mapping[str, Mapping[str, str]]
) -> Merged:
    """Return what the form says when both have changed it since `base`.

    What one of them changed is as that one has it; where both did, and differently, it is as this reader typed it, with the
    other beside it. Lines have no names: one that both changed stands there twice. `titles` are what choices are called, by field.
    """
    fields: dict[str, str] = {}
    merged = Merged(Words(fields, _lines(base, mine, theirs)))
    for name, after in theirs.fields.items():
        before, typed = base.fields.get(name, ""), mine.fields.get(name, "")
        fields[name] = typed
        if after in (before, typed):
            continue
        known = titles.get(name, {})
        facts = {
            "who": who,
            "before": _said(before, known),
            "after": _said(after, known),
            "mine": _said(typed, known),
        }
        if typed == before:
            fields[name] = after
            merged.taken[name] = _TAKEN.filled(**facts)
        else:
            merged.contested[name] = _CONTESTED.filled(**facts)
    merged.added = {each: _ADDED.filled(who=who) for each in _new(base, mine, theirs)}
    merged.removed = [
        _REMOVED.filled(who=who, line=each)
        for each in mine.lines
        if each in base.lines and each not in theirs.lines
    ]
    return merged


def _lines(base: Words, mine: Words, theirs: Words) -> tuple[str, ...]:
    """Return this reader's lines without those that the other took out, and then what the other wrote anew."""
    kept = [each for each in mine.lines if each not in base.lines or each in theirs.lines]
    return (*kept, *_new(base, mine, theirs))


def _new(base: Words, mine: Words, theirs: Words) -> list[str]:
    return [each for each in theirs.lines if each not in base.lines and each not in mine.lines]


def _said(words: str, titles: Mapping[str, str]) -> Text:
    return both(titles.get(words, words)) if words else _NOTHING
