"""Days as people type them into cells: 1985.06, 1985年6月12日, 19850612, or a date of Excel."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from guben.office.wording import half_width, without_spaces

_TIME = re.compile(r"(?<=[0-9日号])[ T]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_DAY = re.compile(r"([0-9]{4})(?:年|[-./])([0-9]{1,2})(?:月|[-./])([0-9]{1,2})[日号]?")
_MONTH = re.compile(r"([0-9]{4})(?:年|[-./])([0-9]{1,2})(?:月|[-./]|月份)?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
EARLIEST_DAY = 1900_01_01
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = (10_000, 60_000)


class DayProblem(StrEnum):
    """Why a cell is not read as a day."""

    NOT_A_DAY = "not_a_day"
    IMPOSSIBLE = "impossible"
    LOST_ZERO = "lost_zero"


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day yyyymmdd; `is_whole_month` if no day of the month was written, so that it is the first."""

    day: int
    is_whole_month: bool = False


def whole_day(day: date) -> int:
    """Return a day as the integer yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def read_day(cell: object) -> WrittenDay | DayProblem:
    """Return the day a cell shows, or why it shows none.

    Plain numbers from 10000 to 60000 are days as Excel counts them. The number 1985.1 is refused: Excel drops
    the last zero of 1985.10, so it may be January or October.
    """
    if isinstance(cell, (date, datetime)):
        return WrittenDay(whole_day(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell)
    return _from_words(cell) if isinstance(cell, str) else DayProblem.NOT_A_DAY


def _from_number(number: int | float) -> WrittenDay | DayProblem:
    if _SERIALS[0] <= number < _SERIALS[1] + 1:
        day = _EXCEL_EPOCH + timedelta(days=int(number))
        return WrittenDay(whole_day(day))
    words = f"{number:.15g}"
    if re.fullmatch(r"[0-9]{4}\.1", words):
        return DayProblem.LOST_ZERO
    return _from_words(words)


def _from_words(words: str) -> WrittenDay | DayProblem:
    words = without_spaces(_TIME.sub("", half_width(words)))
    match = _DAY.fullmatch(words) or _MONTH.fullmatch(words) or _COMPACT.fullmatch(words)
    if match is None:
        return DayProblem.NOT_A_DAY
    year, month, *rest = (int(part) for part in match.groups() if part is not None)
    try:
        date(year, month, rest[0] if rest else 1)
    except ValueError:
        return DayProblem.IMPOSSIBLE
    return WrittenDay(year * 10_000 + month * 100 + (rest[0] if rest else 1), is_whole_month=not rest)
