"""Names of people as they are compared."""

import re

from guben_web.engine.workbooks import PrivatePerson

_SPACES = re.compile(r"\s+")


def tidy(name: str) -> str:
    """Return a name without the spaces that offices put between two characters; in Latin letters they belong to it."""
    return name.strip() if name.isascii() else _SPACES.sub("", name)


def tidy_name(who: PrivatePerson) -> str:
    """Return the name of somebody on the sheet of members."""
    return tidy(who.name or "")
