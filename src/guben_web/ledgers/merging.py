"""Two people at one entry: what each of them typed, what both changed, and what neither may lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guben_web.engine.ledgers import Kind, LedgerType
from guben_web.engine.texts import Text, both
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.references import names_for
from guben_web.ledgers.values import input_words
from guben_web.words.formats import yes_or_no

_PREFIX = "f-"
_TAKEN = Text(
    "{who}在您填写期间把这里从“{before}”改为“{after}”，已采用。",
    "While you were writing, {who} changed this from '{before}' to '{after}'; that was taken over.",
)
_CONTESTED = Text(
    "{who}在您填写期间把这里改成了“{after}”，您填的是“{mine}”。请定下用哪一个再保存。",
    "While you were writing, {who} changed this to '{after}'; you wrote '{mine}'. Decide which it is, then save.",
)
_NOTHING = Text("（空）", "(nothing)")


@dataclass(slots=True)
class Merged:
    """A form that two people filled in: what it says now, and what is to be said about it, by the form's fields."""

    words: dict[str, str] = field(default_factory=dict)
    taken: dict[str, Text] = field(default_factory=dict)
    contested: dict[str, Text] = field(default_factory=dict)


def merge(ledger: LedgerType, *, base: Draft, mine: Mapping[str, str], theirs: Draft, who: str) -> Merged:
    """Return what the form says when both have changed it since `base`.

    What one of them changed is as that one has it; where both did, and differently, it is as this reader typed it,
    with the other beside it.
    """
    merged = Merged()
    was, became = typed_words(ledger, base), typed_words(ledger, theirs)
    for name, before in was.items():
        after, typed = became[name], mine.get(name, "").replace("\r\n", "\n")
        merged.words[name] = typed
        if after in (before, typed):
            continue
        facts = {
            "who": who,
            "before": _said(ledger, name, before),
            "after": _said(ledger, name, after),
            "mine": _said(ledger, name, typed),
        }
        if typed == before:
            merged.words[name] = after
            merged.taken[name] = _TAKEN.filled(**facts)
        else:
            merged.contested[name] = _CONTESTED.filled(**facts)
    return merged


def _said(ledger: LedgerType, name: str, words: str) -> Text:
    """Return what was typed as people read it: a choice by its title."""
    if not words:
        return _NOTHING
    type_ = ledger.fields[name.removeprefix(_PREFIX)].type if name.startswith(_PREFIX) else None
    if type_ is not None and type_.choices is not None and words in type_.choices:
        return type_.choices[words].title
    return yes_or_no(words == "1") if type_ is not None and type_.kind is Kind.YES_NO else both(words)


def typed_words(ledger: LedgerType, draft: Draft) -> dict[str, str]:
    """Return a draft as one types it, by the names of the form's fields."""
    names = names_for([(ledger, draft.fields)], to_type=True)
    words = {"day": draft.day.isoformat(), "until": draft.until.isoformat() if draft.until else ""}
    for each in ledger.fields.values():
        value = draft.fields.get(each.name)
        if each.type is not None:
            words[_PREFIX + each.name] = input_words(each.type, value)
        elif value is not None and each.reference is not None:
            keys: Sequence[object] = value if isinstance(value, list) else [value]
            words[_PREFIX + each.name] = "、".join(names.name(each.reference, key) for key in keys)
        else:
            words[_PREFIX + each.name] = ""
    return words


def form_name(field: str) -> str:
    """Return what the form calls a field of the definition."""
    return field if field in ("day", "until") else _PREFIX + field
