"""For an unknown name, the names that were probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest_names(name: str, known: Iterable[str], *, at_most: int = 3) -> list[str]:
    """Return the known names most like `name`, best first; empty when none is near."""
    choices = list(dict.fromkeys(known))
    found = get_close_matches(name.casefold(), [choice.casefold() for choice in choices], at_most, 0.6)
    by_folded = {choice.casefold(): choice for choice in choices}
    return [by_folded[folded] for folded in found]
