"""The period before another, as people write periods: 2024, 2025Q1, 2025上半年, 2025-03."""

import re

from guben_web.ledgers.periods import find_year

_FIRST_HALF, _SECOND_HALF = "上半年", "下半年"
_NUMBERED = re.compile(
    r"\A(?P<year>[0-9]{4})(?P<before>Q|年?第?|H|-)(?P<number>[0-9]{1,2})(?P<after>季度|月|)\Z"
)
_IN_A_YEAR = {"Q": 4, "季度": 4, "月": 12, "-": 12, "H": 2}


def period_before(period: str) -> str:
    """Return the period before, written in the same way; nothing where that cannot be told."""
    year = find_year(period)
    if year is None:
        return ""
    if period == str(year):
        return str(year - 1)
    if period.endswith(_SECOND_HALF):
        return period.replace(_SECOND_HALF, _FIRST_HALF)
    if period.endswith(_FIRST_HALF):
        return period.replace(str(year), str(year - 1), 1).replace(_FIRST_HALF, _SECOND_HALF)
    match = _NUMBERED.match(period)
    most = _IN_A_YEAR.get(match["after"] or match["before"]) if match else None
    if match is None or most is None or not 1 <= int(match["number"]) <= most:
        return ""
    number = int(match["number"]) - 1
    if number == 0:
        year, number = year - 1, most
    digits = str(number).zfill(len(match["number"]) if match["before"] == "-" else 1)
    return f"{year}{match['before']}{digits}{match['after']}"
