"""For an unknown name, the names that were probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from guben.diagnostics.text import Text

_MEANT = Text("是不是{names}？", "Did you mean {names}?")


def nearest_names(name: str, known: Iterable[str], *, at_most: int = 3) -> list[str]:
    """Return the known names most like `name`, best first; empty when none is near."""
    choices = list(dict.fromkeys(known))
    pack = name[: name.rfind("/") + 1]
    beside = [choice.removeprefix(pack) for choice in choices if choice.startswith(pack)]
    if pack and beside:
        # What all have in common would make every name of the pack look near.
        return [pack + near for near in nearest_names(name.removeprefix(pack), beside, at_most=at_most)]
    found = get_close_matches(name.casefold(), [choice.casefold() for choice in choices], at_most, 0.6)
    by_folded = {choice.casefold(): choice for choice in choices}
    return [by_folded[folded] for folded in found]


def suggestion(name: str, known: Iterable[str], otherwise: Text) -> Text:
    """Return a sentence with the names that were probably meant by `name`; if there are none, `otherwise`.

    `otherwise` is filled with all the `{known}` names.
    """
    known = list(known)
    nearest = nearest_names(name, known)
    if not nearest:
        return otherwise.filled(known=known)
    chinese = "或".join(f"“{each}”" for each in nearest)
    english = " or ".join(f"'{each}'" for each in nearest)
    return _MEANT.filled(names=Text(chinese, english))
